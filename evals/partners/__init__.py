"""Partners that the agent talks with: people and machines that react to what its words mean.

None of them knows a sentence of ours. What each says stands in `people/*.toml` (its README says
how to write one); the modules beside it are the ear, the tongue and the bargaining of them all.
"""

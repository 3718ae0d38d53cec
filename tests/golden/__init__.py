"""What the readers, the agent and the routes answered before the house was rebuilt.

Where an answer is meant to change, `GOLDEN=write pytest tests/golden` writes the files anew; the
commit then shows which answers have changed, and to what.
"""

"""One module per benchmark; its `run(options)` yields figures."""

NAMES = ("accuracy", "startup", "status", "freshness", "rows", "flight", "simulated")
"""Every benchmark by the name that the command line knows, the quick ones first."""

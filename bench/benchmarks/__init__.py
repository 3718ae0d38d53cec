"""One module per benchmark; its `run(options)` yields figures."""

NAMES = (
    *("accuracy", "startup", "status", "freshness", "slow", "frozen", "memory"),
    *("rows", "flight", "simulated", "watchers", "line"),
)
"""Every benchmark by the name that the command line knows, the quick ones first."""

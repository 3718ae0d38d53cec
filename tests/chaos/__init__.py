"""Real processes, a hostile call backend, a seeded plan of kills: `python -m tests.chaos`."""

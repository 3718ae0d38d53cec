"""A carrier for tests: it rings whoever we have it play, and misbehaves as carriers do."""

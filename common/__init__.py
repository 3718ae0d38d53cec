"""Plumbing that both services use; it knows nothing of what they are for."""

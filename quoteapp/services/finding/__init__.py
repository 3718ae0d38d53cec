"""Businesses for a job: the search, and its sources."""

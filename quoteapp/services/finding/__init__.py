"""Businesses for a job: the search, its sources, and the import of own ones."""

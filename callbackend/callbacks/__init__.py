"""Telling the API, signed, what has become of a call."""

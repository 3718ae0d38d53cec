"""A call's life, from the request to the last word."""

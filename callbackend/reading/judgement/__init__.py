"""A whole conversation, looked at once it is over."""

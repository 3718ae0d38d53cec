"""The agent: what we know, what we may do, what we say."""

"""`python -m bench`: how fast it is, each time as a ratio to something measured in the same run."""

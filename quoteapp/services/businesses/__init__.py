"""The operator's own businesses: loaded from files, listed, written to files, removed."""

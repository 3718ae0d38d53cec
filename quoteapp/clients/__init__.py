"""Outside services, one module each; their failures become ours here."""

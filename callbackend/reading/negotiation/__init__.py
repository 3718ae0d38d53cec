"""The state of the deal: what each turn does to it."""

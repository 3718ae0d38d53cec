"""The use cases: one verb per function, plain values in, a value or a model out."""

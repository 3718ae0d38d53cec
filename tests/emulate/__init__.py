"""The carrier's REST API as `emulate` understands it: nobody here wrote it."""

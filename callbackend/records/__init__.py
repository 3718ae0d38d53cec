"""What is stored of a call, and how it is shown."""

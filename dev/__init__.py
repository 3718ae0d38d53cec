"""What runs the product on one machine: `make run`, `make demo`, and the tests' real processes."""

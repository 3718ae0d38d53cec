"""Which numbers are money, and what each amount stands for."""

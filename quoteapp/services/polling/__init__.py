"""What a page asks for again and again."""

"""What a language model adds where a key is set: it proposes, and our code checks.

Nothing here decides. Every failure ends in the embedded reader or the embedded phrase.
"""

"""Where the words are kept that can be taught: see its README."""

from pathlib import Path

LEXICON = Path(__file__).parents[1] / "lexicon"

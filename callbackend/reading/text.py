"""The plain form of an utterance that every pattern of this package is written against."""

import re
import unicodedata

SPELLINGS = {
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
    "¿": " ",
    "¡": " ",
    "\u00a0": " ",
    "…": "~",
}

SENTENCE_END = re.compile(r"[.?!~;](?=\s|$)")

# Digits that are a telephone number, a time, a date, a measure or an ordinal are hidden before
# numbers are looked for: nothing inside them is ever money.
NEVER_MONEY = re.compile(
    r"""
      (?<![\d$])\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}          # 408-555-0172
    | (?<![\d$.,-])\d{3}[- ]\d{4}\b                      # 555-0172, 555 0172
    | (?<!\$)\b\d(?:[ ,-]{1,2}\d\b){4,}                # 4 0 8, 5 5 5
    | \b\d{7,}\b                                         # 4085550172
    | \b\d{1,2}:\d{2}\b                                  # 9:30
    | (?<!\$)\b\d{1,4}/\d{1,4}(?:/\d{2,4})?\b            # 24/7, 1/2, 12/10/2025
    | \b\d+(?:st|nd|rd|th|x\d+|sqft|gal|amp|am|pm|hr|hrs|min|mins|ft|in|mm|ghz|v|w)\b
    | \b\d+\s?(?:x|by)\s?\d+\b                           # 12 by 14
    | \b\d+['"](?=\s|$)                                  # 8'
    | (?<=[a-z])-?\d+[a-z]?\b                           # model names: r410a
    """,
    re.VERBOSE,
)

DIGIT = re.compile(r"\d")
WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")


def plain(text: str) -> str:
    """The same text in lower case, without accents, of the same length.

    Typographic quotes and dashes become the typewriter's; an ellipsis becomes `~`.
    """
    if text.isascii():
        return text.lower()
    return "".join(_plain_character(character) for character in text)


def without_identifiers(text: str) -> str:
    """Plain text in which phone numbers, times, dates, ordinals and sizes are blotted out."""
    if DIGIT.search(text) is None:
        return text
    return NEVER_MONEY.sub(lambda found: "#" * len(found[0]), text)


def _plain_character(character: str) -> str:
    if character < "\x80":
        return character.lower()
    spelled = SPELLINGS.get(character)
    if spelled is not None:
        return spelled
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character

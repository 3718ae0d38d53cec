"""A text without what nobody sees, and as short as a reader needs it.

Both are made once, where a text comes in, so that no pattern ever meets a long run of white space
or of marks: a pattern that begins anew at each of them costs the square of its length.
"""

import re
import unicodedata
from functools import lru_cache

# Signs that are drawn as a gap: Hangul fillers, and the braille pattern without a dot.
BLANKS = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0"), " ")
# Kept where they join what is visible: families of emoji, and letters of Persian and Hindi.
VARIATIONS = "\ufe0e\ufe0f"
JOINERS = "\u200c\u200d"
# Unicode's Default_Ignorable_Code_Point without the two above, the controls that are no white
# space, and what is no character at all.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b\u200e"
    "\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
JOINING = re.compile(f"[{VARIATIONS}{JOINERS}]+")

# All but one space or line end alone.
SPACE = re.compile(r"\s{2,}|[^\S \n]")
LINE_END = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
MARK = r"(?:[^\w\s]|_)"
# As many marks in a row as nobody needs; spaces between them make them no better.
MARKS = re.compile(rf"{MARK}{{6,}}")
SPACED_MARKS = re.compile(rf"{MARK}(?:\s?{MARK}){{7,}}")
MOST_LETTERS = 3  # that one character may stand for: `ﬃ` does for three


def visible(text: str) -> str:
    """The text without what nobody sees, and without white space around it."""
    if not (text.isascii() and text.isprintable()):
        text = JOINING.sub(_joining, INVISIBLE.sub("", text.translate(BLANKS)))
    return text.strip()


def legible(text: str) -> str:
    """The text as a reader needs it: no runs of white space or marks, nothing invisible.

    A run of white space is a space, or the end of a line where it holds one. Words, and what
    stands at either end of a run of marks, stay as they are.
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_spelled, text.translate(BLANKS)))
    text = SPACE.sub(_space, text).strip()
    return SPACED_MARKS.sub(_spaced, MARKS.sub(_shortened, text))


def _joining(found: re.Match[str]) -> str:
    """Of a run of joiners what joins two visible characters, or varies the one before it."""
    run, text = found[0], found.string
    if not text[found.start() - 1 : found.start()].strip():  # Empty where it begins the text.
        return ""
    follows = bool(text[found.end() : found.end() + 1].strip())
    variation = run[0] if run[0] in VARIATIONS else ""
    return variation + (run[-1] if follows and run[-1] in JOINERS else "")


def _space(found: re.Match[str]) -> str:
    return "\n" if LINE_END.search(found[0]) else " "


def _shortened(found: re.Match[str]) -> str:
    return found[0][:3] + found[0][-2:]


def _spaced(found: re.Match[str]) -> str:
    return found[0][:3] + _space(found) + found[0][-1]


@lru_cache(maxsize=10_000)
def _spelled(character: str) -> str:
    """The character; less where it is invisible, or stands for a whole phrase, as `ﷺ` does."""
    if unicodedata.category(character) in ("Cf", "Cc") and not character.isspace():
        return ""
    if character in VARIATIONS or INVISIBLE.match(character):
        return ""
    stands_for = unicodedata.normalize("NFKD", character)
    if len(stands_for) <= MOST_LETTERS or unicodedata.normalize("NFD", character) != character:
        return character
    return "".join(filter(str.isalnum, stands_for))[:MOST_LETTERS] or character

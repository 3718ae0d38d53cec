"""The characters of a transcript as a typewriter has them.

Transcripts come from many hands: hyphens of every length, spaces of every width, marks that
nobody sees, digits of other scripts. All of it is put right here, once, before numbers are found.
"""

import re
import unicodedata
from functools import lru_cache

SPELLINGS = {
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "¿": " ",
    "¡": " ",
    "…": "~",
    "\t": " ",
    "\u2212": "-",  # minus
    "\u2043": "-",  # hyphen bullet
    "\u2044": "/",  # fraction slash
    "\u2800": " ",  # blank in Braille
}
INVISIBLE = frozenset({"Cf", "Mn", "Me"})
SPACES = frozenset({"Zs", "Zl", "Zp", "Cc"})
KNOWN = 4096  # characters; what an outsider sends must not fill the memory

# A space that keeps a line from breaking stands between the groups of one number, "1 250", but
# for a telephone number, which goes on.
SPACED_GROUPS = re.compile(
    r"(?<![\d.,$-])(?<!\d[\s-])(\$?\d{1,3}(?:[\u00a0\u2007\u2009\u202f]\d{3})+)(?![\s-]*\d)"
)
ANY_SPACE = re.compile(r"\s")
# "1.250,50" and "1'250" are written as "1,250.50" is; three digits after a point are no cents.
POINTED = re.compile(r"(?<![\d.,'])([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d{2}))?(?!\d|[.,]\d)")
QUOTED = re.compile(r"(?<![\d.,'])([1-9]\d{0,2}(?:'\d{3})+)(?!\d)")
COMMA_CENTS = re.compile(r"(?<![\d.,])(\d+),(\d{2})(?!\d|[.,]\d)")
TO_LOOK_AT = re.compile(r"\d[.,']\d")


def typewritten(text: str) -> str:
    """Lower case without accents and invisible marks; an ellipsis becomes `~`."""
    if text.isascii():
        return _american(text.lower())
    visible = "".join(one for one in text if unicodedata.category(one) != "Cf")
    grouped = SPACED_GROUPS.sub(lambda found: ANY_SPACE.sub(",", found[1]), visible)
    return _american("".join(map(_typed, grouped)))


def _american(text: str) -> str:
    """Figures with commas between their thousands and a point before their cents."""
    if TO_LOOK_AT.search(text) is None:
        return text
    text = QUOTED.sub(lambda found: found[1].replace("'", ","), text)
    text = POINTED.sub(_with_commas, text)
    return COMMA_CENTS.sub(r"\1.\2", text)


def _with_commas(found: re.Match[str]) -> str:
    whole = found[1].replace(".", ",")
    return whole if found[2] is None else f"{whole}.{found[2]}"


@lru_cache(maxsize=KNOWN)
def _typed(character: str) -> str:
    if character in SPELLINGS:
        return SPELLINGS[character]
    category = unicodedata.category(character)
    if category in INVISIBLE:
        return ""
    if category in SPACES:
        return " "
    if category == "Pd":
        return "-"
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "No":
        return character  # "2½" must not become 21.
    base = unicodedata.normalize("NFKD", character)[0].lower()
    return base if len(base) == 1 else character

"""Which language a short text is in: Spanish or not, by its letters and its words.

`spanish_words.txt` holds what is said in and about a home in Spanish, and seldom in English.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

SPANISH_WORDS = Path(__file__).parent / "spanish_words.txt"
ENGLISH_TOO = frozenset(
    "no la de y en se al me te le da dan como son mover solo es si que el un las los mas patio a "
    "pa con mes".split()
)
ENGLISH_WORDS = frozenset(
    "the my our is are was and to in on of for with it its need needs fix from have has".split()
)
MANY = 3  # So many are no chance, even if English has each of them, too.
SPANISH_SHARE = 5  # One Spanish word in so many makes a Spanish text.
MARKS = re.compile(r"[áéíóúñ¿¡]")
WORD = re.compile(r"[a-z]+")
APOSTROPHES = str.maketrans("", "", "'’")


def is_spanish(text: str) -> bool:
    """Whether the text is in Spanish; one that no word tells is not."""
    small = text.lower().translate(APOSTROPHES)
    decomposed = unicodedata.normalize("NFKD", small)
    words = WORD.findall("".join(one for one in decomposed if not unicodedata.combining(one)))
    spanish = [word for word in words if word in _spanish_words()]
    if MARKS.search(small):  # "the décor of my café" has them, too.
        return len(spanish) >= sum(word in ENGLISH_WORDS for word in words)
    certain = [word for word in spanish if word not in ENGLISH_TOO]
    if len(spanish) >= MANY and len(spanish) * 2 >= len(words):
        return True
    is_enough = len(spanish) >= 2 or len(words) <= 2
    return bool(certain) and is_enough and len(spanish) * SPANISH_SHARE >= len(words)


@cache
def _spanish_words() -> frozenset[str]:
    return frozenset(SPANISH_WORDS.read_text(encoding="utf-8").split())

"""Letters as a reader sees them: no accents, capitals, invisible characters or look-alikes."""

import unicodedata
from functools import lru_cache

# Letters of other alphabets that are drawn as a Latin one; small letters, as folding leaves them.
LOOK_ALIKE = dict(
    zip("авекмнорстухіїјѕԁһԛԝүαβεικνορτυχω", "abekmhopctyxiijsdhqwyabeiknoptuxw", strict=True)
)
QUOTES = dict.fromkeys("’‘ʼ´`", "'")
# As phones type them; what they stand for is looked up in the vocabulary and nowhere else.
STANDS_FOR = {
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b",
    "@": "a", "$": "s", "!": "i", "|": "i", "€": "e", "+": "t",
}  # fmt: skip


def folded(text: str) -> str:
    """The text in plain small letters; its length may differ."""
    if text.isascii():
        return text.lower()
    return "".join(map(_folded, text))


def deciphered(word: str) -> str:
    """A folded word with letters for the signs that stand for them: `k1ll` is `kill`."""
    return "".join(STANDS_FOR.get(character, character) for character in word)


def runs(word: str) -> list[tuple[str, int]]:
    """Its letters, each with how often it stands there in a row."""
    found: list[tuple[str, int]] = []
    for character in word:
        if found and found[-1][0] == character:
            found[-1] = (character, found[-1][1] + 1)
        else:
            found.append((character, 1))
    return found


@lru_cache(maxsize=10_000)
def _folded(character: str) -> str:
    if character in QUOTES:
        return QUOTES[character]
    if unicodedata.category(character) == "Cf":  # zero width, soft hyphen, direction
        return ""
    small = unicodedata.normalize("NFKD", character).casefold()
    return "".join(LOOK_ALIKE.get(one, one) for one in small if unicodedata.category(one)[0] != "M")

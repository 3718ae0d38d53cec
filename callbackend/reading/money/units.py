"""How many of the things that are priced by the piece the job has, as told."""

import re
from collections.abc import Sequence
from decimal import Decimal

from callbackend.reading.numbers.numbers import find_numbers
from callbackend.reading.numbers.vocabulary import COUNTED_THINGS
from callbackend.reading.text import without_identifiers

SQUARE_FEET = "(?:square|sq)[ .]+f(?:ee|oo)?t"
LENGTH = "(?:linear )?f(?:ee|oo)t"
# The things that are counted in other words than they are priced in.
COUNTED_AS = {
    "square": SQUARE_FEET, "sqft": SQUARE_FEET, "sq": SQUARE_FEET,
    "foot": LENGTH, "feet": LENGTH, "ft": LENGTH, "linear": LENGTH,
    "room": "(?:bed|bath)?rooms?", "tooth": "teeth", "shelf": "shelves", "arbol": "arboles",
}  # fmt: skip
ANY_THING = "|".join(COUNTED_AS.get(thing, f"{thing}(?:s|es)?") for thing in COUNTED_THINGS)
OF_THEM = re.compile(r"^\s*of (?:them|those|these)\b")
YOU_HAVE = re.compile(r"\b(?:you have|you've got|you got|there(?:'s| are)|they have)\s*$")
ADJECTIVES = r"^[\s-]*(?:(?!(?:a|an|per|each|for|and|with)\b)[a-z]+ ){0,2}?"
MOST = 1000


def count_of(thing: str, heard: str, asked: Sequence[str]) -> Decimal | None:
    """How many of a thing there are, after the provider's words or else the agent's.

    An empty `thing` ("each") stands for whatever is counted. `None` when no number is told, or
    when more than one is.
    """
    counted = COUNTED_AS.get(thing, f"{thing}(?:s|es)?") if thing else ANY_THING
    after = re.compile(rf"{ADJECTIVES}(?:{counted})\b")
    for text in (heard, " ~ ".join(asked)):
        counts = _counts(text, after)
        if counts:
            return counts.pop() if len(counts) == 1 else None
    return None


def _counts(text: str, after: re.Pattern[str]) -> set[Decimal]:
    text = without_identifiers(text)
    return {
        number.value
        for number in find_numbers(text)
        if not number.marked
        and 1 <= number.value <= MOST
        and number.value % 1 == 0
        and (
            after.match(text[number.end :])
            or OF_THEM.match(text[number.end :])
            or YOU_HAVE.search(text[: number.start])
        )
    }

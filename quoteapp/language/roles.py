"""How much each word of a query counts: asked for, background, a mere place, or denied."""

from collections.abc import Iterator, Sequence, Set

from quoteapp.language.denials import JOINERS, NOT_WORDS
from quoteapp.language.text import Text
from quoteapp.language.words import DETERMINERS

REQUESTED = 1.5
BACKGROUND = 0.55
PLACE = 0.4
DONE = 0.35
DENIED = 0.0
HALF_DENIED = 0.4

PLACE_REACH = 2
DONE_BEFORE = 3
DONE_AFTER = 4
REQUESTS = frozenset(
    "need needs needed want wants wanted looking please hire help can could someone "
    "somebody like quote estimate seeking necesito necesitamos quiero quisiera busco "
    "buscamos ayuda puede pueden alguien".split()
)
BACKGROUNDS = frozenset(
    "after since when whenever while before ever until despite during previously luego "
    "despues desde cuando mientras antes".split()
)
PLACES = frozenset(
    "by near beside behind under underneath beneath below above over around in inside into "
    "on onto at from off against through outside between opposite en debajo detras junto "
    "cerca sobre".split()
)
PLACE_STARTERS = frozenset({"next", "close"})  # "next to", "close to"
DONE_VERBS = frozenset({"fixed", "repaired", "patched", "finished", "treated", "arreglo"})
DOERS = frozenset(
    "guy guys man company contractor crew he she they i we dad husband brother friend "
    "landlord plumber electrician roofer handyman painter carpenter just has had already".split()
)


def factors(text: Text) -> list[float]:
    """One factor per token; a denied word counts nothing."""
    found = [1.0] * len(text)
    _mark_requests(text, found)
    _mark_background(text, found)
    _mark_places(text, found)
    _mark_done(text, found)
    for at in text.denied:
        found[at] = DENIED
    return found


def factor_of(positions: Sequence[int], text: Text, counts: Sequence[float]) -> float:
    """How much a phrase counts: as its most wanted word; nothing when all of it is denied.

    A lack counts in full: neither "no hot water" nor the "dryer + heat" of "dryer, no heat" is
    denied by its "no".
    """
    affirmed = [counts[at] for at in positions if counts[at] != DENIED]
    if any(text[at].word in NOT_WORDS for at in positions):
        return max(affirmed, default=1.0)
    if not affirmed:
        return 0.0
    is_whole = len(affirmed) == len(positions)
    lacks = all(counts[at] != DENIED or (at and text[at - 1].word == "no") for at in positions)
    return max(affirmed) * (1.0 if is_whole or lacks else HALF_DENIED)


def _mark_requests(text: Text, found: list[float]) -> None:
    for at in _after_first(REQUESTS, text):
        found[at] = REQUESTED


def _mark_background(text: Text, found: list[float]) -> None:
    for at in _after_first(BACKGROUNDS, text):
        found[at] *= BACKGROUND


def _after_first(words: Set[str], text: Text) -> Iterator[int]:
    """The positions that stand, in some clause, behind the first of these words."""
    clause = None
    for at, token in enumerate(text):
        if token.clause == clause:
            yield at
        elif token.word in words:
            clause = token.clause


def _mark_places(text: Text, found: list[float]) -> None:
    for at, token in enumerate(text):
        starts = token.word in PLACE_STARTERS and at + 1 < len(text) and text[at + 1].word == "to"
        if token.word not in PLACES and not starts:
            continue
        marked = 0
        for following in range(at + 1, len(text)):
            if text[following].clause != token.clause or marked == PLACE_REACH:
                break
            if text[following].word in JOINERS:
                break
            if text[following].word not in DETERMINERS:
                found[following] *= PLACE
                marked += 1


def _mark_done(text: Text, found: list[float]) -> None:
    """Work that somebody has finished already: "the termite guy fixed the termites"."""
    for at in range(1, len(text)):
        if text[at].word not in DONE_VERBS or text[at - 1].word not in DOERS:
            continue
        for near in range(max(0, at - DONE_BEFORE), min(len(text), at + 1 + DONE_AFTER)):
            if text[near].clause == text[at].clause:
                found[near] *= DONE

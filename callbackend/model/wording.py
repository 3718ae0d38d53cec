"""Whether a model's words may stand for the agent's own: every part of them is checked."""

import re
from collections.abc import Sequence

from callbackend.agent.discretion import STREET, Discretion
from callbackend.agent.reply import Reply
from callbackend.reading import Utterance, listen
from callbackend.reading.money.amounts import find_amounts
from callbackend.reading.numbers.numbers import find_numbers
from callbackend.reading.text import plain
from common.words import claims_in, offences_in

LONGEST_WORDING = 300
# What the model hears of the call: enough to answer in the tone of the other side.
LINES_TOLD = 6

SENTENCE_BREAK = re.compile(r"(?<=[.!?])\s")
DISCLOSURE = re.compile(r"\bautomated assistant\b", re.IGNORECASE)
REACHABLE = re.compile(r"@|https?:|www\.|(?:\d[\s().-]*){7}")
# "One moment", "no one": no figure of anybody's.
HARMLESS_NUMBER = 1
# What the other side might say next: whatever it is, it must mean the same for the prices.
NO_LIMIT = Discretion(None)
PROBES = ("Yes, that works.", "Okay.", "No, I can't do that.", "I can do 90.")


def is_allowed(
    wording: str, turn: Reply, lines: Sequence[Utterance], discretion: Discretion = NO_LIMIT
) -> bool:
    """Whether the agent may say this instead of `turn.say`, after these lines."""
    wording = wording.strip()
    return (
        0 < len(wording) <= LONGEST_WORDING
        and wording.isprintable()
        and _discloses(wording, turn, is_first=not any(line.role == "agent" for line in lines))
        and _is_discreet(wording, turn.say, discretion)
        and _names_the_same(wording, turn.say)
        and _asks_the_same(wording, turn)
        and _means_the_same(wording, turn.say, lines)
    )


def _discloses(wording: str, turn: Reply, *, is_first: bool) -> bool:
    """Whether it says what it is, in its first sentence, where the agent would say so at all."""
    if not is_first and not DISCLOSURE.search(turn.say):
        return True
    first = SENTENCE_BREAK.split(wording, maxsplit=1)[0]
    return DISCLOSURE.search(first) is not None and "customer" in first.lower()


def _is_discreet(wording: str, say: str, discretion: Discretion) -> bool:
    """Whether it offends nobody, and neither promises nor gives away what `say` does not."""
    if REACHABLE.search(wording) or STREET.search(wording) or offences_in(wording):
        return False
    if discretion.names_limit(wording) and not discretion.names_limit(say):
        return False
    return claims_in(wording) <= claims_in(say)


def _names_the_same(wording: str, say: str) -> bool:
    """Whether it names the same money and no number besides those that were decided on.

    So it never names the limit, unless the agent has decided to (a quote that is just as high).
    """
    ours, theirs = plain(say), plain(wording)
    numbers = {number.value for number in find_numbers(ours)} | {HARMLESS_NUMBER}
    if not {number.value for number in find_numbers(theirs)} <= numbers:
        return False
    money = [{amount.value for amount in find_amounts(text)} for text in (ours, theirs)]
    return money[0] == money[1]


def _asks_the_same(wording: str, turn: Reply) -> bool:
    """A question stays one; the last words ask nothing and stay a goodbye."""
    if ("?" in wording) is not ("?" in turn.say):
        return False
    return not turn.done or "goodbye" in wording.lower() or "goodbye" not in turn.say.lower()


def _means_the_same(wording: str, say: str, lines: Sequence[Utterance]) -> bool:
    """Whether the price reader makes the same of the call with it, whatever comes next."""

    def outcomes(text: str) -> list[tuple[object, object]]:
        spoken = [*lines, Utterance("agent", text)]
        quotes = [
            listen(spoken),
            *(listen([*spoken, Utterance("provider", probe)]) for probe in PROBES),
        ]
        return [(quote.estimated_price, quote.negotiated_price) for quote in quotes]

    return outcomes(wording) == outcomes(say)

"""Which legal move some words make: what was really said may not be what the agent would say.

A call that is brought back from its transcript has nothing but the words, so a model's words are
spoken only where they are recognised as the move that it chose.
"""

import re
from collections.abc import Sequence

from callbackend.agent.moves import LegalMove, MoveType
from callbackend.agent.speaking import dollars

HOLDS = re.compile(r"\b(?:hold|mantener|mantiene)\b", re.IGNORECASE)
GOODBYE = re.compile(r"\b(?:good ?bye|adiós)", re.IGNORECASE)
ASKS_ROOM = re.compile(
    r"\b(?:bring (?:it|that) down|less|lower|cheaper|flexib\w+|cash|room|baj\w+|menos|efectivo)\b",
    re.IGNORECASE,
)
OFFERING = {MoveType.COUNTER, MoveType.CITE_QUOTE, MoveType.CORRECT}


def recognised(said: str, moves: Sequence[LegalMove]) -> LegalMove | None:
    """The first of these moves that the words may make; None where they make none of them."""
    return next((move for move in moves if _makes(said, move)), None)


def _makes(said: str, move: LegalMove) -> bool:
    asks = "?" in said
    if move.kind is MoveType.CLOSE:
        return not said or GOODBYE.search(said) is not None
    if GOODBYE.search(said):
        return False
    if move.kind is MoveType.READ_BACK:
        return asks and HOLDS.search(said) is not None and _names(said, move)
    if move.kind in OFFERING:
        return asks and HOLDS.search(said) is None and _names(said, move)
    if move.kind is MoveType.PRESS:
        return move.about != "key" or not said
    if move.kind is MoveType.HOLD_ON:
        return True
    return asks and "$" not in said and _asks_room(said) is (move.kind is MoveType.ASK_ROOM)


def _names(said: str, move: LegalMove) -> bool:
    """Whether the words hold its figure; one that is only pointed at is named by none."""
    if move.amount is None or "$" not in said:
        return "$" not in said
    return dollars(move.amount) in said


def _asks_room(said: str) -> bool:
    return ASKS_ROOM.search(said) is not None

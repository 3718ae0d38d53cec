"""What the agent may do: an enum of moves, each with what it is about.

Law and truth live in which of them are legal (`callbackend.agent.policy`), not in their words.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from callbackend.states import Outcome


class MoveType(StrEnum):
    """A kind of move."""

    OPEN = "OPEN"
    TELL_JOB = "TELL_JOB"  # to somebody who does not know it
    ANSWER = "ANSWER"
    ASK_PRICE = "ASK_PRICE"
    PIN_DOWN = "PIN_DOWN"  # a range, a rate, a part, a hedged price, options
    COUNTER = "COUNTER"
    CITE_QUOTE = "CITE_QUOTE"  # a better quote that there really is
    ASK_ROOM = "ASK_ROOM"
    CORRECT = "CORRECT"  # a figure of ours that was misheard
    READ_BACK = "READ_BACK"
    HOLD_ON = "HOLD_ON"
    PRESS = "PRESS"
    SWITCH_LANGUAGE = "SWITCH_LANGUAGE"
    TAKE_NOTE = "TAKE_NOTE"  # of a visit: what it costs, and when
    CLOSE = "CLOSE"


class Pin(StrEnum):
    """What has to be pinned down before it is a price."""

    HEDGED = "hedged"
    RANGE = "range"
    RATE = "rate"
    PART = "part"
    VISIT = "visit"
    USUAL = "usual"  # no figure at all, only "it depends"
    CONDITION = "condition"
    OPTIONS = "options"


class Closing(StrEnum):
    """How a call is closed."""

    AGREED = "agreed"
    QUOTED = "quoted"
    VISIT_ONLY = "visit_only"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # the job, after a price for it
    OPTED_OUT = "opted_out"
    HOSTILE = "hostile"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    NO_AGREEMENT = "no_agreement"


OUTCOME_OF_CLOSING = {
    Closing.AGREED: Outcome.AGREED,
    Closing.QUOTED: Outcome.QUOTED,
    Closing.VISIT_ONLY: Outcome.VISIT_ONLY,
    Closing.DECLINED: Outcome.DECLINED,
    Closing.WITHDRAWN: Outcome.QUOTED,
    Closing.OPTED_OUT: Outcome.OPTED_OUT,
    Closing.HOSTILE: Outcome.DECLINED,
    Closing.VOICEMAIL: Outcome.VOICEMAIL,
    Closing.NO_ANSWER: Outcome.NO_ANSWER,
    Closing.NO_AGREEMENT: Outcome.NO_AGREEMENT,
}


@dataclass(frozen=True, slots=True)
class LegalMove:
    """One move: its kind, its figure, and what else it is about.

    `about` is a topic, a kind of pin or of closing; `text` is what an answer tells, or the key that
    is pressed; `short` says it in a few words, to somebody in a hurry.
    """

    kind: MoveType
    amount: Decimal | None = None
    about: str = ""
    text: str = ""
    short: bool = False

    def __str__(self) -> str:
        facts = [f"{self.amount:f}" if self.amount is not None else "", self.about]
        if self.kind is MoveType.PRESS:
            facts = [self.text]
        told = ", ".join(filter(None, facts))
        return f"{self.kind}({told})" if told else str(self.kind)


# Moves after which an answer is an answer to them.
ASKING = frozenset(
    {
        MoveType.OPEN,
        MoveType.TELL_JOB,
        MoveType.ASK_PRICE,
        MoveType.PIN_DOWN,
        MoveType.COUNTER,
        MoveType.CITE_QUOTE,
        MoveType.ASK_ROOM,
        MoveType.CORRECT,
        MoveType.READ_BACK,
        MoveType.TAKE_NOTE,
        MoveType.SWITCH_LANGUAGE,
    }
)
ASKS_FOR_A_PRICE = frozenset(
    {
        MoveType.OPEN,
        MoveType.TELL_JOB,
        MoveType.SWITCH_LANGUAGE,
        MoveType.ASK_PRICE,
        MoveType.PIN_DOWN,
    }
)
OFFERS = frozenset({MoveType.COUNTER, MoveType.CITE_QUOTE, MoveType.CORRECT})

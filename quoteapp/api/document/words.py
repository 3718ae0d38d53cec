"""What every status, outcome and kind means, in words; a rule test finds the one that has none."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from quoteapp.language.library import TRADES
from quoteapp.models.findings import MoveKind, NoteKind, Side
from quoteapp.models.providers import Source
from quoteapp.services.offers.ranking import OfferKind
from quoteapp.states import CallStatus, JobStatus, Outcome


class Enumeration(NamedTuple):
    """A set of words that the document names; `none` says what null means where it may be null."""

    description: str
    words: Mapping[str, str]
    none: str | None = None

    def text(self) -> str:
        """The description in Markdown."""
        lines = [f"- `{word}`: {meaning}" for word, meaning in self.words.items() if meaning]
        if self.none:
            lines.insert(0, f"- `null`: {self.none}")
        return "\n".join([self.description, "", *lines]) if lines else self.description


ENUMERATIONS: dict[str, Enumeration] = {
    "JobStatus": Enumeration(
        "Where a job stands.",
        {
            JobStatus.COLLECTING_INFO: "initial state, its questions wait for their answers",
            JobStatus.READY_FOR_SEARCH: "all is known, and the search may begin",
            JobStatus.SEARCHED: "the search is over, its providers are there",
        },
    ),
    "CallStatus": Enumeration(
        "Where the call to a provider stands. Each ends as `completed` or `failed` within a "
        "bounded time, and stays so unless `retry_failed` asks for another attempt.",
        {
            CallStatus.PENDING: "asked for, not yet placed: its wave, its turn or its hour comes",
            CallStatus.IN_PROGRESS: "about to be dialled, dialling, ringing or talking",
            CallStatus.COMPLETED: "a person named a price",
            CallStatus.FAILED: "the attempt is over without one",
        },
        none="found, no call asked for",
    ),
    "Outcome": Enumeration(
        "How a call ended. `agreed` and `quoted` are `completed`, all others `failed`.",
        {
            Outcome.AGREED: "one total was read back to them, at or under the limit; they said yes "
            "to it, and took nothing back",
            Outcome.QUOTED: "they named a price and none was agreed, or it is above the limit; "
            "also a call that broke off after a price was heard",
            Outcome.VISIT_ONLY: "they name a price only after a visit; its fee and day are in "
            "`notes`",
            Outcome.NO_AGREEMENT: "they talked, and there is no usable price",
            Outcome.DECLINED: "they don't want this job",
            Outcome.OPTED_OUT: "they asked not to be called: no job ever rings them again",
            Outcome.VOICEMAIL: "a machine answered; no message was left",
            Outcome.NO_ANSWER: "nobody picked up",
            Outcome.BUSY: "the line was busy",
            Outcome.INVALID_NUMBER: "the number is none that may be or can be dialled",
            Outcome.CANCELLED: "the customer called it off, or enough was offered elsewhere",
            Outcome.EXPIRED: "it was not over within its time",
            Outcome.ERROR: "something went wrong, or it must not be rung",
        },
        none="not over",
    ),
    "OfferKind": Enumeration(
        "How firm a price is.",
        {
            OfferKind.AGREED: "read back to them, and they said yes",
            OfferKind.LAST_OFFER: "what they came down to",
            OfferKind.QUOTED: "the one price that they named",
        },
    ),
    "NoteKind": Enumeration(
        "What a note is about.",
        {
            NoteKind.EARLIEST_DAY: "when they could come",
            NoteKind.INCLUDED: "what the price includes",
            NoteKind.EXCLUDED: "what it does not",
            NoteKind.OPTION: "what else they would do, at another price",
            NoteKind.VISIT: "that they must see it first, and the fee of that",
            NoteKind.WARRANTY: "for how long they stand by their work",
            NoteKind.PAYMENT: "how and when they are paid",
        },
    ),
    "MoveKind": Enumeration(
        "What a price is in the bargaining.",
        {
            MoveKind.FIRST: "the first that this side named",
            MoveKind.COUNTER: "another one, against the other side's",
            MoveKind.LAST: "their last word",
            MoveKind.AGREED: "the one that both sides confirmed",
        },
    ),
    "Speaker": Enumeration(
        "Who says it.",
        {Side.AGENT: "ours, which says that it is automated", Side.PROVIDER: "the business"},
    ),
    "Source": Enumeration(
        "Where a provider comes from.",
        {
            Source.SAMPLE: "made up, with a number that nobody has",
            Source.IMPORT: "from a list that whoever runs this has loaded",
            Source.WEB: "found on the web",
        },
    ),
    "Stage": Enumeration(
        "Where a call is at this moment.",
        {
            "waiting": "asked for; its wave, its turn or its hour comes",
            "dialing": "about to be dialled, or dialling",
            "ringing": "it rings there",
            "talking": "somebody answered",
            "over": "`outcome` says how it ended",
        },
        none="no call asked for",
    ),
    "Trade": Enumeration("Who does such work.", dict.fromkeys(TRADES, "")),
}

OURS: tuple[type[StrEnum], ...] = (
    *(JobStatus, CallStatus, Outcome, OfferKind, NoteKind, MoveKind, Side, Source),
)
"""The enums of the code whose words a customer meets."""

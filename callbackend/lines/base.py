"""The seam between the switchboard and whatever carries a call.

A line is told what to do and reports what happens. It never waits: every method returns at once,
and what comes of it is reported later, from any thread, through the `Report` it was given.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

# How a key stands in a transcript, among the lines of whoever pressed it.
KEY_LINE = re.compile(r"\[pressed ([0-9*#])\]")
# How a line ends that was cut off.
CUT = "—"


def line_of(key: str) -> str:
    """The line of a transcript that says that a key was pressed."""
    return f"[pressed {key}]"


def key_in(line: str) -> str | None:
    """The key that a line of a transcript says was pressed; None for a line that was spoken."""
    pressed = KEY_LINE.fullmatch(line)
    return pressed[1] if pressed else None


class EndReason(StrEnum):
    """Why a line came down."""

    HUNG_UP = "hung_up"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    VOICEMAIL = "voicemail"
    INVALID_NUMBER = "invalid_number"
    FAILED = "failed"
    UNSURE = "unsure"  # nobody could find out whether the phone rang


@dataclass(frozen=True, slots=True)
class Placed:
    """The carrier has the call, under an id of its own."""

    vendor_id: str


@dataclass(frozen=True, slots=True)
class Ringing:
    """The phone at the other end rings."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Somebody, or a machine, took the call; the agent may speak, or waits (`Manner.waits`)."""


@dataclass(frozen=True, slots=True)
class Connected:
    """This process can hear and speak on a call, for the first time or again."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The other end said something; an empty text is a silence that asks for a word.

    `overlapped`: while the agent was still speaking, so that it cannot be a yes to its last words.
    """

    text: str
    overlapped: bool = False


@dataclass(frozen=True, slots=True)
class CutOff:
    """They interrupted the agent: of its last words only these were heard."""

    heard: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """The other end pressed a key of its telephone: a digit, "*" or "#"."""

    key: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The line is down."""

    reason: EndReason


LineEvent = Placed | Ringing | Answered | Connected | Heard | CutOff | Pressed | Ended


class Report(Protocol):
    """How a line tells what happened. Thread-safe; an unknown call is ignored."""

    def __call__(self, call_id: str, event: LineEvent, after: float = 0.0) -> None:
        """Report `event` now, or `after` so many seconds (for lines that only play)."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a line may know of a call."""

    call_id: str
    phone: str
    business_name: str
    task: str
    problem: str
    # Question and answer, as the customer gave them.
    answers: tuple[tuple[str, str], ...] = ()
    # Which customer's request it is, and which attempt to ring this business for it.
    job_id: str = ""
    attempt: int = 1
    # The carrier's id of the call, once it is known, and when it was dialled (seconds since 1970).
    vendor_id: str = ""
    dialled_at: float | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance of a conversation that was cut off; a key is a `line_of` it."""

    by_agent: bool
    text: str


@dataclass(frozen=True, slots=True)
class Speaking:
    """How some words are spoken."""

    # Whether they may cut them off: not who calls, nor what they are asked to agree to.
    interruptible: bool = True
    # They have asked for time: a silence after these words says nothing for long.
    grants_time: bool = False
    language: str = "en"


PLAINLY = Speaking()


@dataclass(frozen=True, slots=True)
class Manner:
    """What the agent does differently on a line."""

    # Spoken before the first word, so that a transcript says where it comes from; may be empty.
    notice: str = ""
    # Who calls, as the callee is told; may be empty where nobody is rung.
    caller: str = ""
    # The other end speaks first: the agent opens on its words, or on its silence.
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that a call may stand at each stage; then it is ended with what it has brought."""

    # Since it was accepted.
    queued: float
    # Both since it was dialled.
    dialing: float
    ringing: float
    # Since it was answered.
    talking: float


class Line(Protocol):
    """One way to reach a phone."""

    # Its name, as the calls show it.
    name: str
    # A real line is dialled by all the rules of `callbackend.gate`; the others by two of them.
    is_real: bool
    manner: Manner
    limits: Limits

    def dial(self, ticket: Ticket, report: Report) -> None:
        """Ring the phone. Called once per call, after that was committed."""

    def resume(self, ticket: Ticket, spoken: list[Spoken], report: Report) -> None:
        """Go on with a call that another process, or this one before, has dialled."""

    def say(self, call_id: str, text: str, last: bool, how: Speaking = PLAINLY) -> None:
        """Speak; after the `last` words hang up and report that the line is down."""

    def press(self, call_id: str, key: str) -> None:
        """Press a key of our telephone, as a menu asks to. Unknown calls are ignored."""

    def hang_up(self, call_id: str) -> None:
        """End the call at once and forget it; nothing is reported. Unknown calls are ignored."""

    def end(self, ticket: Ticket) -> None:
        """End a call that another process may carry, or nobody; nothing is reported."""

    def let_go(self, call_id: str) -> None:
        """Forget a call that somebody else carries; it goes on. Unknown calls are ignored."""

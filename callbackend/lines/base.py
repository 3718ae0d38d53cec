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


@dataclass(frozen=True, slots=True)
class Ringing:
    """The phone at the other end rings."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Somebody, or a machine, took the call; the agent may speak."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The other end said something; an empty text is a silence that asks for a word."""

    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """The other end pressed a key of its telephone: a digit, "*" or "#"."""

    key: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The line is down."""

    reason: EndReason


LineEvent = Ringing | Answered | Heard | Pressed | Ended


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


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance of a conversation that was cut off; a key is a `line_of` it."""

    by_agent: bool
    text: str


class Line(Protocol):
    """One way to reach a phone."""

    # Spoken before the first word, so that a transcript says where it comes from; may be empty.
    notice: str
    # A real line is dialled by the rules of `callbackend.gate.rules`.
    is_real: bool
    # Whether a call that a restart cut off may go on. Where a phone rings it may not: the
    # person was cut off as well, and must not be rung again.
    can_resume: bool

    def dial(self, ticket: Ticket, report: Report) -> None:
        """Ring the phone. Called once per call, after that was committed."""

    def resume(self, ticket: Ticket, spoken: list[Spoken], report: Report) -> None:
        """Go on with a call that a restart cut off (only where `can_resume`)."""

    def say(self, call_id: str, text: str, last: bool) -> None:
        """Speak; after the `last` words hang up and report that the line is down."""

    def press(self, call_id: str, key: str) -> None:
        """Press a key of our telephone, as a menu asks to. Unknown calls are ignored."""

    def hang_up(self, call_id: str) -> None:
        """End the call at once and forget it; nothing is reported. Unknown calls are ignored."""

"""What may be added to an event of a call before it counts, and who adds it.

The event waits for its advice, and nothing else does: until then the call stands where it stood,
in memory and in the database. Whoever dies meanwhile has lost no more than an event.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from callbackend.agent.brief import Brief
from callbackend.reading import Quote, Utterance


@dataclass(frozen=True, slots=True)
class Advice:
    """Checked words for what the agent says, or checked prices of a whole call; None is no advice.

    It never changes what the agent decides.
    """

    said: str | None = None
    quote: Quote | None = None


NO_ADVICE = Advice()


@dataclass(frozen=True, slots=True)
class Draft:
    """All that it takes to find out what the agent is about to say.

    `heard` follows after `lines`; None is the start of the call. `preface` comes before the first
    words, whoever words them. `today` is the day of the call.
    """

    brief: Brief
    name: str
    preface: str
    lines: tuple[Utterance, ...]
    heard: str | None
    today: date


class Adviser(Protocol):
    """Gives advice from a thread of its own. Both methods return at once.

    They say how many seconds the event should wait at most; None when there is no advice to wait
    for. `tell` may come late or never.
    """

    def reads(self, lines: tuple[Utterance, ...], tell: Callable[[Advice], None]) -> float | None:
        """Read the prices of a call that is over."""

    def words(self, draft: Draft, tell: Callable[[Advice], None]) -> float | None:
        """Word what the agent says next."""

"""The language model as the adviser of calls: a few threads ask it, and no call waits for a turn.

When all of them are busy there is no advice: a burst of calls that end together is read embedded.
"""

import logging
from collections.abc import Callable

from callbackend.agent.advice import NO_ADVICE, Advice, Draft
from callbackend.agent.discretion import Discretion
from callbackend.agent.negotiator import Negotiator
from callbackend.config import Settings
from callbackend.model.client import language_model
from callbackend.model.policy import propose
from callbackend.model.prices import read_twice
from callbackend.reading import Utterance
from common.logs import facts_of
from common.slots import Slots

logger = logging.getLogger(__name__)

CALLS_AT_ONCE = 8
# The model's own time limit comes first; this much later nobody waits any more.
GRACE_SECONDS = 0.5

Tell = Callable[[Advice], None]


class ModelAdviser:
    """An `Adviser`. It tells something in any case: `NO_ADVICE` where the model fails."""

    def __init__(self, settings: Settings) -> None:
        """`settings` must hold a key."""
        self._model = language_model(settings)
        self._settings = settings
        self._slots = Slots(CALLS_AT_ONCE, "adviser")

    def reads(self, lines: tuple[Utterance, ...], tell: Tell) -> float | None:
        """Read the prices of a call that is over."""
        seconds = self._settings.openai_price_seconds
        return self._start(
            lambda: Advice(quote=read_twice(self._model, lines, seconds)), tell, seconds
        )

    def words(self, draft: Draft, tell: Tell) -> float | None:
        """Pick and word what the agent does next, where the settings let the model do so."""
        if self._settings.negotiation != "openai":
            return None
        seconds = self._settings.openai_wording_seconds
        return self._start(lambda: Advice(said=self._worded(draft, seconds)), tell, seconds)

    def close(self) -> None:
        """Drop the connections."""
        self._model.close()

    def _start(self, find: Callable[[], Advice], tell: Tell, seconds: float) -> float | None:
        is_started = self._slots.start(lambda: tell(_safely(find))) is not None
        return seconds + GRACE_SECONDS if is_started else None

    def _worded(self, draft: Draft, seconds: float) -> str | None:
        """A second agent, brought to the same place, tells what is legal; the model picks."""
        negotiator = Negotiator(draft.brief, draft.name, today=draft.today)
        negotiator.replay(draft.lines)
        choices = negotiator.choices(draft.heard)
        heard = (Utterance("provider", draft.heard),) if draft.heard else ()
        discretion = Discretion(draft.brief.price_limit)
        said = propose(self._model, choices, (*draft.lines, *heard), seconds, discretion)
        is_first = not any(line.role == "agent" for line in draft.lines)
        return f"{draft.preface} {said}".strip() if said and is_first else said


def _safely(find: Callable[[], Advice]) -> Advice:
    try:
        return find()
    except Exception as error:
        logger.error("advice failed", extra=facts_of(error))
        return NO_ADVICE

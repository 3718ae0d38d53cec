"""Listening to a conversation line by line and keeping the state of the deal."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from callbackend.prices.agent_turn import after_agent
from callbackend.prices.conversation import Line, Quote, Role
from callbackend.prices.deal import Deal, Turn
from callbackend.prices.provider_turn import after_provider
from callbackend.prices.text import plain

CENT = Decimal("0.01")
# Past these limits a recording speaks or a transcriber went wrong: they bound the work.
LONGEST_TURN = 12  # lines
LONGEST_LINE = 4000  # characters


class Reader:
    """Listens line by line and knows at any moment what the conversation holds.

    Lines of one role that follow each other are one turn and are read together.
    """

    def __init__(self) -> None:
        self._before = Deal()
        self._deal = Deal()
        self._turn = Turn(0, ())
        self._role: Role | None = None
        self._count = 0

    def hear(self, line: Line) -> None:
        """Take in the next utterance."""
        text = plain(line.text)[:LONGEST_LINE]
        if line.role == self._role and self._has_room():
            self._turn = Turn(self._turn.first_line, (*self._turn.texts, text))
        else:
            self._before = self._deal.having_heard(self._turn.text)
            self._turn = Turn(self._count, (text,))
        self._role = line.role
        self._count += 1
        read_turn = after_provider if line.role == "provider" else after_agent
        self._deal = read_turn(self._before, self._turn)

    def _has_room(self) -> bool:
        texts = self._turn.texts
        return len(texts) < LONGEST_TURN and sum(map(len, texts)) < LONGEST_LINE

    @property
    def quote(self) -> Quote:
        """The estimated and the negotiated price of the conversation so far."""
        estimate, agreement = self._deal.estimate, self._deal.agreement
        agreed_in = agreement.lines if agreement else ()
        shown = estimate.evidence if estimate.value is not None else ()
        return Quote(
            _cents(estimate.value),
            _cents(agreement.value if agreement else None),
            tuple(sorted({*shown, *agreed_in})),
        )

    @property
    def standing(self) -> Decimal | None:
        """The provider's latest firm figure on the table; `None` before there is one."""
        return _cents(self._deal.standing)

    @property
    def refused(self) -> bool:
        """Whether the provider's last line refuses the job or the latest offer.

        A refusal may carry a counter-offer: `standing` tells.
        """
        return self._deal.is_refused


def read(lines: Sequence[Line]) -> Quote:
    """The quote that a whole conversation holds."""
    reader = Reader()
    for line in lines:
        reader.hear(line)
    return reader.quote


def _cents(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(CENT, ROUND_HALF_UP)

"""Listening to a conversation line by line and keeping the state of the deal."""

from collections.abc import Sequence
from decimal import Decimal

from callbackend.reading.conversation import Quote, Utterance, in_cents
from callbackend.reading.judgement.judge import judged
from callbackend.reading.judgement.whole_talk import WholeTalk, whole_talk
from callbackend.reading.negotiation.agent_turn import after_agent
from callbackend.reading.negotiation.deal import Deal
from callbackend.reading.negotiation.provider_turn import after_provider
from callbackend.reading.turns import SILENCE, Turn


class Reader:
    """Listens line by line and knows at any moment what the conversation holds."""

    def __init__(self) -> None:
        self._before = Deal()
        self._deal = Deal()
        self._turn = SILENCE
        self._turns: dict[int, Turn] = {}  # by their first lines

    def hear(self, line: Utterance) -> None:
        """Take in the next utterance."""
        turn = self._turn.then(line)
        if turn.first_line > self._turn.last_line:
            self._before = self._deal.having_heard(self._turn.text)
        self._turn = self._turns[turn.first_line] = turn
        read_turn = after_provider if line.role == "provider" else after_agent
        self._deal = read_turn(self._before, turn)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns so far, in their order."""
        return tuple(self._turns.values())

    @property
    def quote(self) -> Quote:
        """The estimated and the negotiated price of the conversation so far.

        Only words that are known for an agreement make one.
        """
        agreement = self._deal.agreement
        if agreement is None:
            return self.estimate
        return self.estimate.agreed_at(in_cents(agreement.value), agreement.lines)

    @property
    def estimate(self) -> Quote:
        """The same without an agreement."""
        estimate = self._deal.estimate
        if estimate.value is None:
            return Quote(None, None, ())
        return Quote(in_cents(estimate.value), None, tuple(sorted({*estimate.evidence})))

    @property
    def standing(self) -> Decimal | None:
        """The provider's latest firm figure on the table; `None` before there is one."""
        standing = self._deal.standing
        return None if standing is None else in_cents(standing)

    @property
    def is_held(self) -> bool:
        """Whether a price was agreed that the provider holds until the customer decides."""
        return self._deal.agreement is not None and self._deal.agreement.by_hold

    @property
    def refused(self) -> bool:
        """Whether the provider's last line refuses the job or the latest offer.

        A refusal may carry a counter-offer: `standing` tells.
        """
        return self._deal.is_refused


def _whole(reader: Reader) -> WholeTalk:
    return whole_talk(reader.turns, reader.quote, reader.estimate, reader.standing)


def listen(lines: Sequence[Utterance]) -> Quote:
    """The quote of a conversation that goes on: what a `Reader` has made of it so far."""
    return _after(lines).quote


def hear_out(lines: Sequence[Utterance]) -> WholeTalk:
    """A whole conversation, listened to."""
    return _whole(_after(lines))


def read(lines: Sequence[Utterance]) -> Quote:
    """The quote that a whole conversation holds.

    While a call goes on, `Reader` alone tells, and the agent reads a price back until it is sure.
    A conversation that is over, and may be another's, is judged as a whole, too.
    """
    reader = _after(lines)
    if reader.is_held:
        return reader.quote
    return judged(_whole(reader))


def _after(lines: Sequence[Utterance]) -> Reader:
    reader = Reader()
    for line in lines:
        reader.hear(line)
    return reader

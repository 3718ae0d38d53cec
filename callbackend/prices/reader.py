"""Listening to a conversation line by line and keeping the state of the deal."""

from collections.abc import Sequence
from decimal import Decimal

from callbackend.prices.agent_turn import after_agent
from callbackend.prices.conversation import Quote, Role, Utterance, in_cents
from callbackend.prices.deal import Deal, Turn
from callbackend.prices.judge import judged
from callbackend.prices.provider_turn import after_provider
from callbackend.prices.talk import WholeTalk, whole_talk
from callbackend.prices.text import plain

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

    def hear(self, line: Utterance) -> None:
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
    def refused(self) -> bool:
        """Whether the provider's last line refuses the job or the latest offer.

        A refusal may carry a counter-offer: `standing` tells.
        """
        return self._deal.is_refused


def listen(lines: Sequence[Utterance]) -> Quote:
    """The quote of a conversation that goes on: what a `Reader` has made of it so far."""
    return _after(lines).quote


def hear_out(lines: Sequence[Utterance]) -> WholeTalk:
    """A whole conversation, listened to."""
    reader = _after(lines)
    return whole_talk(lines, reader.quote, reader.estimate, reader.standing)


def read(lines: Sequence[Utterance]) -> Quote:
    """The quote that a whole conversation holds.

    While a call goes on, `Reader` alone tells, and the agent reads a price back until it is sure.
    A conversation that is over, and may be another's, is judged as a whole, too.
    """
    return judged(hear_out(lines))


def _after(lines: Sequence[Utterance]) -> Reader:
    reader = Reader()
    for line in lines:
        reader.hear(line)
    return reader

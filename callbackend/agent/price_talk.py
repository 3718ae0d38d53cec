"""The price talk: from "what would you charge" to a price that both sides accepted, or not."""

from decimal import Decimal
from enum import Enum, auto

from callbackend.agent import haggling, phrases
from callbackend.agent.answers import Answers
from callbackend.agent.brief import Brief
from callbackend.agent.discretion import Discretion
from callbackend.agent.listening import Meaning
from callbackend.agent.reply import Reply
from callbackend.reading import Reader
from callbackend.states import Outcome

PRICE_ASKS = 3
COUNTERS = 2
READ_BACKS = 3

# Clarifications in the order in which they matter; each is asked once.
CLARIFICATIONS = {
    Meaning.HOURLY: phrases.ASK_HOURS,
    Meaning.RANGE: phrases.ASK_TOP,
    Meaning.PARTIAL: phrases.ASK_FEES,
}
STANDS_STILL = {Meaning.NO, Meaning.FIRM, Meaning.UNSURE}


class Stage(Enum):
    """How far the price talk is."""

    SEEKING = auto()
    HAGGLING = auto()
    READING_BACK = auto()


class PriceTalk:
    """Decides what to say about the price. The reader has heard the provider's line already."""

    __slots__ = (
        "_answers", "_asked", "_asking", "_best_quote", "_counters", "_discretion", "_limit",
        "_limit_heard", "_offer", "_price", "_price_asks", "_read_backs", "_reader", "_stage",
    )  # fmt: skip

    def __init__(
        self, brief: Brief, reader: Reader, answers: Answers, discretion: Discretion
    ) -> None:
        self._limit = brief.price_limit
        self._best_quote = brief.best_quote
        self._reader = reader
        self._answers = answers
        self._discretion = discretion
        self._limit_heard = False
        self._stage = Stage.SEEKING
        self._asked: set[Meaning] = set()
        self._price_asks = 0
        self._counters = 0
        self._read_backs = 0
        # What they asked last, what we offered last, and what is being read back.
        self._asking = Decimal(0)
        self._offer: Decimal | None = None
        self._price = Decimal(0)

    def hear(self, heard: str) -> None:
        """Note whether the provider names the limit itself; only then may the agent repeat it."""
        self._limit_heard = self._limit_heard or self._discretion.names_limit(heard)

    def answer(self, meanings: set[Meaning]) -> Reply:
        """What to say to an utterance that may be about the price."""
        ask = self._reader.standing
        if self._stage is Stage.READING_BACK:
            return self._hear_back(meanings, ask)
        if ask is None or ask <= 0:
            return self._seek(meanings)
        if self._stage is Stage.SEEKING:
            return self._clarify(meanings) or self._counter(ask)
        return self._haggle(meanings, ask)

    def close(self) -> Reply:
        """Say goodbye in the words that fit what the call has brought."""
        quote = self._reader.quote
        if quote.negotiated_price is not None:
            return Reply(self._pick(phrases.CLOSE_AGREED), done=True)
        if quote.estimated_price is not None:
            return Reply(self._pick(phrases.CLOSE_QUOTED), done=True)
        return Reply(self._pick(phrases.CLOSE_WITHOUT), done=True)

    def _seek(self, meanings: set[Meaning]) -> Reply:
        """No price yet: ask for one, differently each time, a few times."""
        if self._reader.refused and not meanings & {Meaning.YES, Meaning.UNSURE}:
            return Reply(self._pick(phrases.CLOSE_DECLINED), True, Outcome.DECLINED)
        if clarification := self._clarify(meanings):
            return clarification
        if Meaning.UNSURE in meanings:
            return self._close_or_ask(Meaning.UNSURE, phrases.ASK_BALLPARK)
        self._price_asks += 1
        if self._price_asks >= PRICE_ASKS:
            return self.close()
        return Reply(self._pick(phrases.ASK_PRICE_AGAIN, self._price_asks))

    def _clarify(self, meanings: set[Meaning]) -> Reply | None:
        """Make an hourly rate, a range or a part of a price one all-in figure, asking each once."""
        if Meaning.FIGURE in meanings:
            for meaning, questions in CLARIFICATIONS.items():
                if meaning in meanings and meaning not in self._asked:
                    self._asked.add(meaning)
                    return Reply(self._pick(questions))
        return None

    def _close_or_ask(self, meaning: Meaning, questions: tuple[str, ...]) -> Reply:
        """Ask the first time, say goodbye the second."""
        if meaning in self._asked:
            return self.close()
        self._asked.add(meaning)
        return Reply(self._pick(questions))

    def _counter(self, ask: Decimal) -> Reply:
        """Make the first offer: a better quote that there really is, or about a tenth less."""
        self._stage = Stage.HAGGLING
        self._asking = ask
        best = self._best_quote
        if best is not None and best < ask and self._may_offer(best):
            return self._make_offer(phrases.COUNTER_QUOTE, best)
        return self._make_offer(phrases.COUNTER, haggling.first_offer(ask))

    def _make_offer(self, options: tuple[str, ...], offer: Decimal | None) -> Reply:
        """Name the offer; ask openly where it could not be kept, or would tell too much."""
        self._counters += 1
        if offer is None or not self._may_offer(offer):
            self._offer = None
            return Reply(self._pick(phrases.ASK_ROOM, self._counters))
        self._offer = offer
        return Reply(self._pick(options, self._counters).format(offer=phrases.dollars(offer)))

    def _may_offer(self, offer: Decimal) -> bool:
        """Offer nothing that could not be accepted, and never the limit (unless it is a quote)."""
        if offer == self._limit and offer != self._best_quote:
            return False
        return offer > 0 and self._is_within(offer)

    def _is_within(self, price: Decimal) -> bool:
        return self._limit is None or price <= self._limit

    def _haggle(self, meanings: set[Meaning], ask: Decimal) -> Reply:
        """They answered an offer: take it, meet them once more, or settle for what they ask."""
        offer = self._offer
        if offer is not None and (ask <= offer or self._took(offer, meanings)):
            return self._accept(min(ask, offer))
        if Meaning.UNSURE in meanings and Meaning.UNSURE not in self._asked:
            self._asked.add(Meaning.UNSURE)
            return Reply(phrases.CAN_HOLD)
        has_moved = ask < self._asking
        self._asking = ask
        if has_moved and not meanings & STANDS_STILL and self._counters < COUNTERS:
            middle = haggling.next_offer(ask, offer) if offer is not None else None
            if middle is not None or not self._is_within(ask):
                return self._make_offer(phrases.COUNTER_AGAIN, middle)
        return self._settle(ask, meanings)

    def _took(self, offer: Decimal, meanings: set[Meaning]) -> bool:
        """Whether they took the offer: the reader says so, or a yes that names no other figure."""
        if self._reader.quote.negotiated_price == offer:
            return True
        return Meaning.YES in meanings and not meanings & (STANDS_STILL | {Meaning.FIGURE})

    def _settle(self, ask: Decimal, meanings: set[Meaning]) -> Reply:
        """The price will not move any more: take it if the customer can, else thank and go."""
        if Meaning.UNSURE in meanings or not self._is_within(ask):
            return self.close()
        return self._accept(ask)

    def _accept(self, price: Decimal) -> Reply:
        self._stage = Stage.READING_BACK
        self._price = price
        self._read_backs += 1
        return Reply(self._pick(phrases.ACCEPT, self._read_backs).format(price=self._named(price)))

    def _named(self, price: Decimal) -> str:
        """The price as it may be read back: the very limit only if they were first to say it."""
        if price == self._limit != self._best_quote and not self._limit_heard:
            return phrases.THAT_TOTAL
        return phrases.dollars(price)

    def _hear_back(self, meanings: set[Meaning], ask: Decimal | None) -> Reply:
        """They answered the read-back: a yes ends the call, another price is another read-back."""
        if self._reader.quote.negotiated_price == self._price and Meaning.YES in meanings:
            return self.close()
        has_changed = ask is not None and ask > 0 and ask not in (self._price, self._asking)
        if self._read_backs >= READ_BACKS:
            return self.close()
        if has_changed and ask is not None:
            self._asking = ask
            return self._settle(ask, meanings)
        if meanings & STANDS_STILL:
            return self.close()
        if Meaning.YES in meanings:
            return self.close()
        self._read_backs += 1
        return Reply(phrases.CONFIRM_AGAIN.format(price=self._named(self._price)))

    def _pick(self, options: tuple[str, ...], salt: int = 0) -> str:
        return self._answers.pick(options, salt)

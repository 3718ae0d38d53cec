"""What people do whose file says nothing special: ask what it is, name a price, haggle, hold it."""

import re
from collections.abc import Callable
from decimal import Decimal

from evals.partners.bargain import Haggler, Kind, Push
from evals.partners.book import Book
from evals.partners.hearing import Meaning, Understood
from evals.partners.markup import remark
from evals.partners.partner import Partner, Scene

# How often somebody says "what is it you need?", asks a question, and says nothing to the point.
ASKED_FOR_THE_JOB = 3
IDLE = 3
SAME_QUOTE = 2
LONG_ENOUGH = 4
OF_A_PRICE = (Meaning.PIN, Meaning.PRICE, Meaning.OPTION)


class Dealing:
    """The usual reactions of the person in a scene; `react` gives the line as it is written."""

    def __init__(
        self, partner: Partner, scene: Scene, book: Book, phrase: Callable[[str], str]
    ) -> None:
        self._partner, self._scene, self._book, self._phrase = partner, scene, book, phrase
        self._haggler = Haggler(partner.terms) if partner.terms else None
        self._asked = self._idle = self._question = self._quotes = self._again = 0
        self._is_asking = self._has_asked_twice = False

    def react(self, understood: Understood) -> str:
        """The line of somebody who has heard this."""
        for step in (self._farewell, self._job, self._questions, self._quote, self._prices):
            line = step(understood)
            if line is not None:
                return line
        self._idle += 1
        return self._phrase("idle") if self._idle < IDLE else f"{self._phrase('bye')} [end]"

    def means(self, name: str, understood: Understood) -> bool:
        """Whether a line is what a scene's `on` calls so."""
        match name:
            case "anything":
                return True
            case "silence":
                return not understood.text.strip()
            case "offer":
                return self.offer_in(understood) is not None
            case "hold":
                return self._asks_to_hold(understood)
            case "push":
                return self.offer_in(understood) is not None or understood.has(Meaning.ROOM)
        if name in OF_A_PRICE and not self._can_be_asked_about(understood):
            return False
        return understood.has(Meaning(name))

    def _can_be_asked_about(self, understood: Understood) -> bool:
        """Whether a question can be about a price that was named.

        Whoever asks to keep a price asks that, however much else is in the sentence.
        """
        if self._book.standing is not None:
            return not self._asks_to_hold(understood)
        return self._quotes > 0

    def offer_in(self, understood: Understood) -> Decimal | None:
        """The amount that the agent proposes, if there is one.

        It is a figure that they never said, or a low one of theirs (the lower end of a range) that
        the agent would like to have, not one that it has heard wrongly and reads back.
        """
        theirs = self._book.said | self._book.misheard
        new = [it for it in understood.amounts if it not in theirs]
        if not new and understood.has(Meaning.OFFER) and not understood.has(Meaning.HOLD):
            standing = self._book.standing or 0
            new = [it for it in understood.amounts if it < standing]
        return new[-1] if new else None

    def _asks_to_hold(self, understood: Understood) -> bool:
        """Whether to keep the price that stands, or any where none does."""
        standing, amounts = self._book.standing, understood.amounts
        is_right = standing is None or not amounts or standing in amounts
        return is_right and understood.has(Meaning.HOLD)

    def _farewell(self, understood: Understood) -> str | None:
        if understood.has(Meaning.GOODBYE) and not understood.asks:
            return f"{self._phrase('bye')} [end]"
        return None

    def _job(self, understood: Understood) -> str | None:
        if not self._scene.needs_job or self._scene.person in self._book.told:
            return None
        self._asked += 1
        if self._asked > ASKED_FOR_THE_JOB:
            return f"{self._phrase('no_job')} [end]"
        return self._phrase("needs_job")

    def _questions(self, understood: Understood) -> str | None:
        """The next question, the same one once more, or none when all are done."""
        asks = self._scene.asks
        if self._is_asking and not self._is_answered(understood):
            if not self._has_asked_twice:
                self._has_asked_twice = True
                return f"{self._phrase('asks_again')} {asks[self._question].again}"
            self._book.unanswered.append(asks[self._question].say)
        if self._is_asking:
            self._question += 1
        self._is_asking = self._question < len(asks)
        self._has_asked_twice = False
        return asks[self._question].say if self._is_asking else None

    def _is_answered(self, understood: Understood) -> bool:
        question, text = self._scene.asks[self._question], understood.text.lower()
        if question.may_not_know and understood.has(Meaning.DONT_KNOW):
            return True
        return not question.wants or any(_has_word(text, want) for want in question.wants)

    def _quote(self, understood: Understood) -> str | None:
        """The next of the things that this person has to say about the price, until one is firm."""
        if self._book.standing is not None or not (self._scene.quotes or self._haggler):
            return None
        quotes = self._scene.quotes or (self._phrase("quote"),)
        is_about_it = understood.asks or understood.amounts or understood.has(Meaning.PRICE)
        if self._quotes and not is_about_it:
            return None
        self._quotes += 1
        if self._quotes <= len(quotes):
            return self._with_assent(self._with_price(quotes[self._quotes - 1]), understood)
        self._again += 1
        return quotes[-1] if self._again <= SAME_QUOTE else f"{self._phrase('fed_up')} [angry][end]"

    def _with_price(self, written: str) -> str:
        terms = self._partner.terms
        if terms and self._book.first is None and "{price}" in written:
            return f"{written} [price={terms.price}]"
        return written

    def _with_assent(self, written: str, understood: Understood) -> str:
        """A price that is confirmed to somebody who asks to hold this very price is held."""
        prices = [step.amount for step in remark(written).steps if step.name == "price"]
        is_yes = understood.has(Meaning.HOLD) and prices and prices[-1] in understood.amounts
        return f"{written} [held]" if is_yes else written

    def _prices(self, understood: Understood) -> str | None:
        """What is said to somebody who talks about the price that stands."""
        standing, offer = self._book.standing, self.offer_in(understood)
        if standing is None:
            return None
        if self._asks_to_hold(understood):
            return f"{self._phrase('hold')} [held]"
        if offer is not None and offer > standing and not understood.has(Meaning.RIVAL):
            return self._phrase("correct")
        if offer is not None:
            self._book.offered.append(offer)
            return self._bargain(standing, Push(offer, understood.has(Meaning.RIVAL)))
        if understood.has(Meaning.ROOM, Meaning.RIVAL):
            return self._bargain(standing, Push(None, understood.has(Meaning.RIVAL)))
        if understood.amounts and standing not in understood.amounts:
            return self._phrase("correct")
        if understood.amounts:
            return self._phrase("right")
        if understood.has(Meaning.PIN):
            return self._phrase("everything")
        if understood.has(Meaning.PRICE, Meaning.REPEAT, Meaning.WAIT):
            return self._phrase("again")
        return None

    def _bargain(self, standing: Decimal, push: Push) -> str:
        if self._haggler is None:
            return self._phrase("firm")
        answer = self._haggler.answer(standing, push)
        line = self._phrase(answer.kind)
        if answer.kind is Kind.FED_UP:
            return f"{line} [angry][end]"
        if answer.kind is Kind.FIRM:
            return line
        return f"{line} [price={answer.price}]"


def _has_word(text: str, word: str) -> bool:
    """Whether a word begins so; a short one ("no", "ai") has to be whole."""
    end = r"\b" if len(word) < LONG_ENOUGH else ""
    return re.search(rf"\b{re.escape(word)}{end}", text) is not None

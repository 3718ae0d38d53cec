"""What must hold when a talk is over, and what of it does not."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from evals.partners.falsehoods import falsehoods
from evals.partners.faults import Fault, Finding
from evals.partners.talking import Conversation

# No sentence may be said so often; a single word ("Okay.") may.
TOO_OFTEN = 3
BETWEEN_SENTENCES = re.compile(r"(?<=[.?!])\s+")
WITH_A_PRICE = ("agreed", "quoted")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A conversation, what is wrong about it, and the share of the discount that it won.

    The share is none where there was no discount to win.
    """

    talk: Conversation
    findings: tuple[Finding, ...]
    won: Decimal | None

    @property
    def has_passed(self) -> bool:
        """Whether everything holds."""
        return not self.findings

    @property
    def prices_are_right(self) -> bool:
        """Whether the record says of the prices what the partner says."""
        of_prices = (Fault.FALSE_PRICE, Fault.FALSE_AGREEMENT, Fault.MISSED_PRICE)
        return not any(finding.fault in of_prices for finding in self.findings)


def judge(talk: Conversation) -> Verdict:
    """Everything that is wrong about a talk."""
    return Verdict(talk, (*_of_words(talk), *_of_prices(talk), *_of_manners(talk)), _won(talk))


def agreed_price(talk: Conversation) -> Decimal | None:
    """What both sides agreed on by the partner's book; above the limit nothing is."""
    held, limit = talk.book.held, talk.partner.limit
    return None if held is not None and limit is not None and held > limit else held


def _of_words(talk: Conversation) -> Iterator[Finding]:
    yield from falsehoods(talk)
    said = Counter(
        sentence.strip().lower()
        for exchange in talk.exchanges
        for sentence in BETWEEN_SENTENCES.split(exchange.say)
        if " " in sentence.strip()
    )
    for sentence, times in said.items():
        if times >= TOO_OFTEN:
            yield Finding(Fault.LOOP, f"says {times} times: {sentence}")


def _of_prices(talk: Conversation) -> Iterator[Finding]:
    expected, recorded, book = talk.partner.expected, talk.recorded, talk.book
    for name, amount, price, booked in (
        ("estimated_price", expected.estimated, recorded.estimated_price, book.first),
        ("last_offer", expected.last_offer, recorded.last_offer, book.standing),
    ):
        if not amount.allows(price, booked):
            fault = Fault.MISSED_PRICE if price is None else Fault.FALSE_PRICE
            yield Finding(fault, f"{name} is {price}; by the partner it is {booked}")
    agreed, recorded_as = agreed_price(talk), recorded.negotiated_price
    if recorded_as != agreed:
        fault = Fault.MISSED_PRICE if recorded_as is None else Fault.FALSE_AGREEMENT
        yield Finding(fault, f"negotiated_price is {recorded_as}; by the partner it is {agreed}")


def _of_manners(talk: Conversation) -> Iterator[Finding]:
    expected, recorded, book = talk.partner.expected, talk.recorded, talk.book
    if recorded.outcome not in expected.outcomes:
        wanted = " or ".join(expected.outcomes)
        yield Finding(Fault.OUTCOME, f"the outcome is {recorded.outcome}, not {wanted}")
    if expected.hears_job and book.untold:
        yield Finding(Fault.JOB, f"never told what the job is: {', '.join(book.untold)}")
    for question in book.unanswered:
        yield Finding(Fault.QUESTION, question)
    if len(talk.exchanges) - 1 > expected.turns:
        yield Finding(Fault.TOO_LONG, f"{len(talk.exchanges) - 1} turns of {expected.turns}")
    if not recorded.is_done:
        yield Finding(Fault.TOO_LONG, "the agent never ended the call")
    if book.is_angry:
        yield Finding(Fault.ANGER, "the partner lost patience")


def _won(talk: Conversation) -> Decimal | None:
    """The share between 0 and 1 of what could be reached with this partner.

    It counts what was brought home: the agreed price, else the last one, if it is on record.
    """
    terms, recorded = talk.partner.terms, talk.recorded
    if terms is None or terms.price == terms.floor:
        return None
    price = recorded.negotiated_price or recorded.last_offer
    if price is None or recorded.outcome not in WITH_A_PRICE or price != talk.book.standing:
        return Decimal(0)
    share = (terms.price - price) / (terms.price - terms.lowest)
    return min(max(share, Decimal(0)), Decimal(1))

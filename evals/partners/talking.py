"""Has a partner and the agent talk with each other, to the end."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evals.partners.book import Book
from evals.partners.lines import Agent
from evals.partners.partner import Partner
from evals.partners.person import Person

# After the partner has hung up: how many silences the agent may take to notice.
SILENCES = 4
# Nobody talks longer than this, whatever a partner allows.
TURNS = 60


class Broken(RuntimeError):
    """The agent answered a message of the protocol with an error."""


@dataclass(frozen=True, slots=True)
class Known:
    """What had been said when the agent spoke: all figures, and the price that stood."""

    said: frozenset[Decimal]
    offered: frozenset[Decimal]
    misheard: frozenset[Decimal]
    standing: Decimal | None
    sums: Book


@dataclass(frozen=True, slots=True)
class Exchange:
    """A line of the partner (none before the first), and what the agent made of it."""

    heard: str | None
    say: str
    press: str | None
    move: str | None
    known: Known


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the call brings, by the agent's own account."""

    is_done: bool
    outcome: str | None
    estimated_price: Decimal | None
    negotiated_price: Decimal | None
    last_offer: Decimal | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A talk that is over: what was said, what was recorded, and the partner's account."""

    partner: Partner
    exchanges: tuple[Exchange, ...]
    recorded: Recorded
    book: Book


def talk_with(partner: Partner, agent: Agent, person: Person | None = None) -> Conversation:
    """The whole conversation of one partner; `person` is for who wants to look into its head."""
    person = person or Person(partner)
    answer = _sent(agent, {"name": partner.name, "brief": dict(partner.brief)})
    exchanges = [_exchange(None, answer, person.book)]
    silences = 0
    while not answer["done"] and len(exchanges) <= TURNS and silences < SILENCES:
        silences += person.book.is_over
        heard = person.answer(answer["say"] or "", answer.get("press"))
        answer = _sent(agent, {"heard": heard})
        exchanges.append(_exchange(heard, answer, person.book))
    return Conversation(partner, tuple(exchanges), _recorded(answer), person.book)


def _sent(agent: Agent, message: dict[str, Any]) -> dict[str, Any]:
    answer = agent.send(message)
    if "error" in answer:
        raise Broken(f"{message}: {answer['error']}")
    return answer


def _exchange(heard: str | None, answer: dict[str, Any], book: Book) -> Exchange:
    known = Known(
        frozenset(book.said),
        frozenset(book.offered),
        frozenset(book.misheard),
        book.standing,
        Book(said=set(book.said)),
    )
    move = answer.get("move")
    return Exchange(heard, answer["say"] or "", answer.get("press"), move and str(move), known)


def _recorded(answer: dict[str, Any]) -> Recorded:
    prices = (_price(answer.get(f)) for f in ("estimated_price", "negotiated_price", "last_offer"))
    return Recorded(bool(answer["done"]), answer.get("outcome"), *prices)


def _price(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))

"""Whole conversations in memory: the agent on one side, a simulated business on the other."""

from dataclasses import dataclass, field
from typing import Any

from callbackend.agent.brief import Brief
from callbackend.agent.negotiator import Negotiator
from callbackend.lines.base import Ticket, line_of
from callbackend.lines.simulated.business import Books, Business
from callbackend.lines.simulated.character import Character, character_of
from callbackend.reading import Utterance
from callbackend.states import Outcome

# A conversation that is still going after so many turns never ends.
ENDLESS = 60
PLACES = ("Harbor", "Oak Hill", "Mission", "Valley", "Summit", "Bayside", "Redwood", "Alder")
TRADING_AS = ("Services", "Brothers", "& Sons", "Works", "Company", "Pros", "Partners")


@dataclass(frozen=True)
class Conversation:
    lines: tuple[Utterance, ...]
    outcome: Outcome | None
    negotiator: Negotiator
    character: Character
    books: Books = field(default_factory=Books)

    @property
    def agent(self) -> list[str]:
        return [line.text for line in self.lines if line.role == "agent"]

    @property
    def provider(self) -> list[str]:
        return [line.text for line in self.lines if line.role == "provider"]

    def __str__(self) -> str:
        return "\n".join(f"{line.role.title()}: {line.text}" for line in self.lines)


# Lines that an agent takes as they are meant, and the reader of transcripts does not (yet).
UNREAD = (
    "on sneakers",
    "in repairs",
    "keep that price for you",
    "se lo mantengo",
    "one do they want?",
    "so which one?",
)


def is_read(conversation: "Conversation") -> bool:
    """Whether the reader of transcripts knows all that is said in it."""
    said = " ".join(conversation.provider).lower()
    return not any(line in said for line in UNREAD)


def business_name(index: int) -> str:
    """A name for the business of this number, none like its neighbours'."""
    first, second = divmod(index, len(TRADING_AS))
    return f"{PLACES[first % len(PLACES)]} {TRADING_AS[second]}"


def ticket_of(phone: str, brief: Brief, name: str = "Reliable Services", **changes: Any) -> Ticket:
    """What the line knows of a call to this number for this job."""
    return Ticket("call", phone, name, brief.task, brief.problem, brief.answers, **changes)


def converse(
    phone: str, brief: Brief, name: str = "Reliable Services", **changes: Any
) -> Conversation:
    """What is said when this number is rung, whether or not it would be answered."""
    return converse_with(character_of(ticket_of(phone, brief, name, **changes)), brief, name)


def converse_with(
    character: Character, brief: Brief, name: str = "Reliable Services"
) -> Conversation:
    """What is said when somebody of this character is rung."""
    business = Business(character, name)
    negotiator = Negotiator(brief, name)
    lines: list[Utterance] = []
    turn = negotiator.turn(None)
    while not turn.done and len(lines) < ENDLESS:
        lines.append(Utterance("agent", line_of(turn.press) if turn.press else turn.say))
        heard = business.press(turn.press) if turn.press else business.reply(turn.say)
        lines.append(Utterance("provider", heard))
        turn = negotiator.turn(heard)
    if turn.say:
        lines.append(Utterance("agent", turn.say))
    return Conversation(tuple(lines), turn.outcome, negotiator, character, business.books)


def talk(brief: Brief, *heard: str) -> list[str]:
    """What the agent says to these words, from its opening on."""
    negotiator = Negotiator(brief, "Reliable Services")
    return [negotiator.turn(None).say, *(negotiator.turn(words).say for words in heard)]

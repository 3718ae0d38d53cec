"""Whole conversations in memory: the agent on one side, a simulated business on the other."""

from dataclasses import dataclass

from callbackend.agent.brief import Brief
from callbackend.agent.negotiator import Negotiator
from callbackend.lines.base import Ticket
from callbackend.lines.simulated.business import Business
from callbackend.lines.simulated.character import Character, character_of
from callbackend.reading import Utterance
from callbackend.states import Outcome

# A conversation that is still going after so many turns never ends.
ENDLESS = 60


@dataclass(frozen=True)
class Conversation:
    lines: tuple[Utterance, ...]
    outcome: Outcome | None
    negotiator: Negotiator
    character: Character

    @property
    def agent(self) -> list[str]:
        return [line.text for line in self.lines if line.role == "agent"]

    @property
    def provider(self) -> list[str]:
        return [line.text for line in self.lines if line.role == "provider"]

    def __str__(self) -> str:
        return "\n".join(f"{line.role.title()}: {line.text}" for line in self.lines)


def converse(phone: str, brief: Brief, name: str = "Reliable Services") -> Conversation:
    """What is said when this number is rung, whether or not it would be answered."""
    character = character_of(Ticket("call", phone, name, brief.task, brief.problem))
    business = Business(character, name)
    negotiator = Negotiator(brief, name)
    lines: list[Utterance] = []
    turn = negotiator.turn(None)
    while not turn.done and len(lines) < ENDLESS:
        lines.append(Utterance("agent", turn.say))
        lines.append(Utterance("provider", business.reply(turn.say)))
        turn = negotiator.turn(lines[-1].text)
    if turn.say:
        lines.append(Utterance("agent", turn.say))
    return Conversation(tuple(lines), turn.outcome, negotiator, character)


def talk(brief: Brief, *heard: str) -> list[str]:
    """What the agent says to these words, from its opening on."""
    negotiator = Negotiator(brief, "Reliable Services")
    return [negotiator.turn(None).say, *(negotiator.turn(words).say for words in heard)]

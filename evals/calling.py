"""One simulated call from the dialling to its end, without processes: only its clock is made up."""

from collections import deque
from dataclasses import dataclass, field
from decimal import Decimal

from callbackend.agent.brief import Brief
from callbackend.agent.moves import MoveType
from callbackend.agent.negotiator import Negotiator
from callbackend.agent.reply import Reply
from callbackend.lines.base import Ended, Heard, LineEvent, Ringing, Ticket
from callbackend.lines.simulated.character import Character, character_of
from callbackend.lines.simulated.kinds import Fate, Pricing
from callbackend.lines.simulated.line import SimulatedLine
from callbackend.states import Outcome

CALL_SECONDS = 20.0  # The default of SIMULATED_CALL_SECONDS.
PRICED = (Outcome.AGREED, Outcome.QUOTED)
# Whoever names two prices, or one with the last word, bargains with nobody.
BARGAINS_NOT = (Pricing.OPTIONS, Pricing.LAST_WORD)


@dataclass(frozen=True, slots=True)
class Call:
    """What came of one call: `price` is the one that stands, as the API tells it.

    Of who bargains, `floor` is the price below which they do not go, whatever is said.
    """

    price: Decimal | None
    cites: bool
    turns: int
    seconds: float
    floor: Decimal | None
    lines: tuple[str, ...]


def call(ticket: Ticket, brief: Brief) -> Call:
    """Ring whoever the ticket is for, and talk until the line is down."""
    talking = _Talking(ticket, Negotiator(brief, ticket.business_name, SimulatedLine.manner.notice))
    while not talking.is_over:
        talking.go_on()
    moves = [reply.move or "" for reply in talking.replies]
    return Call(
        price=_price_of(talking),
        cites=any(move.startswith(MoveType.CITE_QUOTE) for move in moves),
        turns=len(moves),
        seconds=talking.now,
        floor=_floor(character_of(ticket)),
        lines=tuple(talking.lines),
    )


@dataclass(slots=True)
class _Talking:
    """A call that goes on. The line reports what comes, and after how many seconds."""

    ticket: Ticket
    negotiator: Negotiator
    line: SimulatedLine = field(default_factory=lambda: SimulatedLine(CALL_SECONDS))
    coming: deque[tuple[float, LineEvent]] = field(default_factory=deque)
    replies: list[Reply] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    now: float = 0.0
    is_over: bool = False

    def __post_init__(self) -> None:
        self.line.dial(self.ticket, self._report)

    def go_on(self) -> None:
        """Let the next thing happen."""
        self.now, event = self.coming.popleft()
        if isinstance(event, Ended):
            self.is_over = True
        elif not isinstance(event, Ringing):
            self._answer(event.text if isinstance(event, Heard) else None)

    def _report(self, call_id: str, event: LineEvent, after: float = 0.0) -> None:
        self.coming.append((self.now + after, event))

    def _answer(self, heard: str | None) -> None:
        reply = self.negotiator.turn(heard)
        self.replies.append(reply)
        self.lines += [f"Provider: {heard}"] if heard else []
        self.lines += [f"Agent: {reply.say}"] if reply.say else []
        if reply.press:
            self.line.press(self.ticket.call_id, reply.press)
        else:
            self.line.say(self.ticket.call_id, reply.say, last=reply.done)


def _price_of(talking: _Talking) -> Decimal | None:
    """What was agreed, else their last price, else their first; none of a call without one."""
    if not talking.replies or talking.replies[-1].outcome not in PRICED:
        return None
    found = talking.negotiator.findings
    return found.negotiated_price or found.last_offer or found.estimated_price


def _floor(character: Character) -> Decimal | None:
    """Down to where they would come, by their books and not by what was said."""
    is_talking = character.fate is Fate.QUOTES and character.pricing not in BARGAINS_NOT
    bargains = is_talking and character.floor < character.list_price
    return Decimal(character.floor) if bargains else None

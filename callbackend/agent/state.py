"""What the agent knows of a conversation so far: who was told what, and where the price stands."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from callbackend.agent.moves import ASKS_FOR_A_PRICE, OFFERS, LegalMove, MoveType, Pin
from callbackend.agent.result import MoveKind, Note, PriceMove, Side

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Named:
    """A price that was named, by whom and in which line."""

    by: Side
    price: Decimal
    turn: int
    is_agreed: bool = False


@dataclass(slots=True)
class PriceTalk:
    """The price talk. `named` holds all that stands; what is taken back is taken out."""

    limit: Decimal | None
    best_quote: Decimal | None
    named: list[Named] = field(default_factory=list)
    # A figure that nobody stands by yet: a range's upper end, "around 300", a sum of parts.
    tentative: Decimal | None = None
    tentative_turn: int = 0
    first: Decimal | None = None
    agreed: Decimal | None = None
    # Ours that they took, and that has to be read back.
    taken: Decimal | None = None
    # Ours that they said back as nobody does who takes it: only a plain yes takes it now.
    doubted: Decimal | None = None
    is_firm: bool = False
    is_last_word: bool = False
    in_cash: bool = False
    has_moved: bool = False
    # How often they have refused without moving, since they last moved.
    stood: int = 0
    # What is tentative is a range's upper end, and whether they chose among options themselves.
    is_range: bool = False
    is_chosen: bool = False
    rounds: int = 0
    rooms: int = 0
    cited: bool = False
    pinned: set[Pin] = field(default_factory=set)
    options: list[tuple[str, Decimal]] = field(default_factory=list)
    visit_fee: Decimal | None = None
    visit_day: str = ""
    visits: int = 0
    read_backs: int = 0
    read_back_line: int = 0

    @property
    def standing(self) -> Decimal | None:
        """Their latest price on the table."""
        theirs = [one.price for one in self.named if one.by == "provider"]
        return theirs[-1] if theirs else None

    @property
    def offer(self) -> Decimal | None:
        """Our latest offer."""
        ours = [one.price for one in self.named if one.by == "agent"]
        return ours[-1] if ours else None

    @property
    def estimated(self) -> Decimal | None:
        """The first firm price that they named; what nobody stood by counts where there is none."""
        return self.first if self.first is not None else self.tentative

    def is_within(self, price: Decimal) -> bool:
        """Whether the customer can pay that."""
        return self.limit is None or price <= self.limit

    def name(self, by: Side, price: Decimal, turn: int) -> None:
        """Note a price, unless it only repeats what that side named last."""
        last = self.standing if by == "provider" else self.offer
        if price == last:
            return
        if by == "provider":
            self.has_moved = last is not None and price < last
            if self.first is None or self.rounds == 0:
                self.first = price
        self.named.append(Named(by, price, turn))

    def take_back(self) -> None:
        """Take out what they named last."""
        for index in range(len(self.named) - 1, -1, -1):
            if self.named[index].by == "provider":
                del self.named[index]
                break
        self.taken = self.agreed = self.tentative = None
        if self.standing is None:
            self.first = None

    def drop(self, fee: Decimal) -> None:
        """What was taken for a price of the work, and is what a visit costs."""
        self.named = [one for one in self.named if one.by == "agent" or one.price != fee]
        if self.tentative == fee:
            self.tentative = None
        if self.first == fee:
            self.first = next((one.price for one in self.named if one.by == "provider"), None)

    def moves(self) -> tuple[PriceMove, ...]:
        """Every price in its order, and what it was."""
        theirs = [one for one in self.named if one.by == "provider" and not one.is_agreed]
        told = []
        for one in sorted(self.named, key=lambda one: one.turn):
            kind = MoveKind.COUNTER
            if one.is_agreed:
                kind = MoveKind.AGREED
            elif theirs and one is theirs[0]:
                kind = MoveKind.FIRST
            elif theirs and one is theirs[-1]:
                kind = MoveKind.LAST
            told.append(PriceMove(one.by, kind, one.price, one.turn))
        return tuple(told)


@dataclass(slots=True)
class State:
    """One conversation."""

    price: PriceTalk
    # Words of what the job is about.
    job: frozenset[str] = frozenset()
    # The question of ours that is open, and lines of the transcript, of both sides.
    open: LegalMove | None = None
    lines: int = 0
    spoken: int = 0
    is_over: bool = False
    # A machine asks who calls and why, before it lets a person know.
    is_screened: bool = False
    # They have been told who calls.
    has_opened: bool = False
    # A machine answered and no person has spoken yet.
    is_menu: bool = False
    keys: list[str] = field(default_factory=list)
    holds: int = 0
    is_holding: bool = False
    # Something else was said since the open question: a bare yes may no longer mean it.
    is_stale: bool = False
    silences: int = 0
    asks: int = 0
    told: int = 0
    corrections: int = 0
    repeats: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)

    @property
    def offered(self) -> Decimal | None:
        """Our figure that they answer, if the open question holds one."""
        if self.open is not None and self.open.kind in OFFERS:
            return self.open.amount
        return None

    @property
    def read_back(self) -> Decimal | None:
        """The price that they are asked to hold."""
        if self.open is not None and self.open.kind is MoveType.READ_BACK:
            return self.open.amount
        return None

    @property
    def is_price_asked(self) -> bool:
        """Whether a bare figure would answer us."""
        kinds = ASKS_FOR_A_PRICE | OFFERS | {MoveType.ASK_ROOM, MoveType.READ_BACK}
        return self.open is not None and self.open.kind in kinds

"""How the hostile call backend misbehaves, and what becomes of each call: all by the seed."""

import random
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

# Misbehaviour before a call is stored: nothing was dialled.
REFUSALS = ("refuse_429", "refuse_503", "rest_503")
# What it refuses for good by the key, with 422: whose fault it is, says the code.
CODES = ("number_refused", "never_dial", "bad_request")
REST_SECONDS = 31  # The shortest wait that no task may wait.
BEFORE = (*REFUSALS, "proxy_503", "crash_500", "hang", "drop", "garbage")
# Misbehaviour once it is stored: the client does not learn of it.
AFTER = ("dialled_drop", "dialled_hang", "dialled_garbage", "dialled_slow")
DEATHS = ("stored_die", "dialled_die")
READING = ("refuse_503", "proxy_503", "crash_500", "drop", "garbage")
CALLBACKS = (
    (),
    ("now",),
    ("now", "now"),
    ("late",),
    ("now", "older"),
    ("wrong", "now"),
    ("forged", "now"),
    ("forged",),
    ("older", "late", "late"),
)
OUTCOMES = {
    "agreed": 8,
    "quoted": 4,
    "visit_only": 1,
    "no_agreement": 2,
    "declined": 2,
    "voicemail": 2,
    "no_answer": 2,
    "busy": 1,
    "opted_out": 1,
    "invalid_number": 1,
    "error": 1,
}
NUL = "\0"  # Valid in JSON; Postgres cannot keep it.
LONG_CALL_SECONDS = 3600.0


@dataclass(frozen=True)
class Fate:
    """How long a call lasts, and how it ends."""

    seconds: float
    outcome: str
    estimated_price: float | None
    last_offer: float | None
    negotiated_price: float | None
    notes: list[dict[str, Any]]
    moves: list[dict[str, Any]]
    transcript: list[dict[str, str]]

    def end(self) -> dict[str, Any]:
        """The fields of the contract's call object that this decides."""
        return {name: value for name, value in asdict(self).items() if name != "seconds"}


class Manners:
    """Decides by the seed. It behaves well where the file `faults` does not exist.

    `refuses`: some numbers are refused for good, and some people opt out, of all jobs.
    """

    def __init__(
        self, seed: str, faults: Path, long_calls: float = 0.0, refuses: bool = False
    ) -> None:
        self.seed = seed
        self.faults = faults
        self.long_calls = long_calls
        self.refuses = refuses

    @property
    def hostile(self) -> bool:
        """Whether it misbehaves now."""
        return self.faults.exists()

    def dice(self, *what: object) -> random.Random:
        """Always the same dice for the same thing."""
        return random.Random(":".join(map(str, (self.seed, *what))))

    def for_post(self, key: str, turn: int) -> str | None:
        """What goes wrong with the `turn`th post of this key."""
        if not self.hostile:
            return None
        dice = self.dice("post", key, turn)
        if dice.random() < 0.03:
            return dice.choice(DEATHS)
        return dice.choice(dice.choice((BEFORE, AFTER))) if dice.random() < 0.35 else None

    def code(self, key: str) -> str | None:
        """Why a call is refused for good, however often it is asked for."""
        dice = self.dice("code", key)
        return dice.choice(CODES) if self.refuses and dice.random() < 0.06 else None

    def for_reading(self, turn: int) -> str | None:
        """What goes wrong with a look at calls."""
        dice = self.dice("reading", turn)
        if not self.hostile or dice.random() > 0.15:
            return None
        return "hang" if dice.random() < 0.1 else dice.choice(READING)

    def for_callbacks(self, key: str) -> tuple[str, ...]:
        """Which callbacks the end of a call causes."""
        return self.dice("callbacks", key).choice(CALLBACKS) if self.hostile else ("now",)

    def fate(self, key: str) -> Fate:
        """Decided by the key alone, so that a restart changes nothing."""
        dice = self.dice("fate", key)
        seconds = dice.uniform(0.5, 3)
        if dice.random() < self.long_calls:
            seconds = LONG_CALL_SECONDS  # It outlasts its deadline, and must be hung up.
        outcome = dice.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
        if outcome == "opted_out" and not self.refuses:
            outcome = "declined"
        first = round(dice.uniform(80, 900), 2)
        estimated = first if outcome in ("agreed", "quoted") else None
        last = estimated and round(first * 0.9, 2)
        negotiated = last if outcome == "agreed" else None
        words = f"This is call {dice.getrandbits(64):x} – grüß Gott \N{TELEPHONE RECEIVER}{NUL}."
        transcript = [
            {"role": "agent", "text": words, "at": "2025-12-10T10:00:00Z"},
            {"role": "provider", "text": f"{first} dollars.", "at": "2025-12-10T10:00:01Z"},
        ]
        notes = [{"kind": "visit", "text": f"It's {first}.{NUL}", "price": first, "turn": 1}]
        moves = [{"by": "provider", "kind": "last", "price": last, "turn": 1}] if last else []
        return Fate(seconds, outcome, estimated, last, negotiated, notes, moves, transcript)

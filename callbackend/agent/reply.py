"""What the agent does next."""

from dataclasses import dataclass

from callbackend.states import Outcome


@dataclass(frozen=True, slots=True)
class Reply:
    """Speak (or not, when `say` is empty), and whether the call is over with that."""

    say: str
    done: bool = False
    # Of a call that is over; None leaves it to the prices.
    outcome: Outcome | None = None
    # A key to press on the telephone, and what the agent has decided to do, for whoever looks on.
    press: str | None = None
    move: str | None = None
    # Who calls, or the price that they are asked to agree to: they must hear the whole of it.
    must_be_heard: bool = False
    # They have asked for time.
    grants_time: bool = False
    language: str = "en"

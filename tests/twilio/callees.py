"""Who picks up: people and machines, by what they do when they hear the agent.

Each is a function of what the agent has said, written from the callee's side: it reacts to what is
meant ("a price?", "hold it?"), not to sentences of ours.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

DOLLARS = re.compile(r"\$([0-9,]+)")


@dataclass(frozen=True)
class Says:
    """Words; `over`: while the agent still speaks, after a second of it."""

    text: str
    over: bool = False


@dataclass(frozen=True)
class Cuts:
    """Cuts the agent off after so many of its words, and says this."""

    after_words: int
    text: str


@dataclass(frozen=True)
class Presses:
    """A key."""

    key: str


@dataclass(frozen=True)
class HangsUp:
    """Ends the call."""


@dataclass(frozen=True)
class LosesSocket:
    """The network between carrier and us breaks; the person stays."""


@dataclass(frozen=True)
class SendsRubbish:
    """Frames that no carrier should send."""


@dataclass(frozen=True)
class Waits:
    """So many seconds of silence, as the person feels them."""

    seconds: float


Act = Says | Cuts | Presses | HangsUp | LosesSocket | SendsRubbish | Waits
# What the agent said last, and how many times it has spoken; "" at the beginning.
Script = Callable[[str, int], Iterator[Act]]


@dataclass(frozen=True)
class Callee:
    """One kind of callee, and what must hold afterwards."""

    name: str
    script: Script
    outcomes: frozenset[str]
    price: float | None = None
    # Of the first words that the agent speaks aloud, if it speaks at all.
    is_spoken_to: bool = True
    # Busy, no-answer, failed: nobody picks up.
    status: str = "in-progress"
    sip: str = ""
    keys: tuple[str, ...] = field(default=())


def asks_to_hold(said: str) -> bool:
    """Whether the agent reads a price back and asks for it to be held."""
    return "hold" in said.lower() and DOLLARS.search(said) is not None and "?" in said


def figure(said: str) -> float | None:
    """The last figure that the agent named."""
    found = DOLLARS.findall(said)
    return float(found[-1].replace(",", "")) if found else None


def firm(price: int) -> Script:
    """A plumber with a price."""

    def script(said: str, turn: int) -> Iterator[Act]:
        if not said:
            yield Says("Joe's Plumbing, this is Joe.")
        elif asks_to_hold(said):
            yield Says("Yes, I can hold that.") if figure(said) == price else Says("No.")
        elif turn < 8:
            yield Says(f"That's ${price} all in, and that's firm, my last price.")
        else:
            yield HangsUp()

    return script


def _haggler(said: str, turn: int) -> Iterator[Act]:
    ours = figure(said)
    if not said:
        yield Says("Hello?")
    elif asks_to_hold(said):
        yield Says("Yeah, sure, I'll hold it till then.")
    elif ours is None:
        yield Says("I'd do that for two hundred dollars.")
    elif ours >= 170:
        yield Says("Okay, deal, I can do that.")
    else:
        yield Says("No, I can't go that low. One eighty is the best I can do.")


def _menu(said: str, turn: int) -> Iterator[Act]:
    if not said:
        yield Says(
            "Thank you for calling Acme Plumbing. For billing, press 1. "
            "For a quote or a new job, press 2. To hear this again, press 9."
        )
    elif said == "[2]":
        yield Says("Service desk, this is Maria, how can I help you?")
    else:
        yield from firm(140)(said, turn)


def _endless_menu(said: str, turn: int) -> Iterator[Act]:
    yield Says("For sales, press 1. For service, press 2. For anything else, press 3.")


def _screening(said: str, turn: int) -> Iterator[Act]:
    if not said:
        yield Says("The person you're calling is screening. Please say your name and reason.")
    elif turn == 1:
        yield Says("Please stay on the line.")
        yield Says("Yeah, hi, this is Dave, what's the job?")
    else:
        yield from firm(120)(said, turn)


def _voicemail(said: str, turn: int) -> Iterator[Act]:
    yield Says(
        "You've reached Joe's Plumbing. We can't come to the phone right now. "
        "Please leave a message after the beep."
    )


def _opts_out(said: str, turn: int) -> Iterator[Act]:
    if not said:
        yield Says("Hello, who's this?")
    else:
        yield Says("Take us off your list and don't ever call here again.")


def _presses_nine(said: str, turn: int) -> Iterator[Act]:
    if not said:
        yield Says("Hello?")
    else:
        yield Presses("9")


def _cuts_off(said: str, turn: int) -> Iterator[Act]:
    ours = figure(said)
    if not said:
        yield Says("Joe's Plumbing.")
    elif asks_to_hold(said):
        yield Says("Yes, that's fine.")
    elif ours is not None:
        yield Cuts(2, "Listen, one sixty is my price and that's firm.")
    else:
        yield Says("One sixty, all in.")


def _yes_too_early(said: str, turn: int) -> Iterator[Act]:
    if not said:
        yield Says("Hello?")
    elif asks_to_hold(said):
        yield Says("Yes.", over=True)
    elif turn < 6:
        yield Says("It's $150 all in, firm, my last price.")
    else:
        yield HangsUp()


def _silent(said: str, turn: int) -> Iterator[Act]:
    yield Waits(60)


def _drops_before_a_price(said: str, turn: int) -> Iterator[Act]:
    if not said:
        yield Says("Hello?")
    else:
        yield HangsUp()


def _drops_after_a_price(said: str, turn: int) -> Iterator[Act]:
    if not said:
        yield Says("Hello?")
    elif turn == 1:
        yield Says("That would be $175 all in.")
    else:
        yield HangsUp()


def _transfers(said: str, turn: int) -> Iterator[Act]:
    if not said:
        yield Says("Front desk.")
    elif turn == 1:
        yield Says("Hold on, let me get somebody for you.")
        yield Waits(3)
        yield Says("Hey, Dana here, they said you needed something?")
    else:
        yield from firm(130)(said, turn)


def _spanish(said: str, turn: int) -> Iterator[Act]:
    if not said:
        yield Says("¿Bueno? Plomería López.")
    elif asks_to_hold(said) or "mantener" in said.lower() or "mantiene" in said.lower():
        yield Says("Sí, claro, se lo mantengo.")
    elif turn == 1:
        yield Says("No hablo inglés, ¿en español por favor?")
    elif turn < 8:
        yield Says("Son ciento cincuenta dólares, precio fijo, todo incluido.")
    else:
        yield HangsUp()


def _hostile(said: str, turn: int) -> Iterator[Act]:
    if not said:
        yield Says("What?")
    else:
        yield Says("Go to hell, you stupid machine.")
        yield HangsUp()


def _wrong_number(said: str, turn: int) -> Iterator[Act]:
    if not said:
        yield Says("Hello?")
    else:
        yield Says("You've got the wrong number, this is a private home.")


def _price_first(said: str, turn: int) -> Iterator[Act]:
    if not said:
        yield Says("Joe's Drains, any drain cleared for ninety-nine dollars, how can I help?")
    else:
        yield from firm(160)(said, turn)


def _loses_the_socket(said: str, turn: int) -> Iterator[Act]:
    if turn == 2:
        yield LosesSocket()
    yield from firm(155)(said, turn)


def _rubbish(said: str, turn: int) -> Iterator[Act]:
    yield SendsRubbish()
    yield from firm(145)(said, turn)


def _nobody(said: str, turn: int) -> Iterator[Act]:
    yield from ()


TALKED = frozenset({"no_agreement", "declined"})
KINDS = (
    Callee("firm", firm(150), frozenset({"agreed"}), 150),
    Callee("haggler", _haggler, frozenset({"agreed"})),
    Callee("menu", _menu, frozenset({"agreed"}), 140, keys=("2",)),
    Callee("endless menu", _endless_menu, frozenset({"no_answer"}), is_spoken_to=False),
    Callee("screening", _screening, frozenset({"agreed"}), 120),
    Callee("voicemail", _voicemail, frozenset({"voicemail"}), is_spoken_to=False),
    Callee("opts out", _opts_out, frozenset({"opted_out"})),
    Callee("presses nine", _presses_nine, frozenset({"opted_out"})),
    Callee("cuts off", _cuts_off, frozenset({"agreed"}), 160),
    Callee("yes too early", _yes_too_early, frozenset({"quoted"}), 150),
    Callee("silent", _silent, frozenset({"no_agreement", "no_answer"})),
    Callee("drops before a price", _drops_before_a_price, frozenset({"no_agreement"})),
    Callee("drops after a price", _drops_after_a_price, frozenset({"quoted"}), 175),
    Callee("transfers", _transfers, frozenset({"agreed"}), 130),
    Callee("Spanish", _spanish, frozenset({"agreed"}), 150),
    Callee("hostile", _hostile, TALKED),
    Callee("wrong number", _wrong_number, TALKED),
    Callee("price first", _price_first, frozenset({"agreed"}), 160),
    Callee("loses the socket", _loses_the_socket, frozenset({"agreed"}), 155),
    Callee("rubbish frames", _rubbish, frozenset({"agreed"}), 145),
    Callee("busy", _nobody, frozenset({"busy"}), is_spoken_to=False, status="busy"),
    Callee("no answer", _nobody, frozenset({"no_answer"}), is_spoken_to=False, status="no-answer"),
    Callee(
        "not in service",
        _nobody,
        frozenset({"invalid_number"}),
        is_spoken_to=False,
        status="failed",
        sip="404",
    ),
)

"""What a simulated business understands of the agent: the meaning, not the sentences."""

import re
import tomllib
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

HEARING = Path(__file__).parent / "data" / "hearing.toml"
FIGURE = re.compile(r"\$\s?(\d[\d,]*)(?:\.\d+)?|(\d[\d,]*) (?:dollars|dólares)")
SENTENCE = re.compile(r"[^.?!]+(?:[.](?=\d)[^.?!]+)*[.?!]*")


class Wish(Enum):
    """What the agent wants to hear. The values name the words of it in the data file."""

    READ_BACK = "read_back"
    OFFER = "offer"  # a question with a figure
    HOURS = "hours"
    VISIT = "visit"
    ROOM = "room"
    EACH = "each"
    PRICE = "price"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, and the figure in it: whole dollars."""

    wish: Wish
    amount: int | None = None


def understand(said: str) -> Asked:
    """What these words ask for; what is only told, with all its figures, asks for nothing."""
    questions = " ".join(one for one in SENTENCE.findall(said) if "?" in one)
    if _means(Wish.READ_BACK, questions):
        return Asked(Wish.READ_BACK, _figure(said))
    amount = _figure(questions)
    if amount is not None:
        return Asked(Wish.OFFER, amount)
    meant = (wish for wish in _patterns() if _means(wish, questions))
    return Asked(next(meant, Wish.NOTHING))


def _means(wish: Wish, questions: str) -> bool:
    return _patterns()[wish].search(questions) is not None


def _figure(text: str) -> int | None:
    """The figure that is named last."""
    found = [dollars or written for dollars, written in FIGURE.findall(text)]
    return int(found[-1].replace(",", "")) if found else None


@cache
def _patterns() -> dict[Wish, re.Pattern[str]]:
    table = tomllib.loads(HEARING.read_text(encoding="utf-8"))
    return {
        Wish(name): re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE)
        for name, words in table.items()
    }

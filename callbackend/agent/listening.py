"""What somebody on the phone means, by the words they use. Prices are the price reader's matter."""

import re
import tomllib
from enum import Enum, auto
from functools import cache
from pathlib import Path


class Meaning(Enum):
    """What an utterance can mean besides a price; it may mean several things at once."""

    OPT_OUT = auto()
    MACHINE = auto()
    HOSTILE = auto()
    GOODBYE = auto()
    REFUSAL = auto()
    ASKS_ROBOT = auto()
    ASKS_WHO = auto()
    ASKS_PERSON = auto()
    ASKS_ADDRESS = auto()
    ASKS_BUDGET = auto()
    ASKS_DATE = auto()
    ASKS_DETAILS = auto()
    REPEAT = auto()
    HOLD = auto()
    UNSURE = auto()
    HOURLY = auto()
    RANGE = auto()
    PARTIAL = auto()
    FIRM = auto()
    NO = auto()
    YES = auto()
    FIGURE = auto()


VOCABULARY = Path(__file__).parent / "meanings.toml"
STRAIGHT = str.maketrans("’‘", "''")


def meanings_of(text: str) -> set[Meaning]:
    """Everything that this utterance means."""
    plain = text.lower().translate(STRAIGHT)
    return {meaning for meaning, pattern in _patterns().items() if pattern.search(plain)}


@cache
def _patterns() -> dict[Meaning, re.Pattern[str]]:
    vocabulary = tomllib.loads(VOCABULARY.read_text(encoding="utf-8"))
    return {
        Meaning[name.upper()]: re.compile(rf"(?<!\w)(?:{'|'.join(expressions)})")
        for name, expressions in vocabulary.items()
    }

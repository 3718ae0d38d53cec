"""How a move is said: phrasings from `words/*.toml`, none of them three times in a call."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from callbackend.reading.speech.language import Language

WORDS = Path(__file__).parent / "words"
MOST_REPEATS = 2
SENTENCE = re.compile(r"[^.?!]+(?:[.](?=\d)[^.?!]+)*[.?!]+[”\"»]?")


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language."""

    work: Mapping[str, str]
    says: Mapping[str, tuple[str, ...]]


class Phrasebook:
    """Chooses among the ways to say something, and remembers what this call has heard."""

    __slots__ = ("_said", "_variety", "language")

    def __init__(self, variety: int) -> None:
        self._variety = variety
        self._said: Counter[str] = Counter()
        self.language: Language = "en"

    def work(self, task: str) -> str:
        """What the trade does, with its article."""
        work = phrases(self.language).work
        return work.get(task, work[""])

    def part(self, name: str, **values: str) -> str:
        """A part of a sentence, which need not vary."""
        return phrases(self.language).says[name][0].format(**values)

    def say(self, name: str, **values: str) -> str:
        """The way that this call has heard least; "" if it has heard all of them twice."""
        ways = phrases(self.language).says[name]
        start = self._variety % len(ways)
        turned = [way.format(**values) for way in (*ways[start:], *ways[:start])]
        best = min(turned, key=self._heard)
        return best if self._heard(best) < MOST_REPEATS else ""

    def note(self, said: str) -> None:
        """Remember what was said."""
        self._said.update(_sentences(said))

    def may_say(self, text: str) -> bool:
        """Whether no sentence of this would be heard for the third time."""
        return self._heard(text) < MOST_REPEATS

    def _heard(self, text: str) -> int:
        return max((self._said[sentence] for sentence in _sentences(text)), default=0)


def _sentences(text: str) -> list[str]:
    return [found.strip().lower() for found in SENTENCE.findall(text)] or [text.strip().lower()]


@cache
def phrases(language: Language) -> Phrases:
    """The words of one language, read once."""
    table = tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    says = {name: tuple(ways) for name, ways in table["says"].items()}
    return Phrases(table["work"], says)

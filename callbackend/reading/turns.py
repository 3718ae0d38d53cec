"""The turns of a conversation: lines of one role that follow each other are read together."""

import re
from dataclasses import dataclass, replace

from callbackend.reading.conversation import Role, Utterance
from callbackend.reading.numbers.numbers import find_numbers
from callbackend.reading.speech.phrases import spelled_out
from callbackend.reading.text import plain

# Past these limits a recording speaks or a transcriber went wrong: they bound the work.
LONGEST_TURN = 12  # lines
LONGEST_LINE = 4000  # characters; a turn of so many takes no further line
LONGEST_NUMBER = 60  # characters
# A number that a transcriber has cut in two: "one" "ninety".
HEAD_OF_A_PAIR = re.compile(r"(?:\w+ ){0,4}(?:one|two|three|four|five|six|seven|eight|nine)")
TAIL_OF_A_PAIR = re.compile(r"(?:hundred|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side says until the other speaks: the plain texts, from a line onwards."""

    role: Role
    first_line: int
    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        """All that is said; `~` keeps the lines apart, except where one number spans two."""
        said = self.texts[0] if self.texts else ""
        for text in self.texts[1:]:
            said += ("   " if _goes_on(said, text) else " ~ ") + text
        return said

    @property
    def last_line(self) -> int:
        """The index of the turn's last line."""
        return self.first_line + len(self.texts) - 1

    def line_at(self, position: int) -> int:
        """The index of the line in which a position of `text` lies."""
        end = 0
        for offset, text in enumerate(self.texts):
            end += len(text) + 3
            if position < end:
                return self.first_line + offset
        return self.last_line

    def then(self, line: Utterance) -> "Turn":
        """This turn with one more line in it, or the next turn, which that line begins."""
        text = spelled_out(plain(line.text))[:LONGEST_LINE]
        if line.role == self.role and self._has_room:
            return replace(self, texts=(*self.texts, text))
        return Turn(line.role, self.last_line + 1, (text,))

    @property
    def _has_room(self) -> bool:
        return len(self.texts) < LONGEST_TURN and sum(map(len, self.texts)) < LONGEST_LINE


SILENCE = Turn("agent", 0, ())  # before anybody speaks


def _goes_on(said: str, text: str) -> bool:
    """Whether a line ends in a number that the next one completes: "a hundred" "and fifty"."""
    last = said.rsplit("~", 1)[-1].strip()
    if HEAD_OF_A_PAIR.fullmatch(last) and find_numbers(last + " " + text)[:1]:
        return TAIL_OF_A_PAIR.match(text) is not None
    if not text.startswith("and "):
        return False
    numbers = find_numbers(said[-LONGEST_NUMBER:])
    ends = bool(numbers) and numbers[-1].end == len(said[-LONGEST_NUMBER:].rstrip())
    return ends and any(number.start <= len("and ") for number in find_numbers(text)[:1])

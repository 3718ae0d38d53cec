"""What a customer is asked, and how their answers are told to the businesses.

They are told in English: the question, and an answer that was chosen among the suggestions, stand
here in English, too. What a customer writes in Spanish cannot be told so. It goes with the
question in Spanish, so that whoever talks with a business knows a pair that only a Spanish
speaker is to hear by the "¿" that the question begins with.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from common.tongues import is_spanish

IN_SPANISH = "¿Qué dice el cliente?"  # Where nobody has the question in Spanish.
YEARS = re.compile(
    r"(?:(?P<about>como|unos|unas|casi|aproximadamente|más o menos|mas o menos) )?"
    r"(?P<number>\d{1,3}) (?P<unit>años?|anos?|meses|mes|semanas?|días?|dias?|horas?)",
    re.IGNORECASE,
)
UNITS = {"a": "year", "m": "month", "s": "week", "d": "day", "h": "hour"}
SHORT_ANSWERS = {
    "sí": "Yes", "si": "Yes", "no": "No", "no sé": "Not sure", "no se": "Not sure",
    "no estoy seguro": "Not sure", "no estoy segura": "Not sure", "ninguno": "None",
    "ninguna": "None", "uno": "1", "una": "1", "dos": "2", "tres": "3", "cuatro": "4",
    "cinco": "5", "seis": "6",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A question that the customer is asked; `id` is `q1`, `q2`, …

    `english` and `spanish` are its wordings in these languages, where they are others than
    `question`; the suggestions in English correspond to those that the customer sees.
    """

    id: str
    question: str
    suggestions: tuple[str, ...] = ()
    english: str = ""
    suggestions_in_english: tuple[str, ...] = ()
    spanish: str = ""

    @classmethod
    def from_document(cls, values: Mapping[str, Any]) -> Self:
        """The question of a job's document; an older one has fewer fields."""
        return cls(**{name: _kept(value) for name, value in values.items()})

    def told(self, said: str) -> dict[str, str]:
        """The question with what is said to it, as the businesses may hear them."""
        answer = self._in_english(said)
        if answer is None:
            return {"question": self.spanish or self._asked_in_spanish, "answer": said}
        return {"question": self.english or self.question, "answer": answer}

    @property
    def _asked_in_spanish(self) -> str:
        return self.question if self.question.startswith("¿") else IN_SPANISH

    def _in_english(self, said: str) -> str | None:
        """What is said in English; `None` for Spanish that is the customer's own."""
        for seen, english in zip(self.suggestions, self.suggestions_in_english, strict=False):
            if _same(seen, said):
                return english
        if any(_same(seen, said) for seen in self.suggestions):
            return said  # Seen in English.
        if self.english and _plain(said) in SHORT_ANSWERS:
            return SHORT_ANSWERS[_plain(said)]
        spoken_of = YEARS.fullmatch(said.strip(" ."))
        if spoken_of:
            return _duration(spoken_of)
        return None if is_spanish(said) else said


def _kept(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _duration(found: re.Match[str]) -> str:
    unit = UNITS[found["unit"][0].lower()]
    many = "" if found["number"] == "1" else "s"
    return f"{'about ' if found['about'] else ''}{found['number']} {unit}{many}"


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return text.casefold().strip(" .!,")

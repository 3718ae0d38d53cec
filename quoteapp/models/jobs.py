"""A customer's request, as the job store keeps it: one JSON document."""

import re
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, Self

from common.words import sayable
from quoteapp.models.asked import Question
from quoteapp.states import JobStatus

NoLimit = Literal["no_limit"]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with what became of it; `said` is what of the answer the businesses may hear."""

    asked: Question
    answer: str | None
    said: str

    @property
    def id(self) -> str:
        """The question's: `q1`, `q2`, …"""
        return self.asked.id

    @property
    def question(self) -> str:
        """What was asked, as the customer read it."""
        return self.asked.question

    @property
    def spoken(self) -> bool | None:
        """Whether they may hear all of the answer; `None` where there is none."""
        return None if self.answer is None else self.said == self.answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One request, from its first sentence to the search."""

    id: str
    original_query: str
    task: str
    # One clause in the second person, as the agent will say it: "your toilet needs to be fixed".
    problem: str
    house_address: str
    zip_code: str
    date_needed: date
    price_limit: Decimal | NoLimit  # dollars
    # What was asked; kept after completion, to tell the answers' ids.
    asked: tuple[Question, ...]
    notice: str | None = None
    alternatives: tuple[str, ...] = ()  # The trades that would do about as well.
    clarifications: dict[str, str] = field(default_factory=dict)
    status: JobStatus = JobStatus.COLLECTING_INFO
    created_at: datetime | None = None  # None: from before it was kept.

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is still to be answered: nothing, once the job is searched."""
        return () if self.status is JobStatus.SEARCHED else self.asked

    @property
    def answered(self) -> tuple[Answered, ...]:
        """What was asked, with the answers so far. An answer is always kept, whatever it says."""
        return tuple(self._answered(question) for question in self.asked)

    def brief(self) -> dict[str, Any]:
        """What the agent may know on the phone: the call backend's `brief` but for `best_quote`.

        No street address and no name, and of the answers what may be said of them: the agent
        cannot give away what it does not have.
        """
        return {
            "task": self.task,
            "problem": self.problem,
            "answers": [one.asked.told(one.said) for one in self.answered if one.said],
            "zip_code": self.zip_code,
            "date_needed": self.date_needed.isoformat(),
            "price_limit": plain_price(self.price_limit),
        }

    def _answered(self, question: Question) -> Answered:
        answer = self.clarifications.get(question.id)
        said = "" if answer is None else sayable(answer, self._names_limit)
        return Answered(question, answer, said)

    def _names_limit(self, clause: str) -> bool:
        """Whether the figure of the limit stands in it; the call backend knows its words, too."""
        if isinstance(self.price_limit, str):
            return False
        figure = f"{self.price_limit:.2f}".removesuffix(".00")
        return re.search(rf"(?<![\d.,]){figure}(?![.,]?\d)", clause.replace(",", "")) is not None

    def to_document(self) -> dict[str, Any]:
        """The JSON document; `from_document` reads it back."""
        return asdict(self) | {
            "date_needed": self.date_needed.isoformat(),
            "price_limit": str(self.price_limit),
            "created_at": self.created_at and self.created_at.isoformat(),
        }

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Self:
        """The job of a document that `to_document` made."""
        limit = document["price_limit"]
        return cls(
            **document
            | {
                "date_needed": date.fromisoformat(document["date_needed"]),
                "price_limit": limit if limit == "no_limit" else Decimal(limit),
                "asked": tuple(map(Question.from_document, document["asked"])),
                "alternatives": tuple(document.get("alternatives", ())),
                "status": JobStatus(document["status"]),
                "created_at": _moment(document.get("created_at")),
            }
        )


def _moment(kept: str | None) -> datetime | None:
    return None if kept is None else datetime.fromisoformat(kept)


def plain_price(price: Decimal | NoLimit) -> int | float | NoLimit:
    """A price as JSON says it: whole dollars without a point, as the customer sent them."""
    if isinstance(price, str):
        return price
    return int(price) if price == price.to_integral_value() else float(price)

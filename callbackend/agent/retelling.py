"""How a customer's words are told to a business: as theirs, in a sentence or as a quotation."""

import re
from datetime import date

from callbackend.agent.third_person import told_about

HOW_OLD = re.compile(r"^\W*how old (?:is|are) (?P<what>[a-z' -]+?)\W*$", re.IGNORECASE)
AGE = re.compile(
    r"^(?:about|around|maybe|roughly|over|almost)?\s*[\w -]*\byears?(?: old)?$", re.IGNORECASE
)
BRAND = re.compile(
    r"^\W*(?:what|which) (?:brand|make|model|color|size|type|kind)s? (?:is|are|of \w+ is) "
    r"(?P<what>(?:the |your |it|this|that)[a-z' -]*?)\W*$",
    re.IGNORECASE,
)
SHORT_ANSWER = re.compile(r"^[\w' -]{1,40}$")
PRONOUNS = frozenset({"i", "we", "my", "our", "me", "us", "you", "your", "he", "she", "they"})
MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre"),
    *("octubre", "noviembre", "diciembre"),
)
WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")


def retold(question: str, answer: str, asked: str = "") -> str:
    """A question of ours with the customer's answer, as one sentence for the business.

    Where a sentence can't be made of them it is a quotation; `asked` is the question of the
    business that it answers, which then need not be said again.
    """
    answer = answer.strip(" .!?,;")
    old = HOW_OLD.match(question)
    if old and AGE.match(answer):
        age = answer if answer.lower().endswith("old") else f"{answer} old"
        return f"{_subject(old['what'])} {_verb(old['what'])} {_lower(age)}."
    what = BRAND.match(question)
    if what and SHORT_ANSWER.match(answer) and len(answer.split()) <= 3:
        return f"{_subject(what['what'])} {_verb(what['what'])} {answer}."
    if asked or len(answer.split()) > 3:
        return f'The customer says: "{answer}".'
    return f'Asked "{question.strip()}", the customer said: "{answer}".'


def _subject(what: str) -> str:
    told = told_about(what.strip())
    return told[:1].upper() + told[1:]


def _verb(what: str) -> str:
    last = what.strip().split()[-1].lower()
    return "are" if (last.endswith("s") and not last.endswith("ss")) or last == "they" else "is"


def _lower(text: str) -> str:
    first = text.split(" ", 1)[0]
    return text if first.isupper() and len(first) > 1 else text[:1].lower() + text[1:]


def day_of(day: date) -> str:
    """ "December 10th": nobody says the year of a day that is near."""
    ending = "th" if 11 <= day.day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return f"{day:%B} {day.day}{ending}"


def days_of(day: date) -> dict[str, str]:
    """The day in each language."""
    return {"en": day_of(day), "es": f"{day.day} de {MONTHS[day.month - 1]}"}


def weekdays_of(day: date) -> dict[str, str]:
    """The day with its weekday."""
    return {
        "en": f"{day:%A}, {day_of(day)}",
        "es": f"{WEEKDAYS[day.weekday()]} {days_of(day)['es']}",
    }

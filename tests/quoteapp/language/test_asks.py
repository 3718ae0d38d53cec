"""The questions in both languages, and the answers that they offer."""

import tomllib
from collections.abc import Iterator

import pytest

from quoteapp.language.asks import Ask, asks
from quoteapp.language.choices import choices_of
from quoteapp.language.library import TRADES, file_of
from tests.rows import every


def questions() -> Iterator[str]:
    for trade in TRADES:
        table = tomllib.loads(file_of(trade).read_text("utf-8"))
        yield from table["questions"]
        yield from (question for topic in table["topics"] for question in topic["questions"])


def test_every_question_of_the_trades_has_its_spanish_and_no_other_stands_there() -> None:
    assert set(asks()) == set(questions())


@every("ask", lambda: [pytest.param(ask, id=ask.english.question) for ask in asks().values()])
def test_a_question_is_put_in_both_languages_with_up_to_four_answers(ask: Ask) -> None:
    english, spanish = ask.english, ask.spanish

    assert spanish.question.startswith("¿")
    assert spanish.question.endswith("?")
    assert len(english.suggestions) == len(spanish.suggestions) <= 4
    assert len(set(english.suggestions)) == len(english.suggestions)
    assert len(set(spanish.suggestions)) == len(spanish.suggestions)
    assert all(0 < len(one) <= 48 for one in (*english.suggestions, *spanish.suggestions))


def test_many_questions_offer_answers() -> None:
    offering = [ask for ask in asks().values() if ask.english.suggestions]

    assert len(offering) > 0.4 * len(asks())


@every(
    ("english", "spanish", "offered", "ofrecido"),
    [
        (
            "What is the wall made of: drywall, brick or plaster?",
            "¿De qué es la pared: tablaroca, ladrillo o yeso?",
            ("Drywall", "Brick", "Plaster"),
            ("Tablaroca", "Ladrillo", "Yeso"),
        ),
        (
            "Is it the fridge, the freezer or both?",
            "¿Es el refrigerador, el congelador o los dos?",
            ("Fridge", "Freezer", "Both"),
            ("Refrigerador", "Congelador", "Los dos"),
        ),
        (
            "Is the dryer gas or electric?",
            "¿La secadora es de gas o eléctrica?",
            ("Gas", "Electric"),
            ("Gas", "Eléctrica"),
        ),
        (
            "Can the car be driven?",
            "¿Se puede manejar el carro?",
            ("Yes", "No", "Not sure"),
            ("Sí", "No", "No sé"),
        ),
        ("Which brand is it, and how old?", "¿De qué marca es, y qué antigüedad tiene?", (), ()),
        ("Do you have plans or a permit?", "¿Tiene planos o permiso?", (), ()),
        ("Is it one or two?", "¿Es uno, dos o tres?", (), ()),
    ],
)
def test_choices_are_those_that_the_question_names(
    english: str, spanish: str, offered: tuple[str, ...], ofrecido: tuple[str, ...]
) -> None:
    assert choices_of(english, spanish) == (offered, ofrecido)

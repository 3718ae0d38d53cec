"""The project's partners: each can be satisfied, and there are enough of each kind."""

from collections import Counter
from random import Random

import pytest

from evals.partners import __main__ as command
from evals.partners.conditions import judge
from evals.partners.files import PRACTICE, partners_in
from evals.partners.person import Person
from evals.partners.talking import talk_with
from tests.evals.partners.listener import Listener
from tests.evals.partners.making import Script
from tests.rows import every

ALL = partners_in()
WITH_PRACTICE = [*ALL, *partners_in(PRACTICE)]


@every("partner", WITH_PRACTICE)
def test_whoever_listens_satisfies_every_partner(partner):
    person = Person(partner)

    verdict = judge(talk_with(partner, Listener(partner, person), person))

    assert verdict.has_passed, verdict.findings


@every("partner", WITH_PRACTICE)
def test_whoever_says_always_the_same_satisfies_none(partner):
    agent = Script(["Okay, thanks."] * 60, outcome="no_agreement")

    assert not judge(talk_with(partner, agent)).has_passed


ANYTHING = [
    *("", "Hello?", "Sorry, could you repeat that?", "Goodbye.", "I don't know.", "Yes.", "¿Hola?"),
    *("What would you charge in total?", "What would bring it down?", "Which one is that?"),
    *("Could you do it for $100?", "Another business offered $99.", "Is $5,000 right?"),
    *("So that is $100. Could you hold that until Friday?", "Could you hold that until Friday?"),
]


@every("partner", WITH_PRACTICE)
def test_a_partner_has_an_answer_to_anything_and_keeps_its_book(partner):
    order = Random(partner.name)

    for _ in range(5):
        person = Person(partner)
        for _ in range(30):
            said = person.answer(order.choice(ANYTHING), order.choice([None, "1", "9"]))
            assert "{" not in said
            assert "[" not in said
            assert person.book.held in (None, person.book.standing)


def test_there_are_at_least_64_and_several_of_each_kind():
    kinds = Counter(partner.kind for partner in ALL)

    assert len(ALL) >= 64
    assert {kind for kind, count in kinds.items() if count < 3} == set()


@every("partner", [it for it in ALL if it.terms])
def test_no_floor_lies_above_the_price(partner):
    assert partner.terms.floor <= partner.terms.price


def test_one_conversation_is_shown_whole(capsys):
    command.main(["two-ten"])

    printed = capsys.readouterr().out
    assert "two-ten (taciturn): Two words at a time." in printed
    assert "Recorded:" in printed


def test_nobody_of_that_name_is_said():
    with pytest.raises(SystemExit, match="nobody"):
        command.main(["nobody"])

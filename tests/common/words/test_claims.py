"""What an agent must not say, and what a customer is not asked."""

import pytest

from common.words import CLAIMS, Kind, asks_a_secret, claims_in, offences_in
from tests.common.words.tables import kinds_and_texts, lines


def test_every_promise_person_and_budget_is_found():
    presumed = kinds_and_texts("presumed")

    assert len(presumed) >= 90
    assert [row for row in presumed if not claims_in(row[1]) | offences_in(row[1])] == []


def test_a_claim_is_what_it_is():
    claims = [(kind, text) for kind, text in kinds_and_texts("presumed") if kind in CLAIMS]

    assert [(kind, text) for kind, text in claims if Kind(kind) not in claims_in(text)] == []


def test_what_an_agent_says_rightly_claims_nothing():
    assert [(text, found) for text in lines("proper") if (found := claims_in(text))] == []


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("The customer will pay that.", {Kind.PROMISE}),
        ("Will the customer pay that?", set()),
        ("The customer will pay that?", {Kind.PROMISE}),
        ("I cannot say that the customer will pay that.", set()),
        ("I cannot say. The customer will pay that.", {Kind.PROMISE}),
        ("Our limit is two fifty.", {Kind.BUDGET}),
        ("Is our limit of two fifty all right?", {Kind.BUDGET}),
        ("I can't discuss a budget.", set()),
        ("I'm a person.", {Kind.PERSON}),
        ("I'm not a robot, and it's a deal.", {Kind.PERSON, Kind.PROMISE}),
        ("", set()),
    ],
)
def test_a_question_or_a_no_promises_nothing(text, claims):
    assert claims_in(text) == claims


def test_no_question_asks_for_a_secret():
    not_asked = lines("not_asked")

    assert [text for text in not_asked if not asks_a_secret(text) and not offences_in(text)] == []


def test_questions_about_the_work_ask_for_none():
    assert [text for text in lines("asked") if asks_a_secret(text)] == []

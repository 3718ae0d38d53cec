"""The small parts of speech: clauses, days, amounts, and the limit in any form."""

from datetime import date
from decimal import Decimal

import pytest

from callbackend.agent import bargaining
from callbackend.agent.brief import spoken_name
from callbackend.agent.discretion import Discretion
from callbackend.agent.retelling import day_of
from callbackend.agent.speaking import dollars
from callbackend.agent.third_person import told_about
from callbackend.reading.numbers import saying
from tests.rows import every


@every(
    ("told_to_the_customer", "told_about_them"),
    [
        ("your toilet needs to be fixed", "the customer's toilet needs to be fixed"),
        ("you need a new lock", "the customer needs a new lock"),
        ("you want your fence painted", "the customer wants their fence painted"),
        ("you're moving", "the customer is moving"),
        ("you have mice in your attic", "the customer has mice in their attic"),
        ("Your car won't start and you need it", "the customer's car won't start and they need it"),
        ("the sink leaks", "the sink leaks"),
        ("you smell gas", "the customer smells gas"),
        ("you don't have hot water", "the customer doesn't have hot water"),
        ("you were locked out", "the customer was locked out"),
        ("you locked your keys in the car", "the customer locked their keys in the car"),
        ("you still hear mice at night", "the customer still hears mice at night"),
        ("you try to start it and it clicks", "the customer tries to start it and it clicks"),
        ("you moved and need new locks", "the customer moved and needs new locks"),
        ("the pool that you have leaks", "the pool that the customer has leaks"),
        ("somebody told you it leaks", "somebody told the customer it leaks"),
        (
            "you get a shock when you touch the outlet",
            "the customer gets a shock when they touch the outlet",
        ),
        ('you asked: "do you paint?"', 'the customer asked: "do you paint?"'),
    ],
)
def test_a_clause_is_told_about_the_customer(told_to_the_customer, told_about_them):
    assert told_about(told_to_the_customer) == told_about_them


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2025, 12, 10), "December 10th"),
        (date(2026, 3, 1), "March 1st"),
        (date(2026, 3, 22), "March 22nd"),
        (date(2026, 3, 13), "March 13th"),
    ],
)
def test_a_day_is_spoken_without_its_year(day: date, words: str) -> None:
    assert day_of(day) == words


@pytest.mark.parametrize(
    ("price", "text"), [("135.00", "$135"), ("1250", "$1,250"), ("99.50", "$99.50")]
)
def test_money_is_written_as_it_is_spoken(price: str, text: str) -> None:
    assert dollars(Decimal(price)) == text


@every(
    ("amount", "colloquial", "formal"),
    [
        (85, "eighty-five", "eighty-five"),
        (150, "one fifty", "one hundred fifty"),
        (200, "two hundred", "two hundred"),
        (205, "two oh five", "two hundred five"),
        (1200, "twelve hundred", "one thousand two hundred"),
        (1850, "eighteen fifty", "one thousand eight hundred fifty"),
        (2000, "two thousand", "two thousand"),
        (15500, "fifteen thousand five hundred", "fifteen thousand five hundred"),
    ],
)
def test_amounts_in_words(amount: int, colloquial: str, formal: str) -> None:
    assert saying.colloquial(amount) == colloquial
    assert saying.formal(amount) == formal


@every(
    ("limit", "text"),
    [
        ("250", "up to $250"),
        ("250", "250.00 at most"),
        ("250", "two fifty"),
        ("250", "Two Hundred and Fifty dollars"),
        ("250", "two-fifty"),
        ("150", "a hundred fifty"),
        ("1200", "1,200"),
        ("1200", "1200"),
        ("1200", "1.2k"),
        ("1200", "twelve hundred"),
        ("2000", "2k"),
        ("2000", "2 thousand"),
        ("99.50", "99.50"),
        ("1000000", "one million"),
        ("1000000", "1,000,000"),
    ],
)
def test_the_limit_is_recognised_in_every_form(limit: str, text: str) -> None:
    assert Discretion(Decimal(limit)).names_limit(text)


@pytest.mark.parametrize(
    ("limit", "text"),
    [("250", "1250"), ("250", "2500"), ("250", "$1,250"), ("250", "250.75"), ("99.50", "99")],
)
def test_another_number_is_not_the_limit(limit: str, text: str) -> None:
    assert not Discretion(Decimal(limit)).names_limit(text)


def test_without_a_limit_nothing_names_it() -> None:
    assert not Discretion(None).names_limit("250")


@pytest.mark.parametrize(
    ("ask", "offer"),
    [("150", "125"), ("200", "170"), ("175", "145"), ("45", "38"), ("1200", "1000"), ("1", "0")],
)
def test_a_first_offer_is_round_and_about_15_percent_lower(ask: str, offer: str) -> None:
    assert bargaining.first_offer(Decimal(ask)) == Decimal(offer)


def test_a_next_offer_lies_between_or_is_none() -> None:
    assert bargaining.next_offer(Decimal(150), Decimal(135)) == Decimal(145)
    assert bargaining.next_offer(Decimal(140), Decimal(135)) is None


def test_a_sample_business_is_called_by_its_name() -> None:
    assert spoken_name("Bay Area Plumbers (sample)") == "Bay Area Plumbers"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It runs constantly.", "It runs constantly"),
        ("It drips. The key is under the mat.", "It drips"),
        ("It drips, gate code 1234", "It drips"),
        ("Nobody is home until six", ""),
        ("I'll kill him, it drips", "it drips"),
        ("fix the fucking tap", "fix the tap"),
        ("I'll pay whatever you ask", ""),
        ("My budget is small, it is a Kohler", "it is a Kohler"),
        ("It holds two fifty. It is loud.", "It is loud"),
        ("The limit switch is broken", "The limit switch is broken"),
        ("I lost my key", "I lost my key"),
        ("It shows error code E24", "It shows error code E24"),
        ("The smoke alarm chirps", "The smoke alarm chirps"),
        ("It is a two bedroom apartment", "It is a two bedroom apartment"),
        ("The AC unit is on the roof", "The AC unit is on the roof"),
        ("Apartment 4B, it leaks", "it leaks"),
        ("My name is Karen, it leaks", "it leaks"),
        ("write to ann@example.com", ""),
        ("I live at 12 Oak Street", ""),
        ("", ""),
        ("word " * 60, " ".join(["word"] * 36)),
    ],
)
def test_a_customers_words_are_repeated_as_far_as_they_may_be(text: str, told: str) -> None:
    assert Discretion(Decimal(250)).fact(text) == told

"""A partner at play."""

from decimal import Decimal

import pytest

from evals.partners.files import BadPartner
from evals.partners.person import Person
from evals.partners.play import as_bare
from tests.evals.partners.making import TOLD, partner_of, person_of
from tests.rows import every

PLUMBER = 'price = 240\nfloor = 200\ngives = "soft"\n'


def said(person, *lines):
    """The last of the answers to these lines."""
    return [person.answer(line) for line in lines][-1]


def test_who_has_not_heard_the_job_asks_what_it_is_and_names_no_price(tmp_path):
    person = person_of(tmp_path, PLUMBER + "[[partner.scene]]")

    assert said(person, "What would you charge in total?").endswith("?")
    assert person.book.first is None
    assert person.book.untold == ["first"]


def test_who_has_heard_the_job_names_the_price(tmp_path):
    person = person_of(tmp_path, PLUMBER + "[[partner.scene]]")

    assert "wo forty" in said(person, TOLD)
    assert person.book.first == person.book.standing == 240
    assert person.book.untold == []


def test_a_greeting_is_said_to_an_agent_that_is_silent_and_not_to_one_that_speaks(tmp_path):
    scene = PLUMBER + '[[partner.scene]]\nsays = "Kessler Plumbing."'

    assert said(person_of(tmp_path, scene), "") == "Kessler Plumbing."
    assert "two forty" in said(person_of(tmp_path, scene), TOLD).lower()


def test_a_second_person_wants_to_be_told_again(tmp_path):
    person = person_of(
        tmp_path,
        PLUMBER
        + """
        [[partner.scene]]
        person = "Dana"
        on.job = "Hang on. [go=rich]"
        [[partner.scene]]
        name = "rich"
        person = "Rich"
        says = ["", "Rich here."]
        """,
    )

    assert said(person, TOLD, TOLD, TOLD) == "Rich here."
    assert person.book.untold == ["Rich"]
    assert person.is_in == "rich"
    assert "wo forty" in said(person, TOLD)


def test_a_question_is_asked_twice_and_then_noted(tmp_path):
    asks = 'asks = [{ say = "Upstairs?", wants = ["second"] }]'
    person = person_of(tmp_path, f"{PLUMBER}[[partner.scene]]\n{asks}")

    assert said(person, TOLD) == "Upstairs?"
    assert said(person, "It is leaking.").endswith("Upstairs?")
    assert "two forty" in said(person, "It is leaking.").lower()
    assert person.book.unanswered == ["Upstairs?"]


@every(
    ("said_of_it", "is_answered"),
    [("No.", True), ("I know nothing.", False), ("Automatically", True), ("Said.", False)],
)
def test_a_short_answer_is_a_word_of_its_own(tmp_path, said_of_it, is_answered):
    asks = 'asks = [{ say = "A person?", wants = ["no", "ai", "automat"] }]'
    person = person_of(tmp_path, f"{PLUMBER}[[partner.scene]]\n{asks}")

    assert ("two forty" in said(person, TOLD, said_of_it).lower()) == is_answered


def test_what_nobody_can_know_may_be_unknown(tmp_path):
    asks = 'asks = [{ say = "Brass or steel?", wants = ["brass"], may_not_know = true }]'
    person = person_of(tmp_path, f"{PLUMBER}[[partner.scene]]\n{asks}")

    assert "two forty" in said(person, TOLD, "I don't know that.").lower()
    assert person.book.unanswered == []


def test_the_price_firms_up_by_being_asked_about(tmp_path):
    quotes = 'quotes = ["Three to four hundred. [said=300]", "Okay, {price}."]'
    person = person_of(tmp_path, f"{PLUMBER}[[partner.scene]]\n{quotes}")

    assert said(person, TOLD) == "Three to four hundred."
    assert person.book.first is None
    assert said(person, "Thank you so much.") != "Okay, two forty."
    assert said(person, "Which end is more likely?") == "Okay, two forty."
    assert person.book.said == {300, 240}


def test_who_is_asked_over_and_over_hangs_up_angrily(tmp_path):
    person = person_of(tmp_path, '[[partner.scene]]\nquotes = "I have to see it."')

    said(person, TOLD, *["What would it cost?"] * 3)

    assert person.book.is_angry
    assert person.book.is_over
    assert person.answer("Hello?") == ""


@every(
    ("line", "held", "standing"),
    [
        ("So that is $240. Could you hold that price until Friday?", 240, 240),
        ("Could you keep that price until Friday?", 240, 240),
        ("So that is $240.", None, 240),
        ("So that is $250. Could you hold that price until Friday?", None, 240),
        ("Could you do it for $210 and hold that until Friday?", None, 210),
        ("Could you do it for $150?", None, 200),
    ],
)
def test_only_the_price_that_stands_is_held(tmp_path, line, held, standing):
    person = person_of(tmp_path, PLUMBER + "[[partner.scene]]")

    said(person, TOLD, line)

    assert (person.book.held, person.book.standing) == (held, standing)


def test_another_price_undoes_what_was_held(tmp_path):
    on = 'on.hold = ["Sure. [held]", "Oh, plus the trip, {=275}."]'
    person = person_of(tmp_path, f"{PLUMBER}[[partner.scene]]\n{on}")

    assert (
        said(person, TOLD, *["Could you hold that price?"] * 2)
        == "Oh, plus the trip, two seventy-five."
    )
    assert (person.book.held, person.book.standing) == (None, 275)
    assert said(person, "Could you hold that price?")
    assert person.book.held == 275


def test_a_line_for_a_meaning_comes_before_what_everybody_says_and_a_list_is_used_up(tmp_path):
    on = 'on.offer = ["{offer}? In your dreams."]'
    person = person_of(tmp_path, f"{PLUMBER}[[partner.scene]]\n{on}")

    assert said(person, TOLD, "Could you do $205?") == "Two oh five? In your dreams."
    assert person.book.standing == 240
    assert said(person, "Could you do $205?")
    assert person.book.standing == 205


def test_an_offer_that_happens_to_be_a_multiple_of_a_fee_is_an_offer(tmp_path):
    quotes = 'quotes = "{price}, with 55 for the trip. [said=55]"'
    person = person_of(tmp_path, f"{PLUMBER}[[partner.scene]]\n{quotes}")

    said(person, TOLD, "Could you do $220?")

    assert person.book.standing == 220


@every(
    ("line", "standing"),
    [
        ("Could you do it for $220?", 220),
        ("So that is $220 for everything. Could you hold that until Friday?", 240),
        ("You said $220.", 240),
    ],
)
def test_the_lower_end_of_a_range_may_be_offered(tmp_path, line, standing):
    quotes = 'quotes = "Two twenty to two sixty, so {price}. [said=220][said=260]"'
    person = person_of(tmp_path, f"{PLUMBER}[[partner.scene]]\n{quotes}")

    said(person, TOLD, line)

    assert person.book.standing == standing


def test_a_question_is_repeated_without_the_story(tmp_path):
    asks = 'asks = [{ say = "My nephew paid four hundred. So. Upstairs?", wants = ["second"] }]'
    person = person_of(tmp_path, f"{PLUMBER}[[partner.scene]]\n{asks}")

    again = said(person, TOLD, "Hm.")

    assert "nephew" not in again
    assert again.endswith(" Upstairs?")


def test_a_question_to_hold_is_no_question_of_what_is_included(tmp_path):
    person = person_of(tmp_path, PLUMBER + '[[partner.scene]]\non.pin = "Plus tax."')

    assert said(person, f"{TOLD} What is it, everything included?") != "Plus tax."
    assert said(person, "Is everything included?") == "Plus tax."
    assert said(person, "So $240 for everything. Could you hold that until Friday?") != "Plus tax."
    assert person.book.held == 240


def test_a_bare_line_has_no_punctuation_but_whole_figures(tmp_path):
    quotes = 'quotes = "Don\'t know. Well, {price}, 1.3k?"'
    text = f'voice = "figures"\nprice = 1250\n[[partner.scene]]\n{quotes}'
    person = Person(as_bare(partner_of(tmp_path, text)))

    assert said(person, TOLD) == "don't know well $1,250 1.3k"


def test_a_misheard_offer_that_is_put_right_is_taken_as_it_was_meant(tmp_path):
    person = person_of(tmp_path, PLUMBER + '[[partner.scene]]\non.offer = ["{misheard}? No."]')

    said(person, TOLD, "Could you do $205?", "I said $205, not $190.")

    assert person.book.standing == 205


def test_an_offer_is_misheard_lower_and_the_wrong_figure_kept_in_mind(tmp_path):
    person = person_of(tmp_path, PLUMBER + '[[partner.scene]]\non.offer = ["{misheard}? No."]')

    assert said(person, TOLD, "Could you do $200?") == "One eighty-six? No."
    assert person.book.misheard == {Decimal(186)}


MENU = """
[[partner.scene]]
machine = true
says = "For parts press 1, for service press 2 or say service."
keys = { 1 = "parts", 2 = "person" }
words = { service = "person" }
wrong_key = "Not valid."
[[partner.scene]]
name = "person"
says = "Service."
[[partner.scene]]
name = "parts"
says = "Parts."
"""


@every(("say", "press", "answer"), [("", "2", "Service."), ("Service, please.", None, "Service.")])
def test_a_menu_is_left_by_a_key_or_a_word(tmp_path, say, press, answer):
    person = person_of(tmp_path, MENU)

    assert person.answer("Hello, about a toilet?").startswith("For parts")
    assert person.answer(say, press) == answer


def test_a_menu_hangs_up_on_who_finds_no_way(tmp_path):
    person = person_of(tmp_path, MENU)
    person.answer("")

    assert person.answer("", "7").startswith("Not valid. For parts")
    assert person.answer("A toilet keeps running on a wet floor.").startswith("For parts")
    assert person.answer("Hello?") == "Goodbye."
    assert person.book.is_over
    assert person.book.told == set()


def test_what_is_taken_back_stands_no_more(tmp_path):
    on = 'on.hold = "Yes, no. Forget it. [held] [withdrawn]"'
    person = person_of(tmp_path, f"{PLUMBER}[[partner.scene]]\n{on}")

    said(person, TOLD, "Could you hold that price?")

    assert person.book.held is person.book.standing is None
    assert person.book.first == 240


@every(
    ("text", "why"),
    [
        ('[[partner.scene]]\non.joob = "Eh?"', "joob"),
        ('[[partner.scene]]\non.job = "Wait. [go=nobody]"', "nobody"),
        ('[[partner.scene]]\nquotes = "{price}. [prize=1]"', "prize"),
        ("prize = 240\n[[partner.scene]]", "prize"),
        ('manner = "martian"\n[[partner.scene]]', "martian"),
        ('voice = "loud"\n[[partner.scene]]', "loud"),
        ('[[partner.scene]]\nkeys = { 1 = "nobody" }', "nobody"),
        ('[[partner.scene]]\n[partner.expect]\noutcome = ["agreed"]', "outcome"),
    ],
)
def test_a_partner_that_is_written_wrongly_is_refused_with_its_name(tmp_path, text, why):
    with pytest.raises(BadPartner, match=f"someone.*{why}"):
        partner_of(tmp_path, text)


def test_two_partners_of_one_name_are_refused(tmp_path):
    partner_of(tmp_path, "[[partner.scene]]")
    (tmp_path / "two.toml").write_text((tmp_path / "one.toml").read_text())

    with pytest.raises(BadPartner, match="someone"):
        partner_of(tmp_path, "[[partner.scene]]")

"""What partners understand, and how they say figures."""

from decimal import Decimal

import pytest

from evals.partners.amounts import amounts_in
from evals.partners.hearing import Job, Meaning, understand
from evals.partners.markup import BadLine, remark
from evals.partners.spelling import Voice, spelt
from tests.rows import every

JOB = Job.of("the dishwasher does not drain and shows an error", ["Bosch, model 2015", "E24"])


@every(
    ("text", "amounts"),
    [
        ("Could you do it for $1,250?", [1250]),
        ("You said $240. Could you do $205?", [240, 205]),
        ("No, one hundred twenty.", [120]),
        ("Could you do two thousand three hundred fifty dollars?", [2350]),
        ("It is ninety dollars then.", [90]),
        ("Would 180 work?", [180]),
        ("¿Podría dejarlo en ciento veinte dólares?", [120]),
        ("So that is $130, $130 for everything.", [130]),
        ("Until December 10, in 95126, about two hours.", []),
        ("It is a model 2015 and one of two.", []),
        ("For model 2015 that is 2015 dollars.", [2015]),
        ("Two bathrooms, 1,900 square feet, 50 gallons.", []),
        ("", []),
    ],
)
def test_amounts_are_heard(text, amounts):
    assert amounts_in(text, {"2015", "95126"}) == tuple(map(Decimal, amounts))


@every(
    ("voice", "amount", "words"),
    [
        (Voice.FIGURES, 1250, "$1,250"),
        (Voice.PLAIN, 1250, "1250"),
        (Voice.BUCKS, 90, "90 bucks"),
        (Voice.WORDS, 2350, "two thousand three hundred fifty dollars"),
        (Voice.SHORT, 210, "two ten"),
        (Voice.SHORT, 205, "two oh five"),
        (Voice.SHORT, 1250, "twelve fifty"),
        (Voice.SHORT, 95, "ninety-five"),
        (Voice.SHORT, 2000, "two thousand"),
        (Voice.HUNDREDS, 2950, "twenty-nine hundred and fifty"),
        (Voice.HUNDREDS, 3000, "three thousand"),
        (Voice.HUNDREDS, 11800, "eleven thousand eight hundred"),
        (Voice.SPANISH, 1250, "mil doscientos cincuenta dólares"),
        (Voice.SPANISH, 100, "cien dólares"),
        (Voice.SPANISH, 128, "ciento veintiocho dólares"),
        (Voice.SPANISH, 345, "trescientos cuarenta y cinco dólares"),
    ],
)
def test_amounts_are_said(voice, amount, words):
    assert spelt(Decimal(amount), voice) == words


def test_what_is_said_in_whole_words_is_heard_again():
    for amount in map(Decimal, range(100, 13_000, 35)):
        assert amounts_in(spelt(amount, Voice.WORDS)) == (amount,)


@every(
    ("text", "meaning"),
    [
        ("Their dishwasher won't drain.", Meaning.JOB),
        ("This is an automated call.", Meaning.AUTOMATED),
        ("I'm an AI, not a person.", Meaning.AUTOMATED),
        ("I'm ringing on behalf of a homeowner.", Meaning.CUSTOMER),
        ("They didn't say.", Meaning.DONT_KNOW),
        ("Would you keep that price until the fourth?", Meaning.HOLD),
        ("Is that quote good through Friday?", Meaning.HOLD),
        ("Would it be good for a week?", Meaning.HOLD),
        ("Could you do it for $180?", Meaning.OFFER),
        ("Would that still stand till the fourth?", Meaning.HOLD),
        ("¿Sería el mismo hasta el viernes?", Meaning.HOLD),
        ("¿Me puede mantener el precio hasta el viernes?", Meaning.HOLD),
        ("Is there anything that would bring it down?", Meaning.ROOM),
        ("¿Habría algún descuento?", Meaning.ROOM),
        ("I have another quote of $180.", Meaning.RIVAL),
        ("What would you charge?", Meaning.PRICE),
        ("Can you give me a ballpark?", Meaning.PRICE),
        ("¿Cuánto cobraría?", Meaning.PRICE),
        ("Does that include the trip?", Meaning.PIN),
        ("How many hours would it take?", Meaning.PIN),
        ("What is the difference?", Meaning.OPTION),
        ("Sorry, could you repeat that?", Meaning.REPEAT),
        ("Take your time.", Meaning.WAIT),
        ("Gracias, señor.", Meaning.SPANISH),
        ("Thank you for your time. Goodbye.", Meaning.GOODBYE),
        ("I’m sorry, we won’t call again.", Meaning.APOLOGY),
    ],
)
def test_a_meaning_is_heard_in_other_words_than_ours(text, meaning):
    assert meaning in understand(text, JOB).meanings


@every(
    ("text", "meaning"),
    [
        ("Hold on a second.", Meaning.HOLD),
        ("Could you give one price that you would stand by?", Meaning.HOLD),
        ("Is that good for both rooms?", Meaning.HOLD),
        ("They need a wireless one, unless you know better.", Meaning.ROOM),
        ("I am calling about a dishwasher.", Meaning.JOB),
        ("That is $150.", Meaning.PRICE),
        ("", Meaning.JOB),
    ],
)
def test_a_meaning_is_not_heard_where_it_is_not(text, meaning):
    assert meaning not in understand(text, JOB).meanings


def test_a_job_of_one_word_is_told_by_it():
    assert Job.of("dishwasher").is_told_by("the dishwasher, please")


def test_a_line_is_taken_apart_into_words_and_steps():
    said = remark("Two eighty. No, {=440} with rotors. [said=280][go=dad]")

    assert said.words == "Two eighty. No, {=440} with rotors."
    assert [(step.name, step.value) for step in said.steps] == [
        ("said", "280"),
        ("go", "dad"),
        ("price", "440"),
    ]


def test_a_step_that_nobody_knows_is_refused():
    with pytest.raises(BadLine, match="prize"):
        remark("Two forty. [prize=240]")

"""One turn understood once: acts, figures and whether they price the work, language, keys."""

from collections import Counter
from decimal import Decimal

import pytest

from callbackend.reading.heard import hear
from callbackend.reading.speech.acts import Act
from callbackend.reading.speech.bank import Bank, acts_of, example_lines
from callbackend.reading.speech.plain_figures import without_figures
from tests.rows import every

# Of no line of the bank, word for word.
LINES = [
    ("You peddling something?", Act.ASKS_WHO_WHY),
    ("Tell me I'm not chatting with a computer.", Act.ASKS_IF_ROBOT),
    ("Get my number off that thing of yours.", Act.OPT_OUT),
    ("I don't want to be called by you again.", Act.OPT_OUT),
    ("Never dial this phone again, got it?", Act.OPT_OUT),
    ("Bear with me a moment, I'm getting a pencil.", Act.HOLD),
    ("Hang tight, be right back.", Act.HOLD),
    ("We won't quote it before we've looked at it.", Act.VISIT_ONLY),
    ("Somebody needs to take a look at the place first.", Act.VISIT_ONLY),
    ("We're not doing residential any more.", Act.REFUSES_JOB),
    ("Sorry, we're booked until March.", Act.REFUSES_JOB),
    ("What model number is on it?", Act.ASKS_TRADE_QUESTION),
    ("How tall is the ceiling in there?", Act.ASKS_TRADE_QUESTION),
    ("Does the house have a basement?", Act.ASKS_TRADE_QUESTION),
    ("What's the job, exactly?", Act.ASKS_WHAT_JOB),
    ("How much money have they set aside?", Act.ASKS_BUDGET),
    ("What's the most they would pay?", Act.ASKS_BUDGET),
    ("What's the street address over there?", Act.ASKS_IDENTITY),
    ("How soon do they want it finished?", Act.ASKS_DATE),
    ("Say again? The line's bad.", Act.ASKS_REPEAT),
    ("This is Roberta, what can I do for you?", Act.GREETS_NEW_PERSON),
    ("You're dreaming if you think I'd do it for that.", Act.INSULT_ECHO),
    ("Scratch what I said, I was wrong.", Act.RETRACTS),
    ("Nice weather we're having.", Act.SMALL_TALK),
    ("You may leave a message after the tone.", Act.VOICEMAIL_GREETING),
    ("For estimates, press four.", Act.PHONE_MENU),
    ("Disculpe, no hablo nada de inglés.", Act.NO_ENGLISH),
    ("I have to get going, bye.", Act.HURRIED_GOODBYE),
    ("Oak runs nine hundred, laminate four.", Act.OPTIONS),
    ("It'd come to about three hundred, I think.", Act.HEDGED_PRICE),
    ("We bill a hundred an hour.", Act.RANGE_RATE_FEE),
]


@every(("line", "act"), LINES)
def test_a_sentence_is_heard_by_what_it_is_like(line, act):
    assert hear(line).has(act), [(sign.act, sign.probability) for sign in hear(line).signs.values()]


def test_the_bank_hears_lines_that_it_was_not_taught():
    """A tenth is kept back; many lines fit two acts, so that not all can be right."""
    lines = list(example_lines())
    kept, taught = lines[::10], [line for index, line in enumerate(lines) if index % 10]
    bank = Bank(taught)
    right: Counter[Act] = Counter()
    heard: Counter[Act] = Counter()
    for act, line in kept:
        likely = next(iter(bank.acts(line)))
        heard[likely] += 1
        right[act] += likely is act

    scores = [
        2 * right[act] / (heard[act] + count) for act, count in Counter(a for a, _ in kept).items()
    ]
    assert sum(scores) / len(scores) > 0.55


def test_every_act_has_lines():
    taught = Counter(act for act, _ in example_lines())

    assert set(taught) == set(Act)
    assert min(taught.values()) >= 20


def test_a_figure_decides_nothing_by_its_value():
    assert without_figures("I could do one fifty.") == without_figures("I could do 2,300.")
    assert acts_of("it's $90, all in") == acts_of("it's $1,250, all in")


@every(
    ("said", "price"),
    [
        ("That'll be two fifty.", 250),
        ("Two fifty.", 250),
        ("For the toilet? One eighty.", 180),
        ("My nephew blew four hundred on sneakers.", None),
        ("We've had three hundred calls today.", None),
        ("I paid eighteen hundred for my truck's transmission.", None),
        ("We're at 1200 Harbor Street.", None),
        ("Reliable Plumbing, since 1982, this is Ann.", None),
    ],
)
def test_a_figure_needs_a_sign_to_be_a_price(said, price):
    prices = [one.value for one in hear(said, is_price_asked=True).prices]

    assert prices == ([] if price is None else [Decimal(price)])


@every(
    ("said", "keys"),
    [
        ("For sales press one, for service press 2.", ["1", "2"]),
        ("Press 3 to schedule, or 0 for the operator.", ["3"]),
        ("Para ventas, oprima el dos.", ["2"]),
        ("Say service for service, or say billing for billing.", ["service", "billing"]),
        ("I can't say until I see it.", []),
    ],
)
def test_a_menu_offers_keys(said, keys):
    assert [one.key for one in hear(said).keys] == keys


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("¿Qué es lo que necesita, señor?", "es"),
        ("Son doscientos dólares por todo.", "es"),
        ("What is it you need?", "en"),
        ("Sí, claro, we do that.", None),
        ("Okay.", None),
        ("350.", None),
    ],
)
def test_the_language_is_heard(said, language):
    assert hear(said).language == language

"""How the characters come down."""

from decimal import Decimal

from evals.partners.bargain import Answer, Gives, Haggler, Kind, Push, Terms, to_round
from tests.rows import every


def haggler(gives: Gives, price: int = 300, floor: int = 240, patience: int = 2) -> Haggler:
    return Haggler(Terms(Decimal(price), Decimal(floor), gives, patience))


def pushed(who: Haggler, *pushes: int | str | None) -> list[tuple[Kind, int]]:
    """The answers to some pushes, one after another; `"250"` is a rival's price."""
    standing, told = who.terms.price, []
    for push in pushes:
        offer = None if push is None else Decimal(push)
        answer: Answer = who.answer(standing, Push(offer, isinstance(push, str)))
        standing = answer.price
        told.append((answer.kind, int(answer.price)))
    return told


LATE = [(Kind.ACCEPT, 245), (Kind.LAST, 240)]


@every(
    ("gives", "pushes", "answers"),
    [
        (Gives.FIRM, [250, None], [(Kind.FIRM, 300), (Kind.FIRM, 300)]),
        (Gives.SOFT, [250], [(Kind.ACCEPT, 250)]),
        (Gives.SOFT, [200], [(Kind.LAST, 240)]),
        (Gives.SOFT, [None, None], [(Kind.COUNTER, 270), (Kind.COUNTER, 255)]),
        (Gives.MIDDLE, [250, 250], [(Kind.COUNTER, 275), (Kind.LAST, 265)]),
        (Gives.MIDDLE, [250, 275], [(Kind.COUNTER, 275), (Kind.ACCEPT, 275)]),
        (Gives.STEPS, [None] * 3, [(Kind.COUNTER, 280), (Kind.COUNTER, 260), (Kind.LAST, 240)]),
        (Gives.STEPS, [None] * 2 + [245, 230], [(Kind.COUNTER, 280), (Kind.COUNTER, 260), *LATE]),
        (Gives.STEPS, [290], [(Kind.ACCEPT, 290)]),
        (Gives.ASKED, [250, None], [(Kind.FIRM, 300), (Kind.CONDITION, 240)]),
        (Gives.MATCH, [250, None, "250"], [(Kind.FIRM, 300), (Kind.FIRM, 300), (Kind.ACCEPT, 250)]),
        (Gives.MATCH, ["230"], [(Kind.LAST, 240)]),
    ],
)  # fmt: skip
def test_each_character_comes_down_in_its_way(gives, pushes, answers):
    assert pushed(haggler(gives), *pushes) == answers


@every(("gives", "lowest"), [(Gives.SOFT, 240), (Gives.STEPS, 240), (Gives.MIDDLE, 255)])
def test_the_lowest_price_can_be_reached(gives, lowest):
    who = haggler(gives)

    assert who.terms.lowest == lowest
    assert pushed(who, 240, 240, 240)[-1][1] == lowest


def test_nobody_takes_more_than_their_own_price():
    assert pushed(haggler(Gives.MIDDLE), 310) == [(Kind.ACCEPT, 300)]


def test_patience_ends_with_the_push_after_the_last_that_is_borne():
    answers = pushed(haggler(Gives.FIRM, patience=1), 250, 260)

    assert answers == [(Kind.FIRM, 300), (Kind.FED_UP, 300)]


@every("gives", Gives)
def test_nobody_goes_below_the_floor(gives):
    answers = pushed(haggler(gives, patience=9), 10, None, "10", None, 20, None)

    assert min(price for _, price in answers) >= 240


@every(
    ("amount", "rounded"),
    [(151, 155), (155, 155), (503, 510), (2010, 2050), (10_001, 10_100)],
)
def test_prices_are_round_upwards(amount, rounded):
    assert to_round(Decimal(amount)) == rounded

"""Which figures of a turn price the work, each kind with lines of its own."""

from decimal import Decimal

from callbackend.reading.heard import hear
from tests.rows import every


def prices(said: str, reference: int | None = None) -> list[Decimal]:
    """What a turn prices, asked what the work would cost."""
    standing = None if reference is None else Decimal(reference)
    found = hear(said, None, standing, is_price_asked=True).prices
    return [one.value for one in found if not one.is_fee]


@every(
    "said",
    [
        "We're on a two-twenty here, is theirs the same?",
        "Is that door a thirty or a thirty-two?",
        "Is the front door a thirty-six?",
        "Is their water heater a fifty or what?",
        "Does the garage have a one-ten or do I bring a generator?",
        "Is that a forty gallon or a fifty?",
        "They got a two hundred amp panel?",
        "do they have a one twenty by the door or not",
        "Is there a two-forty outlet behind the range?",
        "Would it run on a one-ten?",
        "so have they got a two twenty over there or only a one ten",
    ],
)
def test_a_figure_of_a_thing_is_no_price(said):
    assert prices(said) == []


@every(
    "said",
    [
        "1-800-Junk-Guys would charge you double.",
        "Call one eight hundred got junk, hon.",
        "One-eight-hundred Rooter does those.",
        "Our office is down on 4400 Fulton, you know it?",
        "We're over at 900 Maple.",
        "come by the yard at 1500 Delmar and we'll talk",
        "The shop's at 2200 Ocean, third door.",
    ],
)
def test_a_number_in_a_name_or_an_address_is_no_price(said):
    assert prices(said) == []


@every(
    "said",
    [
        "I was just pricing a new mower for nine hundred, can you believe it?",
        "Vet charged me four hundred bucks yesterday for the dog. So what do you need?",
        "my electric bill was three eighty last month",
        "got a speeding ticket this morning two hundred and ten bucks what is it you want",
        "When you rang I was watching the game, fifty bucks on the Bears.",
        "Ninety bucks! Tow company just robbed me, ninety bucks. What's this about?",
        "We were looking at a used trailer for twenty-eight hundred, the wife and me.",
        "They fined me a hundred and sixty for the dumpster.",
        "Our water bill, four hundred this time.",
        "Ayer gasté doscientos en el taller.",
    ],
)
def test_a_figure_of_a_story_is_no_price(said):
    assert prices(said) == []


@every(
    ("said", "price"),
    [
        ("My rent went to eighteen hundred. Anyhow, two sixty for yours.", 260),
        ("So it's a sixty amp, I'd do it for three forty.", 340),
        ("It'd be two twenty, same as last week.", 220),
        ("Four ten for the deck, permit's not in there, the county's $120.", 410),
        ("Two ninety all in, but the city wants $60 on top.", 290),
        ("It's three ten, permit not included, that's the city's $95.", 310),
        ("I've got a two-man crew, so three fifty.", 350),
        ("I can be there on a Tuesday for one ninety.", 190),
    ],
)
def test_a_price_beside_such_a_figure_is_still_one(said, price):
    assert prices(said) == [Decimal(price)]


@every(
    ("said", "found"),
    [
        ("Basic is twenty-two hundred, premium is twenty-nine.", [2200, 2900]),
        ("small one's eighteen hundred the big one's twenty-four", [1800, 2400]),
        ("brushed is thirty-one hundred sprayed is thirty-nine", [3100, 3900]),
        ("I could do it for thirty-five hundred, cash thirty-two.", [3500, 3200]),
        ("I said $45 for that, and $1,200 for the rest.", [45, 1200]),
    ],
)
def test_figures_of_one_breath_have_one_scale(said, found):
    assert prices(said) == [Decimal(one) for one in found]


@every(
    ("said", "price"),
    [
        ("two forty two forty", 240),
        ("Six fifty six fifty that's it", 650),
        ("one eighty one eighty", 180),
        ("call it three ten three ten", 310),
        ("labor and all two seventy two seventy total", 270),
    ],
)
def test_a_figure_that_is_said_twice_is_one(said, price):
    assert set(prices(said)) == {Decimal(price)}


@every(
    "said",
    [
        "I just hung up with the orthodontist. Fifty-four hundred! Anyway, what do you need?",
        "Just got off the phone with my plumber. Nine hundred! So what's it about?",
        "Man told me $925 for my van. $925! Lord.",
        "The garage wants eleven hundred for my brakes. Eleven hundred! Okay, go ahead.",
        "They quoted me six thousand for my roof last week, six thousand.",
    ],
)
def test_what_somebody_else_wants_of_them_is_no_price(said):
    assert prices(said) == []


@every(
    ("said", "price"),
    [
        ("My guy told me three forty for the job.", 340),
        ("The boss wants three forty for that. Three forty!", 340),
        ("Just got off the phone with my wife. It'd be three forty for the job.", 340),
    ],
)
def test_what_somebody_wants_for_the_job_is_a_price(said, price):
    assert price in prices(said)


def kinds(said: str) -> list[str]:
    """Of what kind the figures of a turn are."""
    found = hear(said, None, None, is_price_asked=True).prices
    return ["visit" if one.is_fee else str(one.figure.kind) for one in found]


@every(
    "said",
    [
        "For one pallet is seven hundred, grass and work.",
        "Each window's forty.",
        "Per pallet it's six fifty.",
        "Every stump runs one eighty.",
        "It's seven hundred a pallet.",
    ],
)
def test_a_price_for_one_of_them_is_by_the_piece(said):
    assert kinds(said) == ["unit"]


@every(
    ("said", "found"),
    [
        ("I'd have to get up there. Seventy-five for that.", ["visit"]),
        ("I gotta come out. Ninety for that, comes off if they hire us.", ["visit"]),
        ("One fifty-five with the trip.", ["total"]),
        ("I need to order it. Three hundred for that.", ["total"]),
        ("Two ten for that, I've got it on the truck.", ["total"]),
    ],
)
def test_what_is_for_going_there_is_a_fee(said, found):
    assert kinds(said) == found

"""Which trade a query is for: the labelled set as a whole, and the examples that must not move."""

import pytest

from evals import sets
from evals.scoring import score_queries
from quoteapp.language import NONE, TRADES, infer_trade, read
from quoteapp.language.examples import examples
from tests.rows import every

STRICT_FLOOR = 0.98
LENIENT_FLOOR = 0.99
# Of requests that nobody taught.
UNSEEN_FLOOR = 0.95
TOLD_FLOOR = 0.8
MOST_TURNED_AWAY = 0.02

EXAMPLES = [
    ("fix my toilet", "plumber"),
    ("outlet by the sink sparks", "electrician"),
    ("water heater leaking", "plumber"),
    ("tolet is cloged", "plumber"),
    ("elecrician", "electrician"),
    ("plummer needed", "plumber"),
    ("not a leak, the outlet in the laundry room is dead", "electrician"),
    ("the toilet is fine but the shower drips", "plumber"),
    ("my plumber broke the tiles", "handyman"),
    ("electrician left holes in the drywall", "handyman"),
    ("need a plumber, the electrician cut a pipe", "plumber"),
    ("my car's AC blows hot", "auto mechanic"),
    ("check engine light", "auto mechanic"),
    ("locked my keys in the car", "locksmith"),
    ("fridge not cooling", "appliance repair"),
    ("dishwasher leaking", "appliance repair"),
    ("dryer not heating", "appliance repair"),
    ("install dishwasher water line", "plumber"),
    ("gas line for new stove", "plumber"),
    ("el inodoro no para de correr", "plumber"),
    ("necesito pintar la sala", "painter"),
    ("se fue la luz en la cocina", "electrician"),
    ("el baño está tapado", "plumber"),
    ("el bano esta tapado", "plumber"),
    ("mow", "landscaper"),
    ("deck", "carpenter"),
    ("drywall", "handyman"),
    ("bees", "pest control"),
    ("mice", "pest control"),
    ("termites", "pest control"),
    ("shingles", "roofer"),
    ("move out", "moving company"),
    ("move out cleaning", "house cleaner"),
    ("deep clean", "house cleaner"),
    ("garage door", "handyman"),
    ("thermostat", "HVAC technician"),
    ("furnace", "HVAC technician"),
    ("AC NOT COLD HELP", "HVAC technician"),
    ("deadbolt", "locksmith"),
    ("cabinets", "carpenter"),
    ("gutters", "roofer"),
    ("clean the gutters", "handyman"),
    ("carpenter ants in my deck", "pest control"),
    ("waterheater is dead", "plumber"),
    ("my dish washer wont drain", "appliance repair"),
    ("EV charger for my Tesla", "electrician"),
    ("this is driving me crazy, my faucet drips", "plumber"),
    ("something scratches inside the wall at night", "pest control"),
    ("my key snapped", "locksmith"),
    ("upstairs is freezing while downstairs bakes", "HVAC technician"),
    ("no enfría y se echa a perder la comida", "appliance repair"),
    ("no enfria y se echa a perder la comida", "appliance repair"),
    ("me quedé fuera de mi departamento", "locksmith"),
    ("the appliance guy says the receptacle is burnt", "electrician"),
    ("the roofers trampled my flower beds", "landscaper"),
    ("AC in my pickup blows hot", "auto mechanic"),
    ("my Elantra's aircon only blows on high", "auto mechanic"),
    ("the outlet of my air conditioner drips", "HVAC technician"),
    ("need somebody to clean up the house, it's a mess", "house cleaner"),
    ("necesito que me arreglen el baño, no baja el agua", "plumber"),
    ("the siding is moldy, who paints", "painter"),
]

OF_NONE = [
    *("piano lessons", "babysitting", "asbestos", "asdf qwer", "teach my child the piano"),
    *("mold on the wall after a flood", "pool turned green overnight", "need a will drawn up"),
    *(
        "the office wifi crawls",
        "price for solar on a south-facing roof",
        "my puppy chews, train it",
    ),
    *("clases de guitarra", "un abogado de inmigración", "mi celular no prende", "hello", "??"),
]


@every(("query", "trade"), EXAMPLES)
def test_infer_trade_reads_the_named_example(query: str, trade: str) -> None:
    assert infer_trade(query) == trade


@pytest.mark.parametrize(
    "query", ["my backyard fence", "the facade of my place", "space for a vacuum rack"]
)
def test_infer_trade_never_reads_ac_inside_another_word(query: str) -> None:
    assert infer_trade(query) != "HVAC technician"


@every("query", [*OF_NONE, "", "?", "asdkjfh qwpoeiru", "🙂🙂", "12345", "的的的", "\x00"])
def test_infer_trade_tells_what_no_trade_does_and_what_is_no_request(query: str) -> None:
    assert infer_trade(query) == NONE


def test_read_asks_nothing_about_work_that_no_trade_does() -> None:
    reading = read("teach my child the piano")

    assert reading.trade == NONE
    assert reading.questions == ()
    assert reading.alternatives == ()


@every(
    ("query", "alternatives"),
    [
        ("fix my toilet", ()),
        ("rats in the attic", ()),
        ("teach my child the piano", ()),
    ],
)
def test_read_names_the_trades_that_are_about_equally_likely(
    query: str, alternatives: tuple[str, ...]
) -> None:
    assert read(query).alternatives == alternatives


def test_alternatives_are_rare_and_never_the_trade_itself() -> None:
    queries = sets.queries(sets.TRADES)

    readings = [read(labelled.query) for labelled in queries]

    named = [reading for reading in readings if reading.alternatives]
    assert 0 < len(named) < len(queries) / 10
    assert not [reading for reading in named if reading.trade in reading.alternatives]


def test_infer_trade_stays_above_the_floor_on_the_whole_labelled_set() -> None:
    queries = sets.queries(sets.TRADES)

    result = score_queries(queries, infer_trade)

    assert len(queries) >= 350
    assert result.strict >= STRICT_FLOOR, result.wrong
    assert result.lenient >= LENIENT_FLOOR, result.wrong


def test_requests_that_nobody_taught_are_read_and_the_others_turned_away() -> None:
    score = score_queries(sets.queries(sets.UNSEEN_REQUESTS), infer_trade)

    assert score.lenient >= UNSEEN_FLOOR
    assert score.told is not None
    assert score.told >= TOLD_FLOOR
    assert score.turned_away <= MOST_TURNED_AWAY


def test_labelled_set_is_well_formed_and_covers_every_trade() -> None:
    queries = sets.queries(sets.TRADES)

    labels = {labelled.trade for labelled in queries}
    others = {trade for labelled in queries for trade in labelled.also_fine}

    assert labels == {*TRADES, NONE}
    assert others <= set(TRADES)
    assert len({labelled.query for labelled in queries}) == len(queries)


def test_no_example_of_the_data_stands_in_the_set_that_measures_it() -> None:
    learnt_from = {query.lower() for _, query in examples()}

    measuring = {
        labelled.query.lower()
        for path in (sets.TRADES, sets.UNSEEN_TRADES, sets.UNSEEN_REQUESTS)
        for labelled in sets.queries(path)
    }

    assert not learnt_from & measuring


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "query",
    [
        "x" * 2000,
        "leak sink " * 200,
        "zq1dxkwvrtabcdefgh gibberishly " * 60,
        "$" * 2000,
        "1 Aa " * 400,
        "i am " * 400,
        "no " * 600,
    ],
)
def test_read_comes_to_an_end_when_two_thousand_hostile_characters_come(query: str) -> None:
    assert read(query).trade in (*TRADES, NONE)

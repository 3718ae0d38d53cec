"""The problem in one clause, safe to be said on the phone."""

import re

from evals.sets import TRADES
from quoteapp.language import NONE, Reading, read
from tests.readings import by_query
from tests.rows import every


@every(
    ("query", "problem"),
    [
        ("fix my toilet", "your toilet needs to be fixed"),
        ("Fix my toilet!", "your toilet needs to be fixed"),
        ("My sink is leaking under the kitchen", "your sink is leaking under the kitchen"),
        ("can you please fix my toilet?", "your toilet needs to be fixed"),
        ("I need someone to paint my living room", "your living room needs to be painted"),
        ("clean my gutters", "your gutters need to be cleaned"),
        ("install a ceiling fan", "a ceiling fan needs to be installed"),
        ("install ceiling fan", "a ceiling fan needs to be installed"),
        ("mow lawn", "your lawn needs to be mowed"),
        ("hook up my new dryer", "your new dryer needs to be hooked up"),
        ("fix my toilet, it keeps running", "your toilet needs to be fixed, it keeps running"),
        ("clean and paint my deck", "you need someone to clean and paint your deck"),
        ("I locked my keys in the car", "you locked your keys in the car"),
        ("we have mice in our attic", "you have mice in your attic"),
        ("I'm locked out of my house", "you are locked out of your house"),
        ("water heater leaking", "your water heater is leaking"),
        ("brakes grinding", "your brakes are grinding"),
        ("outlet by the sink sparks", "your outlet by the sink sparks"),
        ("toilet", "you need help with your toilet"),
        ("mice in the attic", "you need help with mice in the attic"),
        ("roof leak", "you need help with a roof leak"),
        ("need a plumber", "you need a plumber"),
        ("plumber", "you need a plumber"),
        ("electrician needed", "you need an electrician"),
        ("need my gutters cleaned", "you need your gutters cleaned"),
        ("MY TOILET IS OVERFLOWING!!!", "your toilet is overflowing"),
        ("el inodoro no para de correr", "your toilet is running constantly"),
        ("se fue la luz en la cocina", "part of your home has no power"),
        ("necesito pintar mi casa", "you need your home painted"),
        ("quiero pintar por fuera mi casa", "you need the outside of your home painted"),
        ("me da toques la regadera", "you get electric shocks at home"),
        ("pulls to the left on the freeway", "it pulls to the left on the freeway"),
        ("asdkjfh qwpoeiru", ""),
        ("", ""),
        ("come look at your work, my roof still leaks", "your roof is leaking"),
    ],
)
def test_read_puts_the_problem_in_the_second_person(query: str, problem: str) -> None:
    assert read(query).problem == problem


@every(
    "query",
    [
        "fix my toilet for under $200",
        "fix my toilet, my budget is 300",
        "fix my toilet. I can pay $1,250 max",
        "fix my toilet for 200",
        "I can spend two hundred bucks. fix my toilet",
        "Hi there, my name is Karen. fix my toilet. Call me at (408) 555-1234",
        "hello, fix my toilet at 123 Main St, San Jose, CA 95126",
        "fix my toilet, I'm at 4521 Oak Hill Drive apt 3, Austin, TX 78704",
        "This is Bob Smith. Fix my toilet please. bob@example.com. Thanks, Bob",
        "Good morning! Please fix my toilet. text 4085551234",
    ],
)
def test_read_leaves_out_names_places_and_money(query: str) -> None:
    assert read(query).problem == "your toilet needs to be fixed"


@every(
    ("query", "problem"),
    [
        ("Who fixes a sagging gate?", "you need someone to fix a sagging gate"),
        ("who can unclog a tub around here", "a tub needs to be unclogged"),
        ("How much to replace a toilet?", "a toilet needs to be replaced"),
        ("Can anyone recommend a good electrician?", "you need a good electrician"),
        ("Do you install ceiling fans?", "you need someone to install ceiling fans"),
        ("why is my AC leaking water inside?", "your AC is leaking water inside"),
        (
            "Why does my toilet gurgle when the shower runs?",
            "your toilet gurgles when the shower runs",
        ),
        ("why won't my car start in the morning", "your car won't start in the morning"),
        (
            "Is it normal for a fridge to click all night?",
            "you want to know whether it is normal for a fridge to click all night",
        ),
        ("Where can I get a deadbolt installed?", "you need a deadbolt installed"),
        (
            "heat shield underneath is rattling, is that serious",
            "your heat shield underneath is rattling",
        ),
        ("how do I get rid of mice", 'you asked: "how do I get rid of mice?"'),
        ("haul my old couch away", "your old couch needs to be hauled away"),
        ("move a piano downstairs", "a piano needs to be moved downstairs"),
        ("build us a chicken coop", "a chicken coop needs to be built"),
        ("send somebody to look at my boiler", "you need somebody to look at your boiler"),
        ("stop my faucet from dripping", "you need someone to stop your faucet from dripping"),
        ("inspect our attic for mold", "your attic needs to be inspected for mold"),
        ("fix my sink tomorrow", "your sink needs to be fixed tomorrow"),
        ("mount a tv and hide the wires", "you need someone to mount a TV and hide the wires"),
        ("mailbox hit by a truck", "your mailbox was hit by a truck"),
    ],
)
def test_read_says_a_question_as_what_is_wanted(query: str, problem: str) -> None:
    assert read(query).problem == problem


@every(
    ("query", "problem"),
    [
        ("toilet wont stop running", "your toilet won't stop running"),
        ("water heater leaking from bottom", "your water heater is leaking from the bottom"),
        (
            "inspection sticker expired need emissions done",
            "your inspection sticker expired, and you need emissions done",
        ),
        (
            "pipe under sink leaking, the handyman made it worse",
            "your pipe under the sink is leaking, and the handyman made it worse",
        ),
        ("no power in garage", "you have no power in the garage"),
        ("locked out of my apartment", "you are locked out of your apartment"),
        ("can't shut the water off", "you can't shut the water off"),
        ("move out cleaning for a studio", "you need help with a move out cleaning for a studio"),
        ("baseboards replaced in the hall", "you need your baseboards replaced in the hall"),
        ("ring doorbell installation", "you need help with a ring doorbell installation"),
        ("clunk when i hit a pothole", 'you said: "clunk when i hit a pothole"'),
        (
            "forty pieces, a bag of screws, and a picture of a crib: i give up",
            'you said: "forty pieces, a bag of screws, and a picture of a crib: i give up"',
        ),
    ],
)
def test_read_makes_notes_a_sentence_or_quotes_them(query: str, problem: str) -> None:
    assert read(query).problem == problem


@every("reading", lambda: by_query(TRADES))
def test_read_gives_one_bounded_clause_for_every_query(reading: Reading) -> None:
    if reading.trade == NONE:
        return
    problem = re.sub(r'^you (?:said|asked): ".+"$', "you said it", reading.problem)

    assert 0 < len(reading.problem) <= 200
    assert not problem.endswith((".", "!", "?"))
    assert not re.search(r"\b(?:my|our|I'm|myself|me|us)\b|[$@\n]", problem)


def test_read_cuts_a_long_sentence_between_words() -> None:
    query = "my toilet is leaking " + "behind the very long wall " * 20

    problem = read(query).problem

    assert len(problem) <= 200
    assert problem.endswith(("behind", "the", "very", "long", "wall"))

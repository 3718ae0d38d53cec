"""The questions: about this very problem, never about what the job already has."""

import re
import tomllib

import pytest

from evals.sets import TRADES as LABELLED
from quoteapp.language import NONE, Reading, read
from quoteapp.language.library import TRADES, file_of, library
from tests.readings import by_query
from tests.rows import every

ALREADY_IN_THE_JOB = re.compile(
    r"\b(?:budget|price|cost|afford|spend|pay|address|zip|which city|neighborhood|what date|"
    r"what day|which day|how soon|deadline|schedule|available|when do you|when would|when should|"
    r"when can|where do you live|where are you|where is your (?:home|house))\b",
    re.IGNORECASE,
)


def topics_of(trade: str) -> list[dict]:
    return tomllib.loads(file_of(trade).read_text("utf-8"))["topics"]


def test_read_asks_the_five_known_questions_for_fix_my_toilet() -> None:
    assert read("fix my toilet").questions == (
        "What is the specific issue with your toilet?",
        "Is your toilet running constantly or leaking?",
        "How old is your toilet?",
        "Have you noticed any water damage around the toilet?",
        "Is this an emergency or can it wait a day?",
    )


@every(
    ("query", "question"),
    [
        ("my toilet won't stop running", "How long has the toilet been running?"),
        ("el inodoro no para de correr", "How long has the toilet been running?"),
        ("my car won't start", "What are the make, model and year of the car?"),
        ("paint my rooms", "How many rooms are to be painted, and roughly how large are they?"),
        ("mice in the attic", "Have you set traps or bait?"),
        ("mount a tv", "How large is the TV?"),
        ("dryer not heating", "Is the dryer gas or electric?"),
        ("half the house is dark", "Do your neighbors have power?"),
        ("upstairs is freezing while downstairs bakes", "Which rooms are affected?"),
        ("clothes come out soaking wet", "Is there water standing in the drum?"),
        ("no hot water since yesterday", "Is the water heater gas or electric?"),
        ("my key snapped", "Is part of the key still in the lock?"),
        ("necesito pintar mi casa", "Should the inside, the outside or both be painted?"),
        ("septic tank needs pumping", "When was the septic tank last pumped?"),
        ("install four cameras around the house", "How many cameras are to be installed?"),
        ("furnace bangs when it starts", "Is a light blinking or an error shown on the unit?"),
        ("replace my furnace", "How large is the home, in square feet?"),
        ("vaciar la fosa séptica", "When was the septic tank last pumped?"),
    ],
)
def test_read_asks_about_the_very_problem(query: str, question: str) -> None:
    assert question in read(query).questions


@pytest.mark.parametrize(
    ("query", "needless"),
    [
        ("gas dryer not heating", "gas or electric"),
        ("my toilet is 20 years old and leaks", "How old"),
        ("mount a 65 inch tv", "How large is the TV"),
        ("paint 3 bedrooms", "How many rooms"),
        ("emergency! fix my toilet", "emergency"),
        ("clean my house weekly, 3 bedrooms", "How many bedrooms"),
    ],
)
def test_read_leaves_out_what_the_query_says(query: str, needless: str) -> None:
    assert not [question for question in read(query).questions if needless in question]


@every("reading", lambda: by_query(LABELLED))
def test_read_asks_three_to_five_different_questions(reading: Reading) -> None:
    if reading.trade == NONE:
        return
    questions = reading.questions

    assert 3 <= len(questions) <= 5
    assert len(set(questions)) == len(questions)


@every("trade", TRADES)
def test_no_question_asks_for_place_date_or_budget(trade: str) -> None:
    asked = set(library().defaults[trade].questions)
    asked |= {question for topic in topics_of(trade) for question in topic["questions"]}

    assert not [question for question in asked if ALREADY_IN_THE_JOB.search(question)]


@every("trade", TRADES)
def test_every_trade_has_many_topics_of_three_to_five_questions(trade: str) -> None:
    topics = topics_of(trade)

    assert len(topics) >= 8
    assert all(topic["when"] for topic in topics)
    assert all(3 <= len(topic["questions"]) <= 5 for topic in topics)
    assert all(question.endswith("?") for topic in topics for question in topic["questions"])
    assert all(not topic["problem"].endswith(".") for topic in topics)

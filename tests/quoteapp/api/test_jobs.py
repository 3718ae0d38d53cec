import json
import random
from datetime import date
from decimal import Decimal

import pytest

from quoteapp import store
from quoteapp.extensions import db
from quoteapp.language import TRADES
from quoteapp.language.examples import examples
from quoteapp.models import Brief
from quoteapp.models.asked import Question
from quoteapp.services.finding.providers import providers_of
from quoteapp.states import JobStatus
from tests.factories import make_job, make_searched_job
from tests.quoteapp.api.answers import (
    assert_refuses,
    error_of,
    nothing_is_kept,
    what_is_kept,
    with_literal,
)
from tests.rows import every

GOOD = {
    "query": "fix my toilet",
    "house_address": "123 Main St, San Jose, CA 95126",
    "zip_code": "95126",
    "price_limit": 250,
    "date_needed": "2025-12-10",
}
NO_TEXT = ["null", "7", "true", "[]", "{}", '["text"]', '""', '"  \\t\\n "', '"\\ud800"']
# What nobody sees is no text: of each kind one, and all together (`test_legible.py` has the rest).
INVISIBLE = [
    *('"\\u200b\\u200d"', '"\\ufeff"', '"\\u00ad"', '"\\u0001\\u007f"', '"\\ufe0f"', '"\\u3164"'),
    *(
        '"\\u2800"',
        '"\\u00a0\\u3000\\u2028"',
        '"\\u202e\\u202c"',
        '" \\u200b\\n\\ufeff\\u2800\\u3164 "',
    ),
]
UNKEEPABLE = ['"toilet \\u0000"', '"toilet \\ud83d"', '"toilet \\udc4d \\ud83d"']


FIVE = tuple(Question(f"q{n}", f"Question {n}?") for n in range(1, 6))


def text(length: int) -> str:
    return json.dumps("x" * length)


BAD_START = {
    "query": [*NO_TEXT, *INVISIBLE, *UNKEEPABLE, text(2001)],
    "house_address": [*NO_TEXT, *INVISIBLE, *UNKEEPABLE, text(301)],
    "zip_code": [
        *("null", "95126", "95126.0", "true", "[]", '["95126"]', '""', '" "', '"00000"', '"9512"'),
        *('"951261"', '"95126-12"', '"95126-12345"', '"951261234"', '" 95126"', '"95126 "'),
        *('"95126\\n"', '"9512a"', '"９５１２６"', '"٩٥١٢٦"', '"95126-"', '"95126\\u0000"'),
    ],
    "price_limit": [
        *("null", "0", "0.0", "-0.0", "-1", "-0.01", '"250"', '""', "true", "false", "[]", "{}"),
        *("[250]", "NaN", "Infinity", "-Infinity", "1e400", "-1e400", "1000000.01", "1000001"),
        *("1" + "0" * 400, "-1" + "0" * 400, "10.999", "0.001", "1e-9", '"NO_LIMIT"', '"none"'),
        *('" no_limit"', '"no limit"', '"NaN"', '["no_limit"]'),
    ],
    "date_needed": [
        *("null", "20251210", "true", "[]", '""', '"2025-02-30"', '"20251210"', '"2025-12-10Z"'),
        *('"2025-12-10T09:00:00"', '"2025-12-10T09:00:00Z"', '"2025-12-10 09:00"', '"12/10/2025"'),
        *('"0000-01-01"', '"2025-13-01"', '"2025-00-10"', '"2025-W50-3"', '"2025-344"'),
        *('"25-12-10"', '" 2025-12-10"', '"2025-12-10\\n"', '"２０２５-１２-１０"', '"tomorrow"'),
    ],
}
GOOD_START = [
    ("query", text(1), "original_query", "x"),
    ("query", json.dumps("x " * 999 + "xx"), "original_query", "x " * 999 + "xx"),
    ("query", json.dumps(" " * 9 + "y." * 1000 + "\n"), "original_query", "y." * 1000),
    ("query", '"arregla mi baño \\ud83d\\udebd 修理"', "original_query", "arregla mi baño 🚽 修理"),
    ("query", '"\\ufefffix\\u200b my toi\\u00adlet\\u2800"', "original_query", "fix my toilet"),
    ("query", json.dumps("\u200b" * 9 + "y\u200b" * 2000), "original_query", "y" * 2000),
    ("query", '"fix  my\\n\\ntoilet!!!!!!!!!"', "original_query", "fix  my\n\ntoilet!!!!!!!!!"),
    ("house_address", '"1 Main\\u200b St\\ufeff"', "house_address", "1 Main St"),
    ("house_address", json.dumps("x\u200b" * 300), "house_address", "x" * 300),
    ("house_address", text(1), "house_address", "x"),
    ("house_address", text(300), "house_address", "x" * 300),
    ("zip_code", '"95126-1234"', "zip_code", "95126-1234"),
    ("zip_code", '"00501"', "zip_code", "00501"),
    ("price_limit", "0.01", "price_limit", 0.01),
    ("price_limit", "10.50", "price_limit", 10.5),
    ("price_limit", "250.0", "price_limit", 250),
    ("price_limit", "1e3", "price_limit", 1000),
    ("price_limit", "1000000", "price_limit", 1_000_000),
    ("price_limit", "1000000.00", "price_limit", 1_000_000),
    ("price_limit", '"no_limit"', "price_limit", "no_limit"),
    ("date_needed", '"1999-01-01"', "date_needed", "1999-01-01"),
    ("date_needed", '"2024-02-29"', "date_needed", "2024-02-29"),
    ("date_needed", '"0001-01-01"', "date_needed", "0001-01-01"),
    ("date_needed", '"9999-12-31"', "date_needed", "9999-12-31"),
]


def rows(table):
    return [(field, literal) for field, literals in table.items() for literal in literals]


def briefly(value):
    return value[:24] if isinstance(value, str) else None


@every(("field", "literal"), rows(BAD_START))
def test_start_job_refuses_what_a_field_must_not_be(client, field, literal):
    before = what_is_kept()

    response = client.post(
        "/api/start-job", data=with_literal(GOOD, field, literal), content_type="application/json"
    )

    assert_refuses(response, field)
    assert what_is_kept() == before


@pytest.mark.parametrize("field", GOOD)
def test_start_job_refuses_a_missing_field(client, field):
    body = {name: value for name, value in GOOD.items() if name != field}

    response = client.post("/api/start-job", json=body)

    assert_refuses(response, field)
    assert nothing_is_kept()


def test_start_job_names_every_wrong_field_at_once(client):
    response = client.post("/api/start-job", json={})

    error = error_of(response, 422)
    assert set(error["errors"]) == set(GOOD)
    assert all(field in error["detail"] for field in GOOD)


@pytest.mark.timeout(5)
@every(("field", "literal", "shown_as", "value"), GOOD_START)
def test_start_job_takes_what_a_field_may_be(client, field, literal, shown_as, value):
    good = GOOD | {"task": "plumber"}  # Whatever the query says.

    response = client.post(
        "/api/start-job", data=with_literal(good, field, literal), content_type="application/json"
    )

    assert response.status_code == 200
    job = client.get(f"/api/jobs/{response.get_json()['job_id']}").get_json()
    assert job[shown_as] == value
    assert type(job[shown_as]) is type(value)


@pytest.mark.timeout(5)
@pytest.mark.parametrize(
    "unit",
    ["x", "xyz ", "a b ", "toilet", "fix my toilet ", "!", "no ", "ñ", "🚽", "-", "7", "\n."],
)
def test_start_job_reads_the_longest_query_at_once(client, unit):
    query = "q" + (unit * 2000)[:1998] + "q"

    response = client.post("/api/start-job", json=GOOD | {"query": query, "task": "plumber"})

    assert response.status_code == 200
    assert 3 <= len(response.get_json()["questions"]) <= 5


@pytest.mark.parametrize(
    "query", ["teach my child the piano", "asdf qwer", "clases de inglés", "?"]
)
def test_start_job_tells_the_trades_when_none_of_them_does_the_work(client, query):
    response = client.post("/api/start-job", json=GOOD | {"query": query})

    assert_refuses(response, "query")
    assert all(trade in response.get_json()["detail"] for trade in TRADES)
    assert nothing_is_kept()


def test_start_job_says_what_to_do_first_when_work_of_none_is_dangerous(client):
    response = client.post("/api/start-job", json=GOOD | {"query": "my house is on fire, sue him"})

    assert_refuses(response, "query")
    assert "call 911" in response.get_json()["detail"]


def test_start_job_infers_no_trade_when_the_task_is_given(client):
    body = GOOD | {"query": "teach my child the piano", "task": "moving company"}

    started = client.post("/api/start-job", json=body).get_json()

    assert started["task"] == "moving company"
    assert "alternatives" not in started
    assert store.get(started["job_id"]).problem


@pytest.mark.parametrize("task", ["", "astronaut", "none", "Plumber", None, 1, ["plumber"]])
def test_start_job_refuses_a_task_that_is_no_trade(client, task):
    response = client.post("/api/start-job", json=GOOD | {"task": task})

    assert_refuses(response, "task")
    assert nothing_is_kept()


@pytest.mark.parametrize("language", ["", "fr", "EN", None, 1])
def test_start_job_refuses_a_language_that_it_does_not_speak(client, language):
    response = client.post("/api/start-job", json=GOOD | {"language": language})

    assert_refuses(response, "language")
    assert nothing_is_kept()


def test_start_job_asks_in_spanish_and_tells_the_businesses_in_english(client):
    body = GOOD | {"query": "el inodoro no para de correr", "language": "es"}

    started = client.post("/api/start-job", json=body).get_json()
    age = next(one for one in started["questions"] if "antigüedad" in one["question"])
    running = started["questions"][0]
    answers = {age["id"]: age["suggestions"][0], running["id"]: "desde que cambiamos la manguera"}
    client.post("/api/complete-job", json={"job_id": started["job_id"], "answers": answers})

    assert all(one["question"].startswith("¿") for one in started["questions"])
    brief = store.get(started["job_id"]).brief()
    assert brief["problem"] == "your toilet is running constantly"
    assert {"question": "How old is your toilet?", "answer": "Under 5 years"} in brief["answers"]
    said = {"question": running["question"], "answer": "desde que cambiamos la manguera"}
    assert said in brief["answers"]


def test_start_job_offers_up_to_four_answers_with_each_question(client):
    started = client.post("/api/start-job", json=GOOD).get_json()

    offered = [question["suggestions"] for question in started["questions"]]
    assert all(len(answers) <= 4 for answers in offered)
    assert ["It runs constantly", "It leaks", "It is clogged", "It does not flush"] in offered


def test_start_job_names_the_trades_that_would_do_about_as_well(client):
    body = GOOD | {"query": "squeaky floor"}

    started = client.post("/api/start-job", json=body).get_json()

    assert list(started) == ["job_id", "task", "questions", "alternatives"]
    assert {started["task"], *started["alternatives"]} == {"carpenter", "handyman"}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("fix my toilet or I will kill you", "Please describe the work without threats."),
        ("arregla mi baño, eres un idiota", "Please describe the work without insults."),
        ("s3nd a n@ked maid", "Please describe the work without sexual content."),
    ],
)
def test_start_job_refuses_a_query_that_offends(client, query, sentence):
    response = client.post("/api/start-job", json=GOOD | {"query": query})

    error = error_of(response, 422)
    assert error["errors"] == {"query": [sentence]}
    assert error["detail"] == f"query: {sentence}"
    assert nothing_is_kept()


@pytest.mark.parametrize("address", ["1 Dick St, Cumming, GA 30040", "Fuck You Lane 5, idiot"])
def test_start_job_never_reads_the_address(client, address):
    response = client.post("/api/start-job", json=GOOD | {"house_address": address})

    job = client.get(f"/api/jobs/{response.get_json()['job_id']}").get_json()
    assert job["house_address"] == address


def test_start_job_ignores_unknown_fields(client):
    response = client.post("/api/start-job", json=GOOD | {"id": "mine", "status": "searched"})

    job_id = response.get_json()["job_id"]
    assert job_id != "mine"
    assert client.get(f"/api/jobs/{job_id}").get_json()["status"] == "collecting_info"


def test_start_job_keeps_the_limit_as_exact_dollars(client):
    response = client.post(
        "/api/start-job",
        data=with_literal(GOOD, "price_limit", "10.10"),
        content_type="application/json",
    )

    job = store.get(response.get_json()["job_id"])
    assert job.price_limit == Decimal("10.10")
    assert job.date_needed == date(2025, 12, 10)


def test_start_job_asks_three_to_five_numbered_questions(client):
    questions = client.post("/api/start-job", json=GOOD).get_json()["questions"]

    assert 3 <= len(questions) <= 5
    assert [it["id"] for it in questions] == [f"q{n}" for n in range(1, len(questions) + 1)]
    assert all(it["question"].endswith("?") for it in questions)


def test_start_job_leaves_notice_out_when_nothing_is_dangerous(client):
    answer = client.post("/api/start-job", json=GOOD).get_json()

    assert list(answer) == ["job_id", "task", "questions"]


BAD_COMPLETE = {
    "job_id": ["null", "7", "[]", "{}", '""', '"  "', text(101), '"\\ud800"', '"a\\u0000"'],
    "answers": [
        *("null", '"q1"', "7", "true", "[]", '["the toilet"]', '[{"q1": "yes"}]', '{"q9": "yes"}'),
        *('{"q0": "yes"}', '{"Q1": "yes"}', '{"": "yes"}', '{" ": "yes"}', '{"\\ud800": "yes"}'),
        *('{"q1": null}', '{"q1": 10}', '{"q1": true}', '{"q1": ["yes"]}', '{"q1": {"a": 1}}'),
        *('{"q1": "\\ud800"}', '{"q1": "a\\u0000"}', f'{{"q1": {text(2001)}}}'),
        *('{"q1": "yes", "q9": "yes"}', '{"q9": ""}', f'{{"q1": "yes", {text(101)}: "yes"}}'),
    ],
}


@every(("field", "literal"), rows(BAD_COMPLETE))
def test_complete_job_refuses_what_a_field_must_not_be(client, field, literal):
    job = make_job()
    body = {"job_id": job.id, "answers": {"q1": "It leaks"}}

    response = client.post(
        "/api/complete-job",
        data=with_literal(body, field, literal),
        content_type="application/json",
    )

    assert_refuses(response, field)
    assert store.get(job.id) == job
    assert providers_of(job.id) == []
    assert db.session.get(Brief, job.id) is None


@pytest.mark.parametrize("field", ["job_id", "answers"])
def test_complete_job_refuses_a_missing_field(client, field):
    body = {"job_id": make_job().id, "answers": {}}
    body.pop(field)

    response = client.post("/api/complete-job", json=body)

    assert_refuses(response, field)


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        ({}, {}),
        ({"q1": ""}, {}),
        ({"q1": " \n "}, {}),
        ({"q1": " \u200b\ufeff\u2800\u3164\xad\x01\ufe0f"}, {}),
        ({"q1": "\u200byes\u2060 it do\xades"}, {"q1": "yes it does"}),
        ({"q1": "x\u200b" * 2000}, {"q1": "x" * 2000}),
        ({"q1": "  yes "}, {"q1": "yes"}),
        ({"q1": "x" * 2000}, {"q1": "x" * 2000}),
        ({"q1": " " * 99 + "x" * 2000 + " "}, {"q1": "x" * 2000}),
        ({"q3": "no", "q1": "sí 🚽"}, {"q1": "sí 🚽", "q3": "no"}),
    ],
    ids=briefly,
)
def test_complete_job_keeps_the_answers_that_say_something(client, answers, kept):
    job = make_job()

    response = client.post("/api/complete-job", json={"job_id": job.id, "answers": answers})

    assert response.status_code == 200
    assert response.get_json()["job"]["clarifications"] == kept


def test_complete_job_refuses_answers_that_are_too_much_to_keep_and_changes_nothing(client):
    job = make_job(asked=FIVE)
    drawn = random.Random(16)
    answers = {
        question.id: "".join(chr(drawn.randrange(0x20000, 0x2A000)) for _ in range(2000))
        for question in job.asked
    }

    body = json.dumps({"job_id": job.id, "answers": answers}, ensure_ascii=False)
    response = client.post("/api/complete-job", data=body.encode(), content_type="application/json")

    assert_refuses(response, "answers")
    assert store.get(job.id) == job
    assert providers_of(job.id) == []
    assert db.session.get(Brief, job.id) is None


def test_complete_job_keeps_five_long_answers(client):
    job = make_job(asked=FIVE)
    written = " ".join(query for _, query in examples())
    answers = {
        question.id: written[number * 2000 : number * 2000 + 2000]
        for number, question in enumerate(job.asked)
    }

    response = client.post("/api/complete-job", json={"job_id": job.id, "answers": answers})

    assert response.status_code == 200


def test_complete_job_answers_with_a_searched_job_and_uncalled_providers(client):
    job = make_job()

    response = client.post("/api/complete-job", json={"job_id": job.id, "answers": {"q1": "yes"}})

    answer = response.get_json()
    assert answer["job"]["status"] == "searched"
    assert answer["job"]["questions"] == []
    assert 3 <= len(answer["providers"]) <= 5
    for provider in answer["providers"]:
        unknown = ("estimated_price", "negotiated_price", "call_status", "outcome")
        assert [provider[field] for field in unknown] == [None] * 4


def test_complete_job_says_404_when_the_job_is_unknown(client):
    response = client.post("/api/complete-job", json={"job_id": "abc123", "answers": {}})

    assert error_of(response, 404)["detail"] == "Job not found: abc123"


def test_get_job_shows_what_is_still_asked(client):
    job = make_job()

    shown = client.get(f"/api/jobs/{job.id}").get_json()

    assert shown == {
        "id": job.id,
        "original_query": "fix my toilet",
        "task": "plumber",
        "house_address": "123 Main St, San Jose, CA 95126",
        "zip_code": "95126",
        "date_needed": "2025-12-10",
        "price_limit": 250,
        "clarifications": {},
        "questions": [
            {"id": f"q{n}", "question": f"Question {n}?", "suggestions": []} for n in (1, 2, 3)
        ],
        "status": "collecting_info",
        "asked": [
            {"id": f"q{n}", "question": f"Question {n}?", "answer": None, "spoken": None}
            for n in (1, 2, 3)
        ],
        **dict.fromkeys(("notice", "line", "created_at", "expires_at")),
        **dict.fromkeys(("chosen_provider_id", "confirmed_at")),
    }


def test_get_job_asks_nothing_more_when_it_is_searched(client):
    job = make_searched_job()

    shown = client.get(f"/api/jobs/{job.id}").get_json()

    assert shown["questions"] == []
    assert shown["status"] == JobStatus.SEARCHED
    assert shown["clarifications"] == {"q1": "It runs constantly"}


@pytest.mark.parametrize("job_id", ["abc123", "%ED%A0%80", "a:b", "x" * 3000, "*", "%20"])
def test_get_job_says_404_when_there_is_none(client, job_id):
    response = client.get(f"/api/jobs/{job_id}")

    assert error_of(response, 404)["detail"].startswith("Job not found: ")


def test_get_job_says_404_when_the_name_is_that_of_a_lock(client):
    job = make_job()

    with store.changing(job.id):
        response = client.get(f"/api/jobs/{job.id}:lock")

    error_of(response, 404)


def test_a_job_tells_what_was_asked_and_what_will_not_be_said(client):
    job = make_job()
    answers = {"q1": "It runs constantly", "q2": "It drips. The key is under the mat."}

    completed = client.post("/api/complete-job", json={"job_id": job.id, "answers": answers})

    asked = [
        {"id": "q1", "question": "Question 1?", "answer": answers["q1"], "spoken": True},
        {"id": "q2", "question": "Question 2?", "answer": answers["q2"], "spoken": False},
        {"id": "q3", "question": "Question 3?", "answer": None, "spoken": None},
    ]
    assert completed.get_json()["job"]["asked"] == asked
    shown = client.get(f"/api/jobs/{job.id}").get_json()
    assert shown["asked"] == asked
    assert shown["clarifications"] == answers
    assert list(shown)[10] == "asked"

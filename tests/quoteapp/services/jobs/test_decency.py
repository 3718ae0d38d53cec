import time

import pytest

from common.breaker import FAILURES
from dev.redis_server import free_port
from quoteapp.errors import InvalidInput
from quoteapp.services.jobs import decency

CLEAN = "kill the weeds along my driveway"
THREAT = "Please describe the work without threats."
INSULT = "Please describe the work without insults."
SEXUAL = "Please describe the work without sexual content."

pytestmark = pytest.mark.usefixtures("app")


def refusal_of(query):
    """What a query is refused with; None where it is taken."""
    try:
        decency.refuse_offence(query)
    except InvalidInput as error:
        return error.errors
    return None


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("fix my toilet or I will kill you", THREAT),
        ("fix my toilet, you idiot", INSULT),
        ("I want a naked maid", SEXUAL),
        ("fix it or I'll shoot the idiot who built it", THREAT),
    ],
)
def test_an_offence_is_refused_without_a_key(query, sentence, service):
    assert refusal_of(query) == {"query": [sentence]}
    assert service.bodies == []


def test_the_sentence_may_be_shown_as_it_is():
    with pytest.raises(InvalidInput) as raised:
        decency.refuse_offence("you idiot")

    assert str(raised.value) == f"query: {INSULT}"


def test_a_clean_query_is_taken_without_a_key(service):
    assert refusal_of(CLEAN) is None
    assert service.bodies == []


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ({"harassment_threatening": 0.9}, THREAT),
        ({"hate_threatening": 0.9}, THREAT),
        ({"harassment": 0.9}, INSULT),
        ({"hate": 0.9}, INSULT),
        ({"sexual": 0.9}, SEXUAL),
        ({"sexual_minors": 0.9}, SEXUAL),
        ({"violence": 0.9, "harassment_threatening": 0.9}, THREAT),
    ],
    ids=str,
)
def test_moderation_adds_a_refusal(service, use_model, scores, sentence):
    use_model(service.url)
    service.flags(**scores)

    assert refusal_of(CLEAN) == {"query": [sentence]}


@pytest.mark.parametrize(
    "scores",
    [
        {},
        {"violence": 0.99},
        {"violence": 0.99, "violence_graphic": 0.99},
        {"illicit": 0.99, "illicit_violent": 0.99},
        {"self-harm": 0.99},
        {"harassment_threatening": 0.6},
        {"sexual": 0.79},
    ],
    ids=str,
)
def test_rats_may_be_killed_and_nobody_is_refused_on_a_guess(service, use_model, scores):
    use_model(service.url)
    service.flags(**scores)

    assert refusal_of(CLEAN) is None
    assert len(service.bodies) == 1


def test_moderation_is_not_asked_about_what_the_reader_refuses(service, use_model):
    use_model(service.url)

    assert refusal_of("I will kill you") == {"query": [THREAT]}
    assert service.bodies == []


def test_moderation_takes_no_refusal_back(service, use_model):
    use_model(service.url)
    service.flags()

    assert refusal_of("you idiot") == {"query": [INSULT]}


@pytest.mark.parametrize("body", [b"", b"{}", b'{"results": []}', [b" "] * 50], ids=str)
@pytest.mark.parametrize(("query", "refusal"), [(CLEAN, None), ("you idiot", {"query": [INSULT]})])
def test_the_reader_alone_decides_when_moderation_says_nothing(
    service, use_model, body, query, refusal
):
    use_model(service.url, openai_moderation_seconds=0.5)
    service.body = body
    began = time.monotonic()

    assert refusal_of(query) == refusal
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("status", [401, 404, 429, 500])
def test_the_reader_alone_decides_when_moderation_fails(service, use_model, status):
    use_model(service.url)
    service.status = status

    assert refusal_of(CLEAN) is None


def test_the_reader_alone_decides_when_nobody_answers(use_model):
    use_model(f"http://127.0.0.1:{free_port()}/v1")

    assert [refusal_of(CLEAN) for _ in range(FAILURES + 1)] == [None] * (FAILURES + 1)


def test_the_log_tells_what_was_refused_and_not_the_words(caplog):
    caplog.set_level("INFO")

    refusal_of("you idiot")

    (record,) = caplog.records
    assert (record.getMessage(), record.offence) == ("request refused", "insult")

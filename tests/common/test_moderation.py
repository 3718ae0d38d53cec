"""What OpenAI's moderation makes of a text, and what becomes of its faults."""

import json
import time

import pytest

from common.breaker import FAILURES
from common.failures import NoAnswer, Spared
from common.moderation import MODEL, moderation_request, scores_of
from dev.redis_server import free_port
from tests.aimock.scripted import moderation
from tests.aimock.specification import complaints

TEXT = "kill the weeds"


def failure(model, seconds=3.0):
    """How moderation fails."""
    with pytest.raises(NoAnswer) as raised:
        model.moderate(TEXT, seconds)
    return raised.value


def test_the_request_has_the_shape_that_openai_publishes():
    assert complaints(moderation_request(TEXT), "CreateModerationRequest") == []


def test_our_stand_in_answers_in_the_shape_that_openai_publishes():
    body = moderation({"violence": 0.7})

    assert complaints(body, "CreateModerationResponse") == []
    assert complaints(body | {"results": None}, "CreateModerationResponse") != []


def test_moderate_sends_the_text_and_gives_the_scores_of_what_is_flagged(scripted, connect):
    scripted.flags(violence=0.7, harassment_threatening=0.9)

    scores = connect(scripted.url).moderate(TEXT, 5)

    assert scores == {"violence": 0.7, "harassment/threatening": 0.9}
    assert scripted.bodies == [{"model": MODEL, "input": TEXT}]


def test_what_is_not_flagged_has_no_score():
    body = moderation({"violence": 0.7})
    body["results"][0]["category_scores"]["sexual"] = 0.99

    assert scores_of(json.dumps(body).encode()) == {"violence": 0.7}


@pytest.mark.parametrize(
    ("flag", "score"), [("yes", 0.9), (1, 0.9), (None, 0.9), (True, "0.9"), (True, None)]
)
def test_a_value_of_another_shape_is_no_score(flag, score):
    result = {"categories": {"hate": flag}, "category_scores": {"hate": score}}

    assert scores_of(json.dumps({"results": [result]}).encode()) == {}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Bad gateway</html>",
        b"[]",
        b"{}",
        b'{"results": []}',
        b'{"results": {}}',
        b'{"results": [7]}',
        b'{"results": [{"flagged": true}]}',
        b'{"results": [{"categories": [], "category_scores": {}}]}',
    ],
)
def test_a_body_that_is_no_moderation_is_no_answer(scripted, connect, body):
    scripted.body = body

    assert type(failure(connect(scripted.url))) is NoAnswer


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_moderate_fails_once_for_each_status(scripted, connect, status):
    scripted.status = status

    assert failure(connect(scripted.url)).status == status
    assert len(scripted.bodies) == 1


def test_moderate_fails_in_time_when_the_body_trickles(scripted, connect):
    scripted.body = [b" "] * 200
    began = time.monotonic()

    failure(connect(scripted.url), seconds=0.5)

    assert time.monotonic() - began < 2


def test_nothing_was_sent_when_nobody_answers(connect):
    assert not failure(connect(f"http://127.0.0.1:{free_port()}/v1")).was_sent


def test_a_dead_moderation_is_spared_and_the_model_is_not(scripted, connect):
    model = connect(scripted.url)
    scripted.status = 500
    for _ in range(FAILURES):
        failure(model)
    scripted.status = 200

    assert type(failure(model)) is Spared
    assert len(scripted.bodies) == FAILURES


def test_aimock_that_has_no_moderation_is_no_answer(llmock, connect):
    assert failure(connect(llmock.url)).status == 503

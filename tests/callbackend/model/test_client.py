"""The client: every answer and every fault, from aimock and from a service that misbehaves."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from callbackend.agent.reply import Reply
from callbackend.model import client, prices, wording
from callbackend.model.breaker import FAILURES, PAUSE_SECONDS, Breaker
from callbackend.model.responses import NoAnswer, Prompt, Spared, Useless, request_of, strict_object
from callbackend.model.slots import Slots
from callbackend.prices import Utterance
from dev.redis_server import free_port
from tests.aimock.scripted import message

ROOT = Path(__file__).parents[3]
SPECIFICATION = ROOT.parent / "shared" / "specs" / "openai.json"
PROMPT = Prompt(
    name="test",
    instructions="Say a word.",
    data={"a": "b"},
    schema=strict_object(word={"type": "string"}),
)
DATA = {"word": "toilet"}


def failure(model: Any, seconds: float = 3.0) -> NoAnswer:
    with pytest.raises(NoAnswer) as raised:
        model.ask(PROMPT, seconds)
    return raised.value


# --- with aimock -----------------------------------------------------------------------------


def test_ask_returns_the_object_that_the_model_says(llmock, connect):
    llmock.answers(DATA)

    assert connect(llmock.url).ask(PROMPT, 15) == DATA


def test_ask_keeps_data_apart_from_instructions(llmock, connect):
    llmock.answers(DATA)

    connect(llmock.url).ask(PROMPT, 5)

    (asked,) = llmock.requests
    assert asked["body"]["messages"] == [
        {"role": "system", "content": "Say a word."},
        {"role": "user", "content": '{"a":"b"}'},
    ]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
def test_ask_fails_once_for_each_status(llmock, connect, status):
    llmock.fails(status)

    error = failure(connect(llmock.url))

    assert type(error) is NoAnswer
    assert str(error) == f"HTTP {status}"
    assert len(llmock.requests) == 1


def test_ask_fails_when_the_key_is_wrong(llmock, connect):
    llmock.answers(DATA)

    assert str(failure(connect(llmock.url, openai_api_key="sk-wrong"))) == "HTTP 401"


@pytest.mark.parametrize(
    ("chaos", "reason"),
    [
        ({"dropRate": 1}, "HTTP 500"),
        ({"rateLimitRate": 1}, "HTTP 429"),
        ({"malformedRate": 1}, "the body is not JSON"),
        ({"disconnectRate": 1}, "Error"),
        ({"latencyMs": 5000}, ""),
    ],
    ids=str,
)
def test_ask_fails_in_time_for_each_fault(llmock, connect, chaos, reason):
    llmock.answers(DATA)
    llmock.misbehaves(**chaos)
    began = time.monotonic()

    error = failure(connect(llmock.url), seconds=1)

    assert reason in str(error)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("content", "response", "reason"),
    [
        ("no JSON at all", {}, "the answer is not JSON"),
        ('{"word": "toi', {}, "the answer is not JSON"),
        ("[1]", {}, "the answer is not a JSON object"),
        (DATA, {"finishReason": "length"}, "the response is not completed"),
        (DATA, {"finishReason": "content_filter"}, "the response is not completed"),
    ],
    ids=str,
)
def test_ask_finds_an_answer_useless(llmock, connect, content, response, reason):
    llmock.answers(content, **response)

    error = failure(connect(llmock.url))

    assert type(error) is Useless
    assert str(error) == reason


# --- with a service that answers as nobody should --------------------------------------------


@pytest.mark.parametrize(
    "body", [b"", b"<html>Bad gateway</html>", b"null", b"[]", b"{}", b'{"output": {}}', b"\xff{"]
)
def test_ask_fails_when_the_body_is_no_response(scripted, connect, body):
    scripted.body = body

    assert type(failure(connect(scripted.url))) is NoAnswer


@pytest.mark.parametrize(
    "output",
    [[], [None, 7], [{"type": "message", "content": "text"}], [message({"type": "output_text"})]],
    ids=str,
)
def test_ask_finds_a_response_without_text_useless(scripted, connect, output):
    scripted.responds(output)

    assert type(failure(connect(scripted.url))) is Useless


def test_ask_finds_a_refusal_useless(scripted, connect):
    scripted.responds([message({"type": "refusal", "refusal": "No."})])

    assert str(failure(connect(scripted.url))) == "the model refuses"


def test_ask_ends_in_time_when_the_body_trickles(scripted, connect):
    scripted.body = [b" "] * 50
    began = time.monotonic()

    failure(connect(scripted.url), seconds=0.5)

    assert time.monotonic() - began < 1.5


def test_ask_reads_no_endless_body(scripted, connect):
    scripted.body = b" " * (client.LARGEST_BODY + 1)

    assert str(failure(connect(scripted.url), 10)) == "the body is too large"


def test_ask_fails_when_nobody_listens(connect):
    assert type(failure(connect(f"http://127.0.0.1:{free_port()}/v1"))) is NoAnswer


@pytest.mark.parametrize("url", ["nonsense", "http://[broken", "ftp://a", " "])
def test_ask_fails_as_ever_when_the_url_is_none(connect, url):
    assert isinstance(failure(connect(url)), NoAnswer)


@pytest.mark.parametrize("key", ["clé", "two\nlines"])
def test_ask_names_no_key_when_it_cannot_be_sent(scripted, connect, key):
    assert key not in str(failure(connect(scripted.url, openai_api_key=key)))


def test_ask_spares_a_dead_service(scripted, connect):
    scripted.status = 500
    model = connect(scripted.url)
    for _ in range(FAILURES):
        failure(model)

    error = failure(model)

    assert type(error) is Spared
    assert len(scripted.bodies) == FAILURES


def test_ask_goes_on_asking_when_the_model_only_refuses(scripted, connect):
    scripted.responds([message({"type": "refusal", "refusal": "No."})])
    model = connect(scripted.url)

    for _ in range(FAILURES + 2):
        failure(model)

    assert len(scripted.bodies) == FAILURES + 2


def test_ask_starts_no_more_requests_than_it_may(monkeypatch, scripted, connect):
    monkeypatch.setattr(client, "MOST_AT_ONCE", 1)
    scripted.body = [b" "] * 10
    model = connect(scripted.url)
    failure(model, seconds=0.3)

    error = failure(model, seconds=0.3)

    assert type(error) is Spared


# --- the breaker and the slots ---------------------------------------------------------------


def test_a_breaker_lets_one_probe_through_after_a_pause():
    now = [0.0]
    breaker = Breaker(lambda: now[0])
    for _ in range(FAILURES):
        assert breaker.lets_through()
        breaker.failed()
    assert not breaker.lets_through()

    now[0] = PAUSE_SECONDS

    assert [breaker.lets_through(), breaker.lets_through()] == [True, False]


def test_a_breaker_closes_after_a_success():
    now = [0.0]
    breaker = Breaker(lambda: now[0])
    for _ in range(FAILURES):
        breaker.failed()

    breaker.succeeded()

    assert breaker.lets_through()


def test_slots_do_so_much_at_once_and_no_more():
    slots, release = Slots(1), threading.Event()
    first = slots.start(lambda: release.wait(5))

    assert slots.start(lambda: None) is None
    release.set()
    assert first is not None
    assert first.result(5)


def test_slots_give_no_work_where_no_thread_can_be_had(monkeypatch):
    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    slots = Slots(1)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        assert slots.start(lambda: 1) is None

    started = slots.start(lambda: 1)

    assert started is not None
    assert started.result(5) == 1


# --- the shape of our requests ---------------------------------------------------------------

SPOKEN = [Utterance("agent", "How much?"), Utterance("provider", 'It\'s "$150".')]
PROMPTS = {
    "prices": prices.prompt(SPOKEN),
    "wording": wording.prompt(Reply("Could you do it for $135?"), SPOKEN),
}


@pytest.fixture(scope="session")
def create_response():
    """A validator of OpenAI's CreateResponse."""
    if not SPECIFICATION.exists():
        pytest.skip("OpenAI's OpenAPI document is not here")
    document = json.loads(SPECIFICATION.read_text(encoding="utf-8"))
    resource = Resource.from_contents(document, default_specification=DRAFT202012)
    registry = Registry().with_resource("urn:openai", resource)
    reference = {"$ref": "urn:openai#/components/schemas/CreateResponse"}
    return Draft202012Validator(reference, registry=registry)


@pytest.mark.parametrize("name", PROMPTS)
def test_a_request_has_the_shape_that_openai_publishes(create_response, scripted, connect, name):
    scripted.says(DATA)

    connect(scripted.url).ask(PROMPTS[name], 5)

    (body,) = scripted.bodies
    assert body == request_of(PROMPTS[name], "gpt-5.4-mini")
    assert body["store"] is False
    assert [error.message for error in create_response.iter_errors(body)] == []


@pytest.mark.parametrize("name", PROMPTS)
def test_a_schema_is_strict_as_openai_means_it(name):
    def objects(schema):
        if schema["type"] == "object":
            yield schema
        parts = [*schema.get("properties", {}).values()]
        for part in [*parts, schema["items"]] if "items" in schema else parts:
            yield from objects(part)

    schema = PROMPTS[name].schema

    Draft202012Validator.check_schema(schema)
    for one in objects(schema):
        assert one["required"] == list(one["properties"])
        assert one["additionalProperties"] is False


def test_openai_is_not_imported_without_a_key():
    script = (
        "import sys; from callbackend.app import create_app\n"
        "from callbackend.config import Settings; import callbackend.read_quotes\n"
        "app = create_app(Settings.from_environ({'DATA_DIR': '/nonexistent'}))\n"
        "print(app.extensions['callbackend'].adviser, {'openai', 'httpx2'} & set(sys.modules))"
    )

    output = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)

    assert output.stdout.decode().strip() == "None set()"

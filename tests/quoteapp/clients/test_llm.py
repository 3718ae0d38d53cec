"""What the app makes of the model's answers and faults; `tests/common` has them all."""

import subprocess
import sys
from dataclasses import replace

import pytest

from common.breaker import FAILURES, PAUSE_SECONDS
from common.responses import Prompt, request_of, strict_object
from dev.redis_server import free_port
from quoteapp.clients.llm import Llm, location_of
from quoteapp.config import BadSetting, Settings
from quoteapp.errors import GiveUp, TryAgain, Unsure, VendorError
from quoteapp.language import NONE, TRADES
from quoteapp.places import place_of
from quoteapp.services.finding import web_search
from quoteapp.services.jobs import intake
from tests.aimock.scripted import message
from tests.aimock.server import KEY
from tests.aimock.specification import assert_strict, complaints

MODEL = "gpt-5.4-mini"
PROMPT = Prompt(
    name="test",
    instructions="Say a word.",
    data={"a": "b"},
    schema=strict_object(word={"type": "string"}),
)
SAN_JOSE = place_of("95126")
DATA = {"word": "toilet"}


@pytest.fixture
def connect():
    """Makes models, and closes them."""
    models = []

    def connected(url, **changes):
        settings = Settings(openai_api_key=KEY, openai_base_url=url)
        models.append(Llm(replace(settings, **changes)))
        return models[-1]

    yield connected
    for model in models:
        model.close()


def failure(model, seconds=3.0):
    """How a prompt fails."""
    with pytest.raises(VendorError) as raised:
        model.ask(PROMPT, seconds)
    return raised.value


def test_the_settings_say_which_model_answers(llmock, connect):
    llmock.answers(DATA)

    answer = connect(llmock.url, openai_model="gpt-5.4").ask(PROMPT, 15)

    assert answer.data == DATA
    assert llmock.requests[0]["body"]["model"] == "gpt-5.4"


@pytest.mark.parametrize(("key", "is_available"), [("", False), (KEY, True)])
def test_a_model_is_available_with_a_key(key, is_available):
    assert Llm(Settings(openai_api_key=key)).is_available is is_available


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, GiveUp),
        (401, GiveUp),
        (403, GiveUp),
        (404, GiveUp),
        (409, GiveUp),
        (429, TryAgain),
        (500, Unsure),
        (503, Unsure),
    ],
)
def test_ask_raises_our_failure_for_each_status(llmock, connect, status, kind):
    llmock.fails(status)

    error = failure(connect(llmock.url))

    assert type(error) is kind
    assert str(error) == f"HTTP {status}"


def test_ask_gives_up_when_the_key_is_wrong(llmock, connect):
    llmock.answers(DATA)

    error = failure(connect(llmock.url, openai_api_key="sk-wrong"))

    assert isinstance(error, GiveUp)
    assert str(error) == "HTTP 401"


@pytest.mark.parametrize(
    ("chaos", "kind", "reason"),
    [
        ({"dropRate": 1}, Unsure, "HTTP 500"),
        ({"rateLimitRate": 1}, TryAgain, "HTTP 429"),
        ({"malformedRate": 1}, Unsure, "the body is not JSON"),
        ({"disconnectRate": 1}, Unsure, "the connection broke"),
        ({"latencyMs": 5000}, Unsure, "no answer"),
    ],
    ids=str,
)
def test_ask_raises_our_failure_for_each_fault(llmock, connect, chaos, kind, reason):
    llmock.answers(DATA)
    llmock.misbehaves(**chaos)

    error = failure(connect(llmock.url), seconds=1)

    assert type(error) is kind
    assert reason in str(error)


def test_ask_gives_up_when_the_model_refuses(service, connect):
    service.responds([message({"type": "refusal", "refusal": "I cannot help with that."})])

    error = failure(connect(service.url))

    assert type(error) is GiveUp
    assert str(error) == "the model refuses"


def test_ask_tries_again_when_nobody_listens(connect):
    error = failure(connect(f"http://127.0.0.1:{free_port()}/v1"))

    assert type(error) is TryAgain
    assert str(error) == "no connection"


def test_ask_tries_a_dead_service_again_after_its_pause(service, connect):
    service.status = 500
    model = connect(service.url)
    for _ in range(FAILURES):
        failure(model)

    error = failure(model)

    assert type(error) is TryAgain
    assert PAUSE_SECONDS - 5 < error.after <= PAUSE_SECONDS


# --- our prompts -----------------------------------------------------------------------------

PROMPTS = {
    "intake": intake.prompt('my "toilet"\nleaks'),
    "search": web_search.prompt("plumber", SAN_JOSE, 5),
    "search without a time zone": web_search.prompt("plumber", replace(SAN_JOSE, timezone=None), 5),
}


@pytest.mark.parametrize("name", PROMPTS)
def test_a_request_has_the_shape_that_openai_publishes(name):
    assert complaints(request_of(PROMPTS[name], MODEL)) == []


@pytest.mark.parametrize("name", PROMPTS)
def test_a_schema_is_strict_as_openai_means_it(name):
    assert_strict(PROMPTS[name].schema)


def test_a_search_says_where_it_is():
    near = PROMPTS["search"].near

    assert near == location_of(SAN_JOSE)
    assert (near.country, near.region, near.city) == ("US", "CA", "San Jose")
    assert near.timezone == "America/Los_Angeles"


def test_an_intake_offers_the_trades_and_no_tools():
    body = request_of(PROMPTS["intake"], MODEL)

    assert body["text"]["format"]["schema"]["properties"]["trade"]["enum"] == [*TRADES, NONE]
    assert "tools" not in body


def test_openai_is_not_imported_without_a_key():
    script = (
        "import sys; from quoteapp import create_app; from quoteapp.config import Settings\n"
        "from quoteapp.services.finding import web_search\n"
        "from quoteapp.services.jobs import intake\n"
        "with create_app(Settings()).app_context(): intake.read('fix my toilet')\n"
        "print({'openai', 'httpx2', 'pydantic'} & set(sys.modules))"
    )

    output = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)

    assert output.stdout.decode().strip() == "set()"


# --- settings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environ", "searches_web"),
    [
        ({}, False),
        ({"PROVIDER_SEARCH": "auto"}, False),
        ({"PROVIDER_SEARCH": "directory"}, False),
        ({"OPENAI_API_KEY": KEY}, True),
        ({"OPENAI_API_KEY": KEY, "PROVIDER_SEARCH": "auto"}, True),
        ({"OPENAI_API_KEY": KEY, "PROVIDER_SEARCH": "openai"}, True),
        ({"OPENAI_API_KEY": KEY, "PROVIDER_SEARCH": "directory"}, False),
    ],
    ids=str,
)
def test_the_web_is_searched_with_a_key_unless_the_settings_say_no(environ, searches_web):
    assert Settings.from_environ(environ).searches_web is searches_web


@pytest.mark.parametrize("value", ["openai", "google"])
def test_a_search_that_cannot_be_is_a_bad_setting(value):
    with pytest.raises(BadSetting, match="PROVIDER_SEARCH"):
        Settings.from_environ({"PROVIDER_SEARCH": value})


def test_settings_do_not_show_the_key():
    assert KEY not in repr(Settings.from_environ({"OPENAI_API_KEY": KEY}))

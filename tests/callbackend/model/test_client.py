"""What we ask the model; `tests/common` has its answers and faults."""

import subprocess
import sys

import pytest

from callbackend.agent.moves import LegalMove, MoveType
from callbackend.model import policy, prices
from callbackend.reading import Utterance
from common.responses import request_of
from tests.aimock.specification import assert_strict, complaints

SPOKEN = [Utterance("agent", "How much?"), Utterance("provider", 'It\'s "$150".')]
PROMPTS = {
    "prices": prices.prompt(SPOKEN),
    "policy": policy.prompt([(LegalMove(MoveType.ASK_PRICE), "What would it cost?")], SPOKEN),
}


def test_the_settings_say_which_model_answers(llmock, connect):
    said = {"heard": [], "move": "ASK_PRICE", "say": "Hello."}
    llmock.answers(said)

    answer = connect(llmock.url, openai_model="gpt-5.4").ask(PROMPTS["policy"], 15)

    assert answer.data == said
    (asked,) = llmock.requests
    assert asked["body"]["model"] == "gpt-5.4"


@pytest.mark.parametrize("name", PROMPTS)
def test_a_request_has_the_shape_that_openai_publishes(name):
    body = request_of(PROMPTS[name], "gpt-5.4-mini")

    assert body["store"] is False
    assert complaints(body) == []


@pytest.mark.parametrize("name", PROMPTS)
def test_a_schema_is_strict_as_openai_means_it(name):
    assert_strict(PROMPTS[name].schema)


def test_openai_is_not_imported_without_a_key():
    script = (
        "import sys; from callbackend.app import create_app\n"
        "from callbackend.config import Settings; import callbackend.read_quotes\n"
        "app = create_app(Settings.from_environ({'DATA_DIR': '/nonexistent'}))\n"
        "print(app.extensions['callbackend'].adviser, {'openai', 'httpx2'} & set(sys.modules))"
    )

    output = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)

    assert output.stdout.decode().strip() == "None set()"

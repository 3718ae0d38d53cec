"""The shape of our requests, as OpenAI publishes it."""

from dataclasses import replace

import pytest

from common.responses import Location, Prompt, request_of, strict_object
from tests.aimock.specification import assert_strict, complaints

MODEL = "gpt-5.4-mini"
SAN_JOSE = Location(country="US", region="CA", city="San Jose", timezone="America/Los_Angeles")
PROMPT = Prompt(
    name="test",
    instructions="Say a word.",
    data={"a": "b"},
    schema=strict_object(word={"type": "string"}),
)
SEARCH = replace(PROMPT, near=SAN_JOSE)
PROMPTS = {
    "no search": PROMPT,
    "search": SEARCH,
    "search without a time zone": replace(PROMPT, near=replace(SAN_JOSE, timezone=None)),
}


@pytest.mark.parametrize("name", PROMPTS)
def test_a_request_has_the_shape_that_openai_publishes(name):
    assert complaints(request_of(PROMPTS[name], MODEL)) == []


def test_the_shape_that_openai_publishes_refuses_another():
    assert complaints(request_of(SEARCH, MODEL) | {"tool_choice": "often"}) != []


def test_a_request_keeps_nothing_there_and_wants_the_strict_schema():
    body = request_of(PROMPT, MODEL)

    assert body["store"] is False
    assert body["text"]["format"]["strict"] is True
    assert body["text"]["format"]["schema"] == PROMPT.schema
    assert "tools" not in body


def test_a_search_says_where_it_is_must_take_place_and_names_its_pages():
    assert request_of(SEARCH, MODEL) == request_of(PROMPT, MODEL) | {
        "tools": [
            {
                "type": "web_search",
                "user_location": {
                    "type": "approximate",
                    "country": "US",
                    "region": "CA",
                    "city": "San Jose",
                    "timezone": "America/Los_Angeles",
                },
            }
        ],
        "tool_choice": "required",
        "include": ["web_search_call.action.sources"],
    }


def test_a_search_names_no_time_zone_that_is_not_known():
    (tool,) = request_of(PROMPTS["search without a time zone"], MODEL)["tools"]

    assert set(tool["user_location"]) == {"type", "country", "region", "city"}


def test_a_strict_object_is_strict_as_openai_means_it():
    inner = strict_object(line={"type": "integer"}, said={"type": "string"})

    schema = strict_object(word={"type": "string"}, lines={"type": "array", "items": inner})

    assert_strict(schema)
    assert list(schema["properties"]) == ["word", "lines"]

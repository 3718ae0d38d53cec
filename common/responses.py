"""OpenAI's Responses API in JSON: a prompt as its request, its response as an answer.

Compatible services speak it, too, and do not always keep to it: every value is looked at before
it is used.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from common.failures import NoAnswer, Useless

MOST_TOKENS = 4_000  # of an answer, with whatever the model thinks before it
WEB_SEARCH = "web_search"
WEB_SEARCH_DONE = "web_search_call"
WEB_SEARCH_SOURCES = "web_search_call.action.sources"

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """From where somebody searches; `country` is ISO's two letters, `timezone` IANA's name."""

    country: str
    region: str
    city: str
    timezone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What the model is asked: rules of ours, data that it must not obey, and the answer's shape.

    `name` names the schema, and the use: each has a breaker of its own. `near` lets the model
    search the web, as if from that place.
    """

    name: str
    instructions: str
    data: Mapping[str, object]
    schema: JsonObject
    near: Location | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model said: a JSON object, not checked against the schema by anybody.

    `has_searched` is whether it used the web. `sources` are the pages that it saw there; some
    services keep them to themselves.
    """

    data: JsonObject
    has_searched: bool
    sources: frozenset[str]


def strict_object(**properties: JsonObject) -> JsonObject:
    """The schema of an object with these properties, as OpenAI's strict mode wants it."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def request_of(prompt: Prompt, model: str) -> JsonObject:
    """The body of POST /responses."""
    request: JsonObject = {
        "model": model,
        "instructions": prompt.instructions,
        # As JSON, what people said cannot pretend to end: its quotes are escaped.
        "input": [{"role": "user", "content": orjson.dumps(prompt.data).decode()}],
        "text": {
            "format": {
                "type": "json_schema",
                "name": prompt.name,
                "strict": True,
                "schema": prompt.schema,
            }
        },
        "max_output_tokens": MOST_TOKENS,
        "store": False,  # The default keeps what people said for 30 days.
    }
    return request if prompt.near is None else request | _searching(prompt.near)


def _searching(near: Location) -> JsonObject:
    """What lets the model search the web, and makes it name all pages that it saw."""
    location = {
        "type": "approximate",
        "country": near.country,
        "region": near.region,
        "city": near.city,
    }
    if near.timezone is not None:
        location["timezone"] = near.timezone
    return {
        "tools": [{"type": WEB_SEARCH, "user_location": location}],
        "tool_choice": "required",
        "include": [WEB_SEARCH_SOURCES],
    }


def response_of(body: bytes) -> JsonObject:
    """The response object of a body. Raises `NoAnswer` for anything else."""
    try:
        response = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise NoAnswer("the body is not JSON") from error
    if not isinstance(response, dict) or not isinstance(response.get("output"), list):
        raise NoAnswer("the body is not a response")
    return response


def answer_of(response: JsonObject) -> Answer:
    """What the response says. Raises `Useless` where it says nothing of use."""
    if response.get("status") != "completed":
        raise Useless("the response is not completed")
    items = list(_objects(response["output"]))
    parts = [part for item in items for part in _objects(item.get("content"))]
    if any(part.get("type") == "refusal" for part in parts):
        raise Useless("the model refuses")
    searches = [item for item in items if item.get("type") == WEB_SEARCH_DONE]
    return Answer(_said(parts), bool(searches), frozenset(_urls(searches, parts)))


def _said(parts: Iterable[JsonObject]) -> JsonObject:
    """The JSON object that the text is."""
    texts = (part.get("text") for part in parts if part.get("type") == "output_text")
    try:
        said = orjson.loads("".join(text for text in texts if isinstance(text, str)))
    except orjson.JSONDecodeError as error:
        raise Useless("the answer is not JSON") from error
    if not isinstance(said, dict):
        raise Useless("the answer is not a JSON object")
    return said


def _urls(searches: Iterable[JsonObject], parts: Iterable[JsonObject]) -> Iterator[str]:
    """The pages that were found, opened or cited."""
    actions = [action for item in searches for action in _objects([item.get("action")])]
    sources = (source for action in actions for source in _objects(action.get("sources")))
    citations = (note for part in parts for note in _objects(part.get("annotations")))
    for it in (*actions, *sources, *citations):
        if isinstance(it.get("url"), str):
            yield it["url"]


def _objects(value: object) -> Iterator[JsonObject]:
    """The JSON objects in a list; none, where it is no list."""
    return (it for it in value if isinstance(it, dict)) if isinstance(value, list) else iter(())

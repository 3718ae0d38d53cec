"""OpenAI's Responses API in JSON: a prompt as its request, its response as a JSON object."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

MOST_TOKENS = 4_000  # of an answer, with whatever the model thinks before it

JsonObject = dict[str, Any]


class NoAnswer(Exception):
    """There is nothing to go by, for a reason in words of ours, without what anybody said."""


class Useless(NoAnswer):
    """The model answered, but nothing of use: no sign that the service is dead."""


class Spared(NoAnswer):
    """It was not even asked: it failed too often just now, or too many ask already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Rules of ours, data that the model must not obey, and the strict schema of its answer."""

    name: str
    instructions: str
    data: Mapping[str, object]
    schema: JsonObject


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
    return {
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


def response_of(body: bytes) -> JsonObject:
    """The response object of a body. Raises `NoAnswer` for anything else."""
    try:
        response = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise NoAnswer("the body is not JSON") from error
    if not isinstance(response, dict) or not isinstance(response.get("output"), list):
        raise NoAnswer("the body is not a response")
    return response


def answer_of(response: JsonObject) -> JsonObject:
    """The JSON object that the model says, unchecked. Raises `Useless` where it says none."""
    if response.get("status") != "completed":
        raise Useless("the response is not completed")
    items = _objects(response["output"])
    parts = [part for item in items for part in _objects(item.get("content"))]
    if any(part.get("type") == "refusal" for part in parts):
        raise Useless("the model refuses")
    texts = (part.get("text") for part in parts if part.get("type") == "output_text")
    try:
        answer = orjson.loads("".join(text for text in texts if isinstance(text, str)))
    except orjson.JSONDecodeError as error:
        raise Useless("the answer is not JSON") from error
    if not isinstance(answer, dict):
        raise Useless("the answer is not a JSON object")
    return answer


def _objects(value: object) -> Iterator[JsonObject]:
    """The JSON objects in a list; none, where it is no list."""
    return (it for it in value if isinstance(it, dict)) if isinstance(value, list) else iter(())

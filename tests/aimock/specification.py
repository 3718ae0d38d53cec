"""What OpenAI publishes about its requests, as assertions."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

SPECIFICATION = Path(__file__).parents[3] / "shared" / "specs" / "openai.json"


def complaints(body: dict[str, Any], schema: str = "CreateResponse") -> list[str]:
    """What is wrong with a body of this schema. Skips the test where the document is not here."""
    if not SPECIFICATION.exists():
        pytest.skip("OpenAI's OpenAPI document is not here")
    return [error.message for error in _validator(schema).iter_errors(body)]


def assert_strict(schema: dict[str, Any]) -> None:
    """Every object names all of its properties as required, and allows no others."""
    Draft202012Validator.check_schema(schema)
    for one in _objects(schema):
        assert one["required"] == list(one["properties"])
        assert one["additionalProperties"] is False


@cache
def _validator(schema: str) -> Draft202012Validator:
    """Read once: the document has 70,000 lines."""
    document = json.loads(SPECIFICATION.read_text(encoding="utf-8"))
    resource = Resource.from_contents(document, default_specification=DRAFT202012)
    wanted = {"$ref": f"urn:openai#/components/schemas/{schema}"}
    return Draft202012Validator(wanted, registry=Registry().with_resource("urn:openai", resource))


def _objects(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schemas of objects inside a schema, and itself."""
    if schema["type"] == "object":
        yield schema
    parts = [*schema.get("properties", {}).values()]
    for part in [*parts, schema["items"]] if "items" in schema else parts:
        yield from _objects(part)

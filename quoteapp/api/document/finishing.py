"""What flask-smorest made of the routes, with all that it cannot know put in."""

import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from flask import Flask

from quoteapp.api.document.codes import ANYWHERE, CODES, codes_of
from quoteapp.api.document.headers import HEADERS, IF_NONE_MATCH, code_header, names_for
from quoteapp.api.document.words import ENUMERATIONS
from quoteapp.api.operators import PATHS as FOR_OPERATORS

Json = dict[str, Any]

EXAMPLES: Json = json.loads((Path(__file__).parent / "examples.json").read_text("utf-8"))
MEDIA_TYPE = "application/json"
SECURITY: Json = {
    "adminToken": {
        "type": "http",
        "scheme": "bearer",
        "description": "For operators: `Authorization: Bearer` and the `ADMIN_TOKEN` that the "
        "service was started with. Where it has none, it answers its own machine alone.",
    }
}
IN_PATH: dict[str, Json] = {
    "job_id": {
        "description": "The job: the `job_id` that start-job answered.",
        "example": "550e8400-e29b-41d4-a716-446655440000",
    },
    "zip_code": {"description": "Five digits, or ZIP+4.", "example": "95126"},
}
# The response that all operations share: what any request may meet.
ANY_OTHER = "AnyOtherError"


def finished(made: Callable[[], Json], app: Flask) -> Json:
    """The document, from what flask-smorest makes."""
    document = _with_named_enums(deepcopy(made()))
    endpoints = _endpoints(app)
    for path, item in document["paths"].items():
        shared = item.pop("parameters", [])
        for method, operation in item.items():
            operation["parameters"] = shared + operation.get("parameters", [])
            operation["security"] = [{"adminToken": []}] if path in FOR_OPERATORS else []
            _finish(operation, document, endpoints[method, path])
    components = document["components"]
    components["securitySchemes"] = SECURITY
    components["headers"] = deepcopy(HEADERS)
    components["responses"] = {ANY_OTHER: _any_other(document)}
    _drop_unused(document)
    return document


def _endpoints(app: Flask) -> dict[tuple[str, str], str]:
    """The endpoint of each route, by method and path as the document spells them."""
    return {
        (method.lower(), re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)): rule.endpoint
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }


def _finish(operation: Json, document: Json, endpoint: str) -> None:
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            parameter |= IN_PATH[parameter["name"]]
    if "304" in operation["responses"]:
        operation["parameters"].append(deepcopy(IF_NONE_MATCH))
    if not operation["parameters"]:
        del operation["parameters"]
    id_, examples = operation["operationId"], EXAMPLES[operation["operationId"]]
    if "requestBody" in operation:
        operation["requestBody"]["content"][MEDIA_TYPE]["example"] = examples["request"]
    operation["responses"] = {
        status: _resolved(answer, document)
        for status, answer in sorted(operation["responses"].items())
    }
    for status, answer in operation["responses"].items():
        if status == "default":
            continue
        if status == "200":
            answer["description"] = "Done"
            answer["content"][MEDIA_TYPE]["example"] = examples["response"]
        elif status != "304":
            _explain(answer, codes_of(id_, status))
        for name in names_for(operation, endpoint, status):
            answer.setdefault("headers", {})[name] = _header(name)
    operation["responses"]["default"] = {"$ref": f"#/components/responses/{ANY_OTHER}"}


def _any_other(document: Json) -> Json:
    answer = _resolved({"$ref": "#/components/responses/DEFAULT_ERROR"}, document)
    answer["description"] = "Any other error"
    _explain(answer, ANYWHERE)
    answer["headers"] |= {"Allow": _header("Allow"), "Retry-After": _header("Retry-After")}
    return answer


def _header(name: str) -> Json:
    return {"$ref": f"#/components/headers/{name}"}


def _explain(answer: Json, codes: tuple[str, ...]) -> None:
    """Say what an error may be, by its codes, and show how each looks."""
    title = answer["description"]
    meanings = [f"- `{code}`: {CODES[code].meaning}" for code in codes]
    answer["description"] = "\n".join([f"{title}. `Error-Code` is one of:", "", *meanings])
    answer["headers"] = {"Error-Code": code_header(codes)}
    examples = {code: {"value": CODES[code].example()} for code in codes}
    answer["content"][MEDIA_TYPE]["examples"] = examples


def _resolved(answer: Json, document: Json) -> Json:
    """The answer itself, where it is one of those that are shared."""
    if "$ref" not in answer:
        return answer
    name = answer["$ref"].rpartition("/")[2]
    shared: Json = deepcopy(document["components"]["responses"][name])
    return shared


def _with_named_enums(document: Json) -> Json:
    """Have each enumeration stand once, under its name and with what its words mean."""
    schemas = document["components"]["schemas"]
    names: dict[tuple[Any, ...], str] = {}
    for name, found in ENUMERATIONS.items():
        null = [None] if found.none else []
        words = [*map(str, found.words), *null]
        names[tuple(words)] = name
        schemas[name] = {"type": "string", "description": found.text(), "enum": words}
        if null:
            schemas[name]["nullable"] = True
    for node in _nodes(document):
        for key, one in node.items():
            if key in schemas or not isinstance(one, dict) or not isinstance(one.get("enum"), list):
                continue
            if named := names.get(tuple(one["enum"])):
                node[key] = {"$ref": f"#/components/schemas/{named}"}
    return document


def _drop_unused(document: Json) -> None:
    """Leave out what no route uses: flask-smorest brings some of its own."""
    components = document["components"]
    used: set[str] = set()
    while True:
        kept = [
            document["paths"],
            components["responses"],
            *(components["schemas"][one] for one in sorted(used)),
        ]
        found = {
            node["$ref"].rpartition("/")[2]
            for node in _nodes(kept)
            if str(node.get("$ref", "")).startswith("#/components/schemas/")
        }
        if found <= used:
            break
        used |= found
    components["schemas"] = {name: components["schemas"][name] for name in sorted(used)}


def _nodes(value: Any) -> Iterator[Json]:
    """Every object in it, the outermost first."""
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, dict | list):
            yield from _nodes(one)

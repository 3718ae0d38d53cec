"""The headers that an answer has besides its body, and those that a request may bring."""

from collections.abc import Iterable, Iterator
from typing import Any

from quoteapp.api.document.codes import CODES, codes_of
from quoteapp.api.limits import LEAST_OF_OURS, OF_ENDPOINT

Json = dict[str, Any]

COUNT: Json = {"type": "integer", "minimum": 0}
HEADERS: dict[str, Json] = {
    "ETag": {
        "description": "Of what this answer says; send it as `If-None-Match` the next time.",
        "required": True,
        "schema": {"type": "string"},
        "example": '"5-12"',
    },
    "Retry-After": {
        "description": "In how many seconds to come again.",
        "schema": COUNT,
        "example": 42,
    },
    "X-Total-Count": {
        "description": "How many there are in all.",
        "required": True,
        "schema": COUNT,
        "example": 5,
    },
    "RateLimit-Limit": {
        "description": "How often this client may ask for this, in a window that moves.",
        "schema": COUNT,
        "example": 30,
    },
    "RateLimit-Remaining": {
        "description": "How much of it is left.",
        "schema": COUNT,
        "example": 29,
    },
    "RateLimit-Reset": {
        "description": "In how many seconds something of it is free again.",
        "schema": COUNT,
        "example": 60,
    },
    "Allow": {
        "description": "With a 405: the methods that the URL takes.",
        "schema": {"type": "string"},
        "example": "GET, HEAD, OPTIONS",
    },
    "WWW-Authenticate": {
        "description": "That a token is wanted.",
        "required": True,
        "schema": {"type": "string"},
        "example": "Bearer",
    },
}
LIMITED = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
IF_NONE_MATCH: Json = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The `ETag` of the answer that is known: a 304 says that it is still true.",
    "schema": {"type": "string"},
    "example": '"5-12"',
}


def names_for(operation: Json, endpoint: str, status: str) -> Iterator[str]:
    """The headers of one answer of an operation."""
    is_read = status in ("200", "304")
    if is_read and "304" in operation["responses"]:
        yield "ETag"
    if is_read and _is_paged(operation.get("parameters", [])):
        yield "X-Total-Count"
    if endpoint in OF_ENDPOINT and int(status) < LEAST_OF_OURS:
        yield from LIMITED
    if status == "401":
        yield "WWW-Authenticate"
    if not is_read and any(
        CODES[one].is_timed for one in codes_of(operation["operationId"], status)
    ):
        yield "Retry-After"


def code_header(codes: Iterable[str]) -> Json:
    """`Error-Code` with these values."""
    return {
        "description": "What went wrong, for programs.",
        "required": True,
        "schema": {"type": "string", "enum": list(codes)},
    }


def _is_paged(parameters: Iterable[Json]) -> bool:
    return any(one.get("name") == "offset" for one in parameters)

"""Reading JSON that another service sent."""

import json
import re
from typing import Any

import orjson

# What cannot be kept: NUL (Postgres) and half of a surrogate pair (no UTF-8).
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def json_object(content: bytes) -> dict[str, Any] | None:
    """The JSON object in it; `None` for anything else."""
    try:
        value = _parse(content)
    # A body of brackets alone is deeper than Python's stack.
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _parse(content: bytes) -> Any:
    """The value in it; what orjson is too strict for (half a surrogate pair) is no error."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return json.loads(content, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> Any:
    """NaN and Infinity are Python's, not JSON's."""
    raise ValueError(name)

"""JSON as this service takes it: UTF-8, no key twice, no half characters, no numbers beyond JSON.

Whatever else comes is a 400 with a sentence, however it was made.
"""

import json
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.exceptions import UnsupportedMediaType

from callbackend.errors import BadBody
from common.media_types import why_unread


@dataclass(frozen=True, slots=True)
class Body:
    """What was sent, and the one spelling of it that white space and order do not change."""

    content: Any
    canonical: bytes


def read_body() -> Body:
    """The body of this request; raises BadBody."""
    if why := why_unread(request.headers.get("Content-Type"), request.content_encoding):
        raise UnsupportedMediaType(why.removesuffix("."))
    return parse(request.get_data())


def parse(data: bytes) -> Body:
    """A body from its bytes; raises BadBody."""
    try:
        content = json.loads(
            data.decode(), object_pairs_hook=_unique, parse_constant=_refuse_constant
        )
        canonical = json.dumps(
            content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()
    except UnicodeDecodeError:
        raise BadBody("The body is not UTF-8") from None
    except UnicodeEncodeError:
        raise BadBody("The body holds half of a surrogate pair") from None
    except RecursionError:
        raise BadBody("The body is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise BadBody(f"The body is not JSON: {error}") from None
    except ValueError as error:  # Python's word on a number of thousands of digits, and ours.
        raise BadBody(f"The body cannot be read: {error}") from None
    return Body(content, canonical)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a key that stands there twice has no meaning that two readers agree on."""
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key stands twice in an object")
    return made


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")

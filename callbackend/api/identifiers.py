"""Ids and keys as strangers send them: any bytes, of which few can be one of ours."""

import re

from werkzeug.routing import BaseConverter

from callbackend.errors import CallNotFound, RequestRefused

LONGEST_ID = 100
LONGEST_KEY = 255
KEY = re.compile(rf"[ -~]{{1,{LONGEST_KEY}}}")
# As `uuid4` writes it.
CALL_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What stands in a path for bytes that are no UTF-8.
REPLACEMENT = "\ufffd"


class KeyConverter(BaseConverter):
    """A key in a path: all that is left of it, slashes and line breaks included."""

    regex = "(?s:.*)"
    part_isolating = False


def job_id(text: str) -> str:
    """The id of a job, which is its owner's business; raises RequestRefused."""
    if len(text) > LONGEST_ID:
        raise RequestRefused(f"job_id: longer than {LONGEST_ID} characters")
    if not text.isprintable() or REPLACEMENT in text:
        raise RequestRefused("job_id: holds what cannot be printed")
    return text


def key(text: str) -> str:
    """An idempotency key; raises RequestRefused."""
    stripped = text.strip(" ")
    if not KEY.fullmatch(stripped):
        raise RequestRefused(f"Idempotency-Key: needs 1 to {LONGEST_KEY} characters of ASCII")
    return stripped


def call_id(text: str) -> str:
    """The id of a call; raises CallNotFound for what can be none."""
    if not is_call_id(text):
        raise CallNotFound(text[:LONGEST_ID])
    return text


def is_call_id(text: str) -> bool:
    """Whether a call could have this id."""
    return CALL_ID.fullmatch(text) is not None

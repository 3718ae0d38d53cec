"""What a request says of its body: JSON as it is, or something that we do not read.

A body that only looks like JSON may come from a form on a stranger's page: a browser sends those
without asking us first. One that is compressed may be a thousand times as large as it seems.
"""

import re

JSON_TYPE = re.compile(r"application/json|[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+\+json")
# The coding that is none; a list of it says nothing more.
PLAIN = {"", "identity"}
UNDECLARED = "The body must be JSON, and its Content-Type application/json."
COMPRESSED = "The body must not be compressed: its Content-Encoding may only be identity."
# What a refusal tells a program: what it would take (RFC 9110, 15.5.16).
TAKEN = {"Accept": "application/json", "Accept-Encoding": "identity"}


def why_unread(content_type: str | None, content_encoding: str | None) -> str | None:
    """The sentence that refuses a body with these headers; none for JSON as it is."""
    if not JSON_TYPE.fullmatch((content_type or "").partition(";")[0].strip().lower()):
        return UNDECLARED
    codings = {one.strip().lower() for one in (content_encoding or "").split(",")}
    return None if codings <= PLAIN else COMPRESSED

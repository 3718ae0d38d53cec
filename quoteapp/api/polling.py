"""What a poll is answered: most of the load is this one route.

The event loop answers it from memory (`quoteapp.asgi`), and Flask's own view under any other server
and whenever something is out of the ordinary. What both say stands here.
"""

import re

from common.http_answer import Headers, HttpAnswer, ReadyAnswer
from quoteapp.api.examples import Example
from quoteapp.api.headers import CHECKED_COPY
from quoteapp.services.polling.status import Status

# Letters, digits and hyphens as in a UUID; whatever else is asked for, Flask answers.
PATH = re.compile(rb"/api/providers/([0-9A-Za-z-]{1,64})/status")
# What every answer says besides, `api.headers` adds.
HEADERS = {"Cache-Control": CHECKED_COPY}
# Where Flask's view finds in the environment of WSGI what was read for it: a status, or the
# exception that the reading raised.
OUTCOME = "quoteapp.status"
KEPT_ANSWERS = 8


def answer(status: Status, known: bytes, example: Example) -> ReadyAnswer | None:
    """The answer to who has `known` (If-None-Match); None where Flask must say.

    `example` shows what every answer to this origin has.
    """
    # A proxy that compresses makes a tag weak: `W/` before it.
    is_known = known != b"" and known.removeprefix(b"W/") == status.etag.encode("ascii")
    if not is_known and (b"," in known or known == b"*"):
        return None
    ready: ReadyAnswer | None = status.answers.get((is_known, example))
    if ready is None:
        if len(status.answers) >= KEPT_ANSWERS:
            status.answers.clear()
        ready = ReadyAnswer(_made(status, is_known, example.constant))
        status.answers[is_known, example] = ready
    return ready


def _made(status: Status, is_known: bool, constant: Headers) -> HttpAnswer:
    headers: Headers = ((b"etag", status.etag.encode("ascii")), *constant)
    if is_known:
        return HttpAnswer(304, headers, b"")
    length = str(len(status.body)).encode("ascii")
    plain = ((b"content-type", b"application/json"), (b"content-length", length))
    return HttpAnswer(200, plain + headers, status.body)

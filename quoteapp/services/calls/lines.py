"""What carries the calls: known before anybody asks for one, so that a page can say it."""

import time

from quoteapp.clients.call_backend import call_backend
from quoteapp.errors import VendorError

# A page that is opened may learn of another line so much later; a job learns of it at once.
KNOWN_SECONDS = 30.0
# While it does not answer, no page waits for it more often than this.
AWAY_SECONDS = 5.0

_latest: tuple[float, str | None] = (0.0, None)


def current() -> str | None:
    """The name of the line; None while the call backend does not answer."""
    global _latest  # one for the whole process, and any thread may renew it
    until, line = _latest
    if time.monotonic() < until:
        return line
    try:
        line, known_for = call_backend.check(), KNOWN_SECONDS
    except VendorError:
        line, known_for = None, AWAY_SECONDS
    _latest = (time.monotonic() + known_for, line)
    return line


def forget() -> None:
    """Ask anew at the next look."""
    global _latest
    _latest = (0.0, None)

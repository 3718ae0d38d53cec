"""Who may ask for what, decided by method, path and headers alone: before any body is read.

The contract's routes want `CALL_BACKEND_TOKEN`, the operators' `CALL_ADMIN_TOKEN`. Without the
first, whoever reaches this address may ring (it is loopback then, see `config`); without the
second, operators' routes answer to this machine alone.
"""

import re

from callbackend.config import SIMULATED, Settings
from callbackend.errors import Unauthorized
from common.binding import is_loopback
from common.tokens import Headers, is_bearer, is_operator

# Decoded paths, as they are routed; slashes are not merged, so that no other spelling gets in.
OPEN = frozenset({"/health"})
OPERATORS = ("/do-not-call", "/line")
AUDIT = re.compile(r"/calls/[^/]+/audit")


class Doorkeeper:
    """Lets requests in, or not."""

    def __init__(self, settings: Settings) -> None:
        self._tokens = settings.tokens
        self._admin_tokens = settings.admin_tokens
        self._bind = settings.bind
        # A carrier's callbacks are guarded by its signatures.
        self._carrier = "" if settings.line == SIMULATED else f"/{settings.line}/"

    def check(self, method: str, path: str, headers: Headers) -> None:
        """Raise `Unauthorized` unless the request may go on.

        `path` is decoded and without its query; `method` is looked at where one is open to all.
        """
        if path in OPEN and method in ("GET", "HEAD", "OPTIONS"):
            return
        if self._carrier and path.startswith(self._carrier):
            return
        given = list(headers)
        if is_for_operators(path):
            is_known = is_operator(self._admin_tokens, self._bind, given)
        else:
            is_known = self._is_client(given)
        if not is_known:
            raise Unauthorized

    def _is_client(self, headers: Headers) -> bool:
        return is_bearer(self._tokens, headers) if self._tokens else is_loopback(self._bind)


def is_for_operators(path: str) -> bool:
    """Whether a route is an operator's."""
    if AUDIT.fullmatch(path):
        return True
    return any(path == one or path.startswith(f"{one}/") for one in OPERATORS)

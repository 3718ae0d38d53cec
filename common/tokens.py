"""Bearer tokens: who may use a service.

Several stand with commas while one is replaced: the first is sent, each of them is taken.
"""

import hmac
import re
from collections.abc import Iterable, Sequence

from common.binding import is_loopback, names_loopback

SHORTEST_TOKEN = 24
# What an HTTP header carries unchanged, without what separates.
TOKEN = re.compile(r"[!-+\--~]+")
SCHEME = "bearer "
FORWARDED = re.compile(r"forwarded|x-forwarded(-.*)?")

Headers = Iterable[tuple[str, str]]


def read_tokens(text: str) -> tuple[str, ...]:
    """The tokens of a setting. Raises ValueError, which never repeats one: many read logs."""
    given = tuple(one.strip() for one in text.split(","))
    if not all(len(one) >= SHORTEST_TOKEN and TOKEN.fullmatch(one) for one in given):
        raise ValueError(
            f"it must be at least {SHORTEST_TOKEN} characters of ASCII without spaces; "
            "several with commas"
        )
    return given


def is_bearer(tokens: Sequence[str], headers: Headers) -> bool:
    """Whether the request brings one of the tokens; the time that takes says nothing about them."""
    given = [value for name, value in headers if name.lower() == "authorization"]
    if len(given) != 1 or given[0][: len(SCHEME)].lower() != SCHEME:
        return False
    token = given[0][len(SCHEME) :].strip().encode(errors="replace")
    # No token may end the comparison early.
    return sum(hmac.compare_digest(token, one.encode()) for one in tokens) > 0


def is_operator(tokens: Sequence[str], bind: str, headers: Headers) -> bool:
    """Whether a request to a service that listens on `bind` may use a route for operators.

    It brings one of the tokens. Where there is none, it comes from this machine: the service must
    be out of everybody else's reach then.
    """
    given = list(headers)
    if tokens:
        return is_bearer(tokens, given)
    return is_loopback(bind) and is_from_here(given)


def is_from_here(headers: Headers) -> bool:
    """Whether a request to a loopback address was meant for it: by its Host, and by no proxy.

    A page in a browser can make a name of its own resolve to this machine, and a tunnel can bring
    strangers here; both are seen by these headers.
    """
    by_name = [(name.lower(), value) for name, value in headers]
    if any(FORWARDED.fullmatch(name) for name, _ in by_name):
        return False
    hosts = [value for name, value in by_name if name == "host"]
    return len(hosts) == 1 and names_loopback(hosts[0])

"""Where callbacks may go: to the origins that the settings name, spelled as they are there.

No parser decides this: two parsers may see two hosts in one URL. The origin must be what the URL
begins with, to the letter, and what follows can only be a path or a query.
"""

import re
from collections.abc import Iterable

from callbackend.errors import RequestRefused

# ASCII that can be seen, without what parsers stumble over: backslash and fragment.
REST = re.compile(r"(?:[/?][!\"$-\[\]-~]*)?")


def is_allowed(url: str, origins: Iterable[str]) -> bool:
    """Whether a callback may be posted there."""
    return any(
        url.startswith(origin) and REST.fullmatch(url[len(origin) :]) is not None
        for origin in origins
    )


def check(url: str, origins: Iterable[str]) -> None:
    """Raise RequestRefused unless a callback may be posted there."""
    if not is_allowed(url, origins):
        raise RequestRefused("callback_url: not at an origin of CALLBACK_ORIGINS")

"""The address that a service listens on: this machine alone, or everybody.

`BIND` says it; without it, a platform that sets `PORT` expects every address, and a machine of
one's own gets nothing but itself.
"""

import re
from collections.abc import Mapping
from ipaddress import ip_address

EVERYBODY = "0.0.0.0"  # noqa: S104  # what a platform's router needs
OURSELVES = "127.0.0.1"
LOCALHOST = "localhost"
# A Host header: a name or an address, with or without a port; IPv6 stands in brackets.
HOST_AND_PORT = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:]+))(?::[0-9]{1,5})?")


def address(text: str) -> str:
    """The value of BIND: an IP address, or `localhost`."""
    if text == LOCALHOST:
        return text
    try:
        return str(ip_address(text))
    except ValueError:
        raise ValueError(f"{text!r} is no IP address") from None


def default_address(environ: Mapping[str, str]) -> str:
    """Where to listen when BIND is not set."""
    return EVERYBODY if environ.get("PORT", "").strip() else OURSELVES


def in_url(bind: str) -> str:
    """The address as it stands before a port: IPv6 in brackets."""
    return f"[{bind}]" if ":" in bind else bind


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches this name or address."""
    if host.lower() == LOCALHOST:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def names_loopback(header: str | None) -> bool:
    """Whether a Host header names this machine as only this machine can reach it."""
    found = HOST_AND_PORT.fullmatch(header or "")
    return found is not None and is_loopback(found[1] or found[2])

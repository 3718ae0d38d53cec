"""Who asks: the address of the connection, or what the last trusted proxy says that it was."""

from ipaddress import IPv6Address, ip_address

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from quoteapp.config import Settings

# A household or a server gets so many bits of an IPv6 address, and may write the others at will.
NETWORK_BITS = 64
UNKNOWN = "unknown"


def init_app(app: Flask) -> None:
    """Believe TRUSTED_PROXIES the address that they add to X-Forwarded-For, and nothing else.

    Scheme and host stay what the connection says: a stranger may have written those headers.
    """
    settings: Settings = app.extensions["settings"]
    if proxies := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's way
            app.wsgi_app, x_for=proxies, x_proto=0, x_host=0, x_port=0, x_prefix=0
        )


def client() -> str:
    """Who sent the current request, as one word."""
    return network_of(request.remote_addr or "")


def network_of(address: str) -> str:
    """The address; of IPv6 the part that belongs to one client."""
    try:
        found = ip_address(address)
    except ValueError:
        return UNKNOWN
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    rest = 128 - NETWORK_BITS
    return f"{IPv6Address(int(found) >> rest << rest)}/{NETWORK_BITS}"

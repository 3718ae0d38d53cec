"""What our answers tell browsers and caches: how little they may do with them."""

from flask import Flask, Response

# The answers to polls say this as well, which are given before Flask: see `polling`.
OF_EVERY_ANSWER = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
# What is asked for again and again: the one who asked may keep a copy, and must ask before it is
# shown whether it is still good.
CHECKED_COPY = "private, no-cache"
# Everything else, for most of it is about a person; a file that is the same for all says otherwise.
NO_COPY = "no-store"
# A page that needs more than its own words says so itself; nobody may put one into a frame.
NOTHING_ELSE = "default-src 'none'"
NO_WAY_OUT = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def policy(*directives: str) -> str:
    """The Content-Security-Policy of a page that needs these."""
    return "; ".join((NOTHING_ELSE, *directives, NO_WAY_OUT))


def init_app(app: Flask) -> None:
    """Add them to every answer of `app`."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    for name, value in OF_EVERY_ANSWER.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", NO_COPY)
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Security-Policy", policy())
    return response

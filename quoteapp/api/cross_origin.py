"""Which pages on other origins may use the API: a browser asks, and reads our answer (CORS)."""

from flask import Flask
from flask_cors import CORS

from quoteapp.api.operators import FOR_PAGES
from quoteapp.config import Settings

# What a page needs besides the body: the browser hides all other headers from it.
SHOWN_HEADERS = (
    *("ETag", "X-Total-Count", "Retry-After", "Error-Code"),
    *("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"),
)
# How long a browser may remember what it was told.
REMEMBERED_SECONDS = 600


def init_app(app: Flask) -> None:
    """Tell pages of CORS_ORIGINS that they may; of the operators' routes they hear nothing."""
    settings: Settings = app.extensions["settings"]
    if settings.origins:
        CORS(
            app,
            resources=FOR_PAGES,
            origins=list(settings.origins),
            expose_headers=list(SHOWN_HEADERS),
            max_age=REMEMBERED_SECONDS,
        )

"""Letting go of everything that an app of a test holds open."""

from flask import Flask

from quoteapp.extensions import db

# What an app makes at its first use, by its name in `app.extensions`.
MADE_LATER = ("redis", "call_backend", "llm")


def close(app: Flask) -> None:
    """Close the app's connections, after the last of its contexts has ended."""
    with app.app_context():
        db.engine.dispose()
    close_clients(app)


def close_clients(app: Flask) -> None:
    """Close whatever the app has connected with outside of its engine, and forget it."""
    for name in (*MADE_LATER, "statuses"):
        if name in app.extensions:
            app.extensions.pop(name).close()

"""Letting go of everything that an app of a test holds open."""

from flask import Flask

from quoteapp.extensions import db


def close(app: Flask) -> None:
    """Close the app's connections, after the last of its contexts has ended.

    A client that was never used does not exist.
    """
    with app.app_context():
        db.engine.dispose()
    for name in ("redis", "call_backend", "statuses"):
        if name in app.extensions:
            app.extensions[name].close()

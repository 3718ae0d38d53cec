"""One app for all tests of a process: making one takes 40 ms, and its tables as long again."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from quoteapp import store
from quoteapp.config import Settings
from quoteapp.services import live
from quoteapp.services.polling import status
from tests.closing import close_clients
from tests.emptying import empty_tables


@contextmanager
def lent(app: Flask, settings: Settings) -> Iterator[Flask]:
    """The app as one that was just made with `settings`, on empty tables; its context is pushed.

    What a test changes of it, and what the app connects with meanwhile, goes when the test ends.
    Hooks and routes cannot be among it: Flask takes none after the first request.
    """
    extensions, config = dict(app.extensions), dict(app.config)
    app.extensions["settings"] = settings
    status.init_app(app)
    live.init_app(app)
    try:
        with app.app_context():
            empty_tables()
            store.client()  # Made at its first use, and some tests want to spoil it before that.
            yield app
    finally:
        close_clients(app)
        _put_back(app.extensions, extensions)
        _put_back(app.config, config)


def _put_back(kept: dict[str, object], before: dict[str, object]) -> None:
    kept.clear()
    kept.update(before)

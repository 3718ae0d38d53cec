"""The web's door without a server: an event loop in a thread, asked as Flask's test client is."""

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from common.http_answer import HttpAnswer, ReadyAnswer
from quoteapp.asgi import Door

QUICKLY = 10  # Seconds, for what takes milliseconds unless it hangs.


class DoorClient:
    """Asks the door for whole requests. What it answers at once is asked for by `at_once`."""

    def __init__(self, app: Flask, **options: Any) -> None:
        self.door = Door(app, **{"threads": 2} | options)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Response:
        return self.open(url, headers=headers)

    def open(
        self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> Response:
        """The answer of the ASGI application."""
        scope = _scope(url, method, _encoded(headers))
        return _response(self._run(_asked(self.door, scope)))

    def at_once(self, url: str, headers: Mapping[str, str] | None = None) -> Response | None:
        """The answer that needs no waiting, as it stands in memory."""

        async def ask() -> ReadyAnswer | None:
            return self.door.at_once(url.encode(), _encoded(headers))

        ready = self._run(ask())
        return _response(ready.answer) if ready else None

    def cancelled(self, url: str, entered: threading.Event) -> Response:
        """The answer of a request that is given up once it has entered somewhere."""

        async def ask() -> HttpAnswer:
            task = asyncio.create_task(_asked(self.door, _scope(url, "GET", _encoded(None))))
            await asyncio.to_thread(entered.wait, QUICKLY)
            task.cancel()
            return await task

        return _response(self._run(ask()))

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(QUICKLY)
        self._loop.close()

    def _run(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(QUICKLY)


@contextmanager
def opened(app: Flask, **options: Any) -> Iterator[DoorClient]:
    """The door of this app, and its loop until the block is over."""
    client = DoorClient(app, **options)
    try:
        yield client
    finally:
        client.close()


def told(response: Response | TestResponse) -> tuple[int, bytes, dict[str, str]]:
    """All that a page sees of an answer, but for the time of day and the id of an error."""
    headers = {name.lower(): text for name, text in response.headers.items()}
    headers.pop("date", None)
    headers.pop("x-request-id", None)
    return response.status_code, response.get_data(), headers


def _encoded(headers: Mapping[str, str] | None) -> list[tuple[bytes, bytes]]:
    given = {"Host": "localhost", **(headers or {})}
    return [(name.lower().encode(), text.encode("latin-1")) for name, text in given.items()]


def _scope(url: str, method: str, headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "headers": headers,
        "client": ("127.0.0.1", 5678),
        "server": ("127.0.0.1", 8000),
    }


async def _asked(door: Door, scope: dict[str, Any]) -> HttpAnswer:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await door(scope, receive, send)
    start, end = sent
    return HttpAnswer(start["status"], tuple(start["headers"]), end["body"])


def _response(answer: HttpAnswer) -> Response:
    response = Response(answer.body, answer.status)
    response.headers.clear()
    for name, text in answer.headers:
        response.headers.add(name.decode(), text.decode("latin-1"))
    return response

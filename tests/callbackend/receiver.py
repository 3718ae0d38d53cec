"""A receiver of callbacks on loopback that answers as the test says and keeps what it got."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[int], int]


@dataclass(frozen=True)
class Received:
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def call(self) -> dict[str, Any]:
        call: dict[str, Any] = json.loads(self.body)
        return call


class Receiver:
    """`answer` gets the number of the request, from 0, and gives the status to answer with."""

    def __init__(self, answer: Answer = lambda _: 200, port: int = 0) -> None:
        self.received: list[Received] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                number = len(outer.received)
                outer.received.append(
                    Received({k.lower(): v for k, v in self.headers.items()}, body, time.time())
                )
                self.send_response(answer(number))
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Keep the output of the tests clean."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        return f"{self.origin}/api/call-events"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

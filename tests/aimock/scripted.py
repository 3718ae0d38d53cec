"""A service on loopback that answers as a test says, where aimock has no such answer."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR
from typing import Any, Self

CATEGORIES = (
    *("hate", "hate/threatening", "harassment", "harassment/threatening", "illicit"),
    *("illicit/violent", "self-harm", "self-harm/intent", "self-harm/instructions", "sexual"),
    *("sexual/minors", "violence", "violence/graphic"),
)


class ScriptedService:
    """Answers every request with `status` and `body`; keeps the requests in `bodies`.

    A list as the body is sent piece by piece, PAUSE apart. `content_length` may lie.
    """

    PAUSE = 0.2

    def __init__(self) -> None:
        self.status = 200
        self.body: bytes | list[bytes] = b"{}"
        self.content_length: int | None = None
        self.bodies: list[dict[str, Any]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True

    @property
    def url(self) -> str:
        """What OPENAI_BASE_URL says."""
        return f"http://127.0.0.1:{self.server.server_port}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # Wakes the loop, which would look up only at its next turn.
            self.server.socket.shutdown(SHUT_RDWR)
        self.server.shutdown()
        self.server.server_close()

    def says(self, data: object, *before: dict[str, Any], **changes: Any) -> None:
        """Answer with a completed response whose text is `data` in JSON, after other items."""
        text = data if isinstance(data, str) else json.dumps(data)
        part = {"type": "output_text", "text": text, "annotations": []}
        self.responds([*before, message(part)], **changes)

    def responds(self, output: object, **changes: Any) -> None:
        """Answer with a response of these output items."""
        response = {"id": "resp_1", "object": "response", "status": "completed", "output": output}
        self.body = json.dumps(response | changes).encode()

    def flags(self, **scores: float) -> None:
        """Answer as moderation does that flags these categories; `_` stands for their `/`."""
        named = {name.replace("_", "/"): score for name, score in scores.items()}
        self.body = json.dumps(moderation(named)).encode()

    def pieces(self) -> Iterator[bytes]:
        """The body as it is sent."""
        pieces = self.body if isinstance(self.body, list) else [self.body]
        for number, piece in enumerate(pieces):
            time.sleep(self.PAUSE if number else 0)
            yield piece


def message(*parts: dict[str, Any]) -> dict[str, Any]:
    """A message of the model."""
    return {"type": "message", "id": "msg_1", "role": "assistant", "content": list(parts)}


def search_call(*sources: str, **action: Any) -> dict[str, Any]:
    """A search of the web that saw these pages."""
    found = [{"type": "url", "url": url} for url in sources]
    return {
        "type": "web_search_call",
        "id": "ws_1",
        "status": "completed",
        "action": {"type": "search", "query": "plumbers", "sources": found} | action,
    }


def moderation(scores: dict[str, float]) -> dict[str, Any]:
    """What moderation answers that flags these categories alone."""
    result = {
        "flagged": bool(scores),
        "categories": {name: name in scores for name in CATEGORIES},
        "category_scores": {name: scores.get(name, 0.0) for name in CATEGORIES},
        "category_applied_input_types": {name: ["text"] for name in CATEGORIES},
    }
    return {"id": "modr-1", "model": "omni-moderation-latest", "results": [result]}


def _handler(service: ScriptedService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            service.bodies.append(json.loads(self.rfile.read(length)))
            self.send_response(service.status)
            self.send_header("Content-Type", "application/json")
            if service.content_length is not None:
                self.send_header("Content-Length", str(service.content_length))
            self.end_headers()
            with suppress(OSError):  # The client has had enough.
                for piece in service.pieces():
                    self.wfile.write(piece)
                    self.wfile.flush()

        def log_message(self, *args: object) -> None:
            return

    return Handler

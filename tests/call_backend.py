"""A call backend for tests: section 2 of the contract over real HTTP, with faults on demand."""

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR, socket
from typing import Any, Self
from urllib.parse import unquote
from uuid import uuid4

Answer = tuple[int, Any] | tuple[int, Any, dict[str, str]]

SAID_AT = "2025-12-10T10:00:10Z"


class FakeCallBackend:
    """Keeps calls in memory. `dialled` is every phone that would have rung, in order.

    `fault` answers in place of the service: it gets method and path, and returns an answer, or
    `None` to let the service answer. `answer_lost` cuts the connection after a call was stored.
    `token` must be sent where it is set. `blocked` numbers and `erased` keys are never dialled.
    """

    def __init__(self) -> None:
        self.dialled: list[str] = []
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.calls: dict[str, dict[str, Any]] = {}
        self.by_key: dict[str, tuple[dict[str, Any], str]] = {}
        self.requests: list[tuple[str, str]] = []
        self.fault: Callable[[str, str], Answer | None] | None = None
        self.answer_lost = False
        self.token = self.admin_token = ""
        self.line: str | None = "simulated"  # None: it is older, and names none.
        self.tokens_seen: list[str | None] = []
        self.blocked: set[str] = set()
        self.erased: set[str] = set()
        self.connections: list[socket] = []
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Refuse connections from now on, and drop those that are open."""
        with suppress(OSError):  # Wakes the loop, which would look up only at its next turn.
            self.server.socket.shutdown(SHUT_RDWR)
        self.server.shutdown()
        self.server.server_close()
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(SHUT_RDWR)

    def end(self, call_id: str, outcome: str, **changes: Any) -> dict[str, Any]:
        """Let a call end."""
        call = self.calls[call_id]
        call.update(status="ended", outcome=outcome, ended_at="2025-12-10T10:00:30Z", **changes)
        call["seq"] += 1
        return call

    def agree(self, call_id: str, first: float = 150.0, agreed: float = 135.0) -> dict[str, Any]:
        """Let a call end with an agreement."""
        note = "Parts are included."
        transcript = [
            {
                "role": "agent",
                "text": "Hello, this is regarding a plumbing job.",
                "at": SAID_AT,
            },
            {"role": "provider", "text": f"That would be {first:g} dollars. {note}", "at": SAID_AT},
            {"role": "agent", "text": f"Could you hold {agreed:g} dollars?", "at": SAID_AT},
            {"role": "provider", "text": "Yes, I can.", "at": SAID_AT},
        ]
        moves = [
            {"by": "provider", "kind": "first", "price": first, "turn": 1},
            {"by": "provider", "kind": "agreed", "price": agreed, "turn": 3},
        ]
        return self.end(
            call_id,
            "agreed",
            estimated_price=first,
            last_offer=agreed,
            negotiated_price=agreed,
            notes=[{"kind": "included", "text": note, "price": None, "turn": 1}],
            moves=moves,
            transcript=transcript,
            answered_at="2025-12-10T10:00:03Z",
        )

    def answer(self, method: str, path: str, headers: Any, body: Any) -> Answer | None:
        """The service itself; `None` drops the connection."""
        with self.lock:
            self.requests.append((method, path))
            self.tokens_seen.append(headers["Authorization"])
            if self.fault is not None and (wrong := self.fault(method, path)) is not None:
                return wrong
            steps = [unquote(step) for step in path.strip("/").split("/")]
            if steps == ["health"]:
                return 200, {"status": "healthy"}
            token = self.admin_token if steps[0] == "do-not-call" else self.token
            if token and headers["Authorization"] != f"Bearer {token}":
                return 401, {"detail": "The token is missing or wrong.", "code": "unauthorized"}
            match steps:
                case ["do-not-call", phone]:
                    (self.blocked.add if method == "POST" else self.blocked.discard)(phone)
                    return 200, {"phone": phone}
                case ["start-job", job_id]:
                    return self._start(job_id, headers["Idempotency-Key"], body)
                case ["calls", "lookup"]:
                    known = (self.calls.get(call_id) for call_id in body["call_ids"])
                    line = {} if self.line is None else {"line": self.line}
                    return 200, {"calls": [call for call in known if call]} | line
                case ["calls", "by-key", key]:
                    self.erased.add(key)
                    _, call_id = self.by_key.pop(key, (None, ""))
                    self.calls.pop(call_id, None)
                    return 200, {"status": "erased"}
                case ["calls", call_id]:
                    return self._call(call_id)
                case ["calls", call_id, "cancel"]:
                    if call_id in self.calls and self.calls[call_id]["status"] != "ended":
                        self.end(call_id, "cancelled")
                    return self._call(call_id)
            return 404, {"detail": "Not found", "code": "not_found"}

    def _call(self, call_id: str) -> Answer:
        call = self.calls.get(call_id)
        return (200, call) if call else (404, {"detail": "No such call", "code": "not_found"})

    def _start(self, job_id: str, key: str, body: dict[str, Any]) -> Answer | None:
        self.keys.append(key)
        self.bodies.append(body)
        if key in self.erased:
            return 410, {"detail": "The call was erased", "code": "erased"}
        if key in self.by_key:
            before, call_id = self.by_key[key]
            if before != body:
                return 409, {"detail": "The key was used with another body", "code": "key_reused"}
            answer = {"status": "started", "count": 1, "call_id": call_id}
            return 200, answer, {"Idempotent-Replayed": "true"}
        if not body["phone"]:
            return 422, {"detail": "phone: missing", "code": "number_refused"}
        if body["phone"] in self.blocked:
            return 422, {"detail": "It asked not to be called", "code": "do_not_call"}
        call_id = str(uuid4())
        self.by_key[key] = (body, call_id)
        self.calls[call_id] = {
            "call_id": call_id,
            "job_id": job_id,
            "provider_id": body["provider_id"],
            "line": "simulated",
            "status": "in_progress",
            "outcome": None,
            "estimated_price": None,
            "last_offer": None,
            "negotiated_price": None,
            "notes": [],
            "moves": [],
            "transcript": [],
            "seq": 1,
            "created_at": "2025-12-10T10:00:00Z",
            "dialled_at": "2025-12-10T10:00:01Z",
            "answered_at": None,
            "ended_at": None,
            "cost": None,
        }
        self.dialled.append(body["phone"])
        if self.answer_lost:
            return None
        return 202, {"status": "started", "count": 1, "call_id": call_id}


def _handler(backend: FakeCallBackend) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            backend.connections.append(self.connection)

        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            answer = backend.answer(self.command, self.path, self.headers, body)
            if answer is None:
                self.close_connection = True
                return
            status, content, *extra = answer
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            for name, value in (extra[0] if extra else {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_DELETE = _serve  # noqa: N815  # the names that http.server calls

        def log_message(self, *args: object) -> None:
            return

    return Handler

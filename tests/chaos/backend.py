"""`python -m tests.chaos.backend`: section 2 of the contract, by somebody who wishes us ill.

It keeps what the contract promises (a key dials at most once; 429, and 503 with Retry-After,
mean that nothing was dialled) and misbehaves in everything else while the file `faults` is there.
"""

import itertools
import json
import os
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote

from tests.chaos.callbacks import Courier
from tests.chaos.ledger import Ledger, records
from tests.chaos.manners import REST_SECONDS, Manners
from tests.chaos.switchboard import TICK_SECONDS, Call, Switchboard, digest_of

ANSWER_SECONDS = float(os.environ.get("CHAOS_ANSWER_SECONDS", "0"))
HANG_SECONDS = 12  # The client waits for 10.
SLOW_SECONDS = 4
GARBAGE = b"<html>It works!</html>"

Answer = tuple[int, Any] | tuple[int, Any, dict[str, str]]


class Dropped(Exception):
    """The connection is cut without an answer."""


class HostileBackend:
    """The service; everything it knows is on disk before it answers."""

    def __init__(self, directory: Path, secret: str, manners: Manners) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.manners = manners
        self.switchboard = Switchboard(directory, self.manners)
        self.courier = Courier(secret, directory)
        self.posts = Ledger(directory / "posts.jsonl")
        self.told = Ledger(directory / "told.jsonl")
        self.unshut = Ledger(directory / "unshut.jsonl")
        self.turns = Counter(post["key"] for post in records(directory / "posts.jsonl"))
        self.readings = itertools.count(int(time.time() * 1000) % 10**6)

    def run_clock(self) -> NoReturn:
        """Dial and end calls, for ever."""
        while True:
            for call in self.switchboard.turn():
                self.courier.send(call, self.manners.for_callbacks(call.key))
            time.sleep(TICK_SECONDS)

    def answer(self, method: str, path: str, key: str, body: Any) -> Answer:
        """Answer one request. Raises `Dropped`."""
        match path.strip("/").split("/"):
            case ["health"]:
                return 200, {"status": "healthy"}
            case ["start-job", job_id]:
                return self._start(job_id, key, body)
            case ["calls", "lookup"]:
                return self._lookup(body["call_ids"])
            case ["calls", "by-key", one]:
                return self._erase(unquote(one))
            case ["calls", call_id]:
                return self._one(call_id)
            case ["calls", call_id, "cancel"]:
                return self._cancel(call_id)
        return 404, {"detail": f"No {method} {path}"}

    def _start(self, job_id: str, key: str, body: dict[str, Any]) -> Answer:
        self.turns[key] += 1
        fault = self.manners.for_post(key, self.turns[key]) or ""
        self.posts.append(key=key, at=time.time(), fault=fault)
        if (wrong := _misbehave(fault)) is not None:
            return wrong
        with self.switchboard.lock:
            if key in self.switchboard.shut:
                return 410, {"detail": "It was erased.", "code": "erased"}
            call = self.switchboard.by_key.get(key)
            if call is not None and call.digest != digest_of(job_id, body):
                self.posts.append(key=key, at=time.time(), fault="conflict")
                return 409, {"detail": "The key was used with another body."}
            code = self.switchboard.why_not(key, body) if call is None else None
            if code is not None:
                self.posts.append(key=key, at=time.time(), fault=code)
                return 422, {"detail": f"It is refused: {code}.", "code": code}
            replayed = call is not None
            call = call or self.switchboard.ask(job_id, key, body)
        if fault == "stored_die":
            os._exit(1)
        self.switchboard.dial(call)
        answer = {"status": "started", "count": 1, "call_id": call.call_id}
        lost = _lose_answer(fault)
        return lost or (
            (200, answer, {"Idempotent-Replayed": "true"}) if replayed else (202, answer)
        )

    def _lookup(self, call_ids: list[str]) -> Answer:
        turn = next(self.readings)
        if (wrong := _misbehave(self.manners.for_reading(turn) or "")) is not None:
            return wrong
        dice = self.manners.dice("missing", turn)
        known = [call for id_ in call_ids if (call := self.switchboard.by_id.get(id_))]
        if self.manners.hostile:
            known = [call for call in known if dice.random() > 0.3]
        return 200, {"calls": [call.shown() for call in known]}

    def _one(self, call_id: str) -> Answer:
        wrong = _misbehave(self.manners.for_reading(next(self.readings)) or "")
        return wrong or self._shown(self.switchboard.by_id.get(call_id))

    def _cancel(self, call_id: str) -> Answer:
        if (wrong := _misbehave(self.manners.for_reading(next(self.readings)) or "")) is not None:
            return wrong
        call = self.switchboard.by_id.get(call_id)
        if call is not None and self.switchboard.hang_up(call):
            self.courier.send(call, self.manners.for_callbacks(call.key))
        return self._shown(call)

    def _erase(self, key: str) -> Answer:
        fault = self.manners.for_reading(next(self.readings)) or ""
        if fault:
            self.unshut.append(key=key, at=time.time(), fault=fault)
        if (wrong := _misbehave(fault)) is not None:
            return wrong
        self.switchboard.shut_key(key)
        return 200, {"status": "erased"}

    def _shown(self, call: Call | None) -> Answer:
        return (200, call.shown()) if call else (404, {"detail": "No such call."})

    def note_told(self, content: Any) -> None:
        """Write down which ends a client has been told."""
        calls = content.get("calls", [content]) if isinstance(content, dict) else []
        for call in calls:
            if call.get("status") == "ended":
                self.told.append(call_id=call["call_id"], at=time.time())


def _misbehave(fault: str) -> Answer | None:
    """Go wrong before anything is done. Raises `Dropped`."""
    match fault:
        case "refuse_429":
            return 429, {"detail": "Too many calls."}, {"Retry-After": "1"}
        case "refuse_503":
            return 503, {"detail": "No line is free."}, {"Retry-After": "1"}
        case "rest_503":
            return 503, {"detail": "It rests."}, {"Retry-After": str(REST_SECONDS)}
        case "proxy_503":
            return 503, GARBAGE
        case "crash_500":
            return 500, {"detail": "Oops."}
        case "garbage":
            return 200, GARBAGE
        case "hang":
            time.sleep(HANG_SECONDS)
            raise Dropped
        case "drop":
            raise Dropped
    return None


def _lose_answer(fault: str) -> Answer | None:
    """Go wrong once the phone rings. Raises `Dropped`."""
    match fault:
        case "dialled_die":
            os._exit(1)
        case "dialled_drop":
            raise Dropped
        case "dialled_hang":
            time.sleep(HANG_SECONDS)
            raise Dropped
        case "dialled_slow":
            time.sleep(SLOW_SECONDS)
        case "dialled_garbage":
            return 202, {"status": "started", "count": 1}
    return None


def handler_of(backend: HostileBackend) -> type[BaseHTTPRequestHandler]:
    """HTTP around the service."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            key = self.headers.get("Idempotency-Key", "")
            time.sleep(ANSWER_SECONDS)
            try:
                status, content, *headers = backend.answer(self.command, self.path, key, body)
            except Dropped:
                self.close_connection = True
                return
            self._send(status, content, headers[0] if headers else {})
            if status == 200:
                backend.note_told(content)

        def _send(self, status: int, content: Any, headers: dict[str, str]) -> None:
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_DELETE = _serve  # noqa: N815  # the names that http.server calls

        def log_message(self, *args: object) -> None:
            return

    return Handler


class Server(ThreadingHTTPServer):
    """A thread per connection."""

    daemon_threads = True
    request_queue_size = 256


def main() -> None:
    """Serve on PORT until it is killed; files are under DATA_DIR."""
    data_dir = Path(os.environ["DATA_DIR"])
    long_calls = float(os.environ.get("CHAOS_LONG_CALLS", "0"))
    refuses = bool(os.environ.get("CHAOS_REFUSES"))
    manners = Manners(os.environ.get("CHAOS_SEED", "0"), data_dir / "faults", long_calls, refuses)
    backend = HostileBackend(data_dir / "backend", os.environ["CALL_WEBHOOK_SECRET"], manners)
    threading.Thread(target=backend.run_clock, daemon=True).start()
    address = ("127.0.0.1", int(os.environ["PORT"]))
    Server(address, handler_of(backend)).serve_forever()


if __name__ == "__main__":
    main()

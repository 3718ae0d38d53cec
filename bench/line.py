"""`python -m bench.line PORT`: a call backend that costs next to nothing.

It keeps section 2 of the contract for calls that talk until the bench ends them:

- `POST /bench/end` `{"call_ids": […], "callbacks": true}` ends calls, and answers when that was;
- `GET /bench` tells how many callbacks of others were `heard` under `/callbacks`.
"""

import asyncio
import os
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import orjson
from standardwebhooks import Webhook

from bench.words import TRANSCRIPT

CALLBACKS_AT_ONCE = 8
MOMENT = "2025-12-10T10:00:00Z"
ENDED = {
    "status": "ended",
    "outcome": "agreed",
    "estimated_price": 150.0,
    "negotiated_price": 135.0,
    "transcript": [{"role": "agent", "text": TRANSCRIPT, "at": MOMENT}],
    "seq": 2,
    "ended_at": MOMENT,
}


@dataclass(slots=True)
class Call:
    """One call; `shown` is its JSON as it stands."""

    shown: bytes
    callback_url: str


class Line:
    """The calls, in memory."""

    def __init__(self, secret: str) -> None:
        self._signer = Webhook(secret)
        self._calls: dict[str, Call] = {}
        self._ids: dict[str, str] = {}
        self._heard = 0
        self._couriers = asyncio.Semaphore(CALLBACKS_AT_ONCE)
        self._sent: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection until it closes."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
                fields = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
                body = await reader.readexactly(int(fields.get("content-length", 0)))
                status, answer = self._answer(head[0].split()[1], fields, body)
                start = f"HTTP/1.1 {status} Told\r\nContent-Type: application/json\r\n"
                writer.write(f"{start}Content-Length: {len(answer)}\r\n\r\n".encode() + answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _answer(self, path: str, fields: dict[str, str], body: bytes) -> tuple[int, bytes]:
        match path.strip("/").split("/"):
            case ["start-job", job_id]:
                return self._start(job_id, fields["idempotency-key"], orjson.loads(body))
            case ["calls", "lookup"]:
                ids = orjson.loads(body)["call_ids"]
                shown = b",".join(self._calls[id_].shown for id_ in ids if id_ in self._calls)
                return 200, b'{"calls":[' + shown + b"]}"
            case ["calls", call_id, *_]:
                return 200, self._calls[call_id].shown
            case ["bench", "end"]:
                return 200, self._end(**orjson.loads(body))
            case ["bench"]:
                return 200, orjson.dumps({"heard": self._heard})
            case ["callbacks"]:
                self._heard += 1
        return 200, b'{"status":"healthy"}'

    def _start(self, job_id: str, key: str, body: dict[str, Any]) -> tuple[int, bytes]:
        is_new = key not in self._ids
        call_id = self._ids.setdefault(key, str(uuid4()))
        if is_new:
            self._calls[call_id] = Call(_live_call(call_id, job_id, body), body["callback_url"])
        answer = {"status": "started", "count": 1, "call_id": call_id}
        return 202 if is_new else 200, orjson.dumps(answer)

    def _end(self, call_ids: list[str], callbacks: bool) -> bytes:
        ended_at = time.monotonic()
        for call in (self._calls[call_id] for call_id in call_ids):
            call.shown = orjson.dumps(orjson.loads(call.shown) | ENDED)
            if callbacks:
                task = asyncio.create_task(self._call_back(call))
                self._sent.add(task)
                task.add_done_callback(self._sent.discard)
        return orjson.dumps({"ended_at": ended_at})

    async def _call_back(self, call: Call) -> None:
        address = urlsplit(call.callback_url)
        async with self._couriers:
            reader, writer = await asyncio.open_connection(address.hostname, address.port)
            writer.write(self._signed(address.path, address.netloc, call.shown))
            await reader.readline()
            writer.close()

    def _signed(self, path: str, host: str, body: bytes) -> bytes:
        now, message_id = datetime.now(UTC), str(uuid4())
        head = (
            f"POST {path} HTTP/1.1",
            f"Host: {host}",
            "Connection: close",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            f"webhook-id: {message_id}",
            f"webhook-timestamp: {int(now.timestamp())}",
            f"webhook-signature: {self._signer.sign(message_id, now, body.decode())}",
        )
        return ("\r\n".join(head) + "\r\n\r\n").encode() + body


def _live_call(call_id: str, job_id: str, body: dict[str, Any]) -> bytes:
    call = {"call_id": call_id, "job_id": job_id, "provider_id": body["provider_id"]}
    prices = {"outcome": None, "estimated_price": None, "negotiated_price": None}
    times = {"seq": 1, "created_at": MOMENT, "ended_at": None}
    return orjson.dumps(call | prices | {"status": "in_progress", "transcript": []} | times)


async def main(port: int) -> None:
    """Listen on `port` of loopback, for ever."""
    line = Line(os.environ["CALL_WEBHOOK_SECRET"])
    async with await asyncio.start_server(line.serve, "127.0.0.1", port, limit=2**20) as listening:
        await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))

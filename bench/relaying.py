"""The carrier's side of many calls at once: REST that creates them, and their sockets."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from callbackend.lines.twilio.signatures import HEADER, signature

# What a business says, in answer to each of the agent's words.
TURNS = (
    "Joe's Plumbing, this is Joe.",
    "Is that a one-piece toilet?",
    "That's $150 all in, and that's firm, my last price.",
    "Yes, I can hold that.",
)
GOODBYE_TURNS = len(TURNS)


@dataclass(slots=True)
class Relays:
    """Every call that was created, and how long each turn waited for its answer, in seconds."""

    token: str
    public_url: str
    place: str
    seconds: list[float] = field(default_factory=list)
    talks: list[asyncio.Task[None]] = field(default_factory=list)
    # Sockets that are open, and when the last of them was closed.
    open: int = 0
    last_closed_at: float = 0.0
    # Whether the business goes on talking, or only listens.
    talks_on: bool = True

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request to the REST API: a create is taken, anything else is over."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(
            (
                int(line.split(":")[1])
                for line in head.lower().split("\r\n")
                if "content-length" in line
            ),
            0,
        )
        form = parse_qs((await reader.readexactly(length)).decode())
        answer = {"sid": f"CA{uuid4().hex}", "status": "completed", "duration": "1"}
        if "Url" in form:
            call_id = form["Url"][0].split("/")[-2]
            self.talks.append(asyncio.create_task(self._talk(call_id, answer["sid"])))
        body = json.dumps(answer).encode()
        status = b"201 Created" if "Url" in form else b"200 OK"
        writer.write(b"HTTP/1.1 %s\r\nContent-Length: %d\r\n" % (status, len(body)))
        writer.write(b"Connection: close\r\n\r\n" + body)
        await writer.drain()
        writer.close()

    async def _talk(self, call_id: str, sid: str) -> None:
        path = f"/twilio/{call_id}/relay"
        signed = signature(self.token, f"{self.public_url}{path}", {})
        headers = {HEADER: signed}
        at = self.place.replace("http", "ws", 1) + path
        await asyncio.sleep(0.2)
        async with connect(at, additional_headers=headers, compression=None) as socket:
            self.open += 1
            try:
                await _send(socket, type="setup", sessionId="VX1", callSid=sid)
                await self._converse(socket)
            except ConnectionClosed:
                pass
            finally:
                self.open -= 1
                self.last_closed_at = time.monotonic()

    async def _converse(self, socket: ClientConnection) -> None:
        for words in TURNS:
            began = time.monotonic()
            await _send(socket, type="prompt", voicePrompt=words, lang="en-US", last=True)
            said = await _spoken(socket)
            self.seconds.append(time.monotonic() - began)
            if not self.talks_on:
                await socket.wait_closed()
                return
            # A person listens for about so long; their turns come at any time, not all at once.
            await asyncio.sleep(1.0)
            await _send(socket, type="info", name="tokensPlayed", value=said)
        async for _ in socket:
            pass


async def _send(socket: ClientConnection, **frame: object) -> None:
    await socket.send(json.dumps(frame))


async def _spoken(socket: ClientConnection) -> str:
    while True:
        frame = json.loads(await socket.recv())
        if frame["type"] == "text":
            return str(frame["token"])


Work = Callable[[Relays], Awaitable[None]]


async def with_relays(relays: Relays, port: int, work: Work) -> None:
    """Serve REST on this port while `work` goes on."""
    async with await asyncio.start_server(relays.serve, "127.0.0.1", port):
        await work(relays)

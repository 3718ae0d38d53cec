"""`/twilio/{call_id}/relay`: the carrier's socket, in the event loop of the server."""

import asyncio
import logging
import re

from callbackend.config import Settings
from callbackend.lines.hub import Hub
from callbackend.lines.twilio.frames import LARGEST_FRAME
from callbackend.lines.twilio.line import TwilioLine
from callbackend.lines.twilio.session import Session
from callbackend.lines.twilio.signatures import HEADER, is_signed
from callbackend.records.store import StoredCall
from callbackend.states import CallStatus
from common.lifespan import Receive, Scope, Send
from common.logs import facts_of

logger = logging.getLogger(__name__)

PATH = re.compile(r"/twilio/([0-9a-f-]{36})/relay")
# RFC 6455, 7.4.1: a policy was violated; the message is too big.
POLICY, TOO_BIG = 1008, 1009
DONE = 1000
# What may wait to be sent; a carrier that reads nothing is none.
LONGEST_QUEUE = 200


class Sockets:
    """`serve` is the ASGI application of the websockets."""

    def __init__(self, settings: Settings, line: TwilioLine, hub: Hub) -> None:
        self._settings = settings
        self._line = line
        self._hub = hub

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One socket, from its handshake to its end."""
        await receive()  # "websocket.connect"
        found = PATH.fullmatch(scope["path"])
        if found is None or not self._is_signed(scope):
            await send({"type": "websocket.close", "code": POLICY})
            return
        call_id = found[1]
        row = await asyncio.to_thread(self._stored, call_id)
        await send({"type": "websocket.accept"})
        if row is None or row.status == CallStatus.ENDED:
            await send({"type": "websocket.close", "code": DONE})
            return
        await self._talk(row, receive, send)

    async def _talk(self, row: StoredCall, receive: Receive, send: Send) -> None:
        """Carry frames both ways until one side ends it."""
        call_id = row.call_id
        outgoing: asyncio.Queue[str | None] = asyncio.Queue(LONGEST_QUEUE)
        session = Session(
            call_id,
            self._hub.report,
            lambda frame: _put(outgoing, frame),
            lambda: _put(outgoing, None),
            has_spoken='"role":"agent"' in row.transcript,
        )
        self._line.attach(call_id, session, row.vendor_id or "")
        self._hub.connect(call_id)
        sender = asyncio.create_task(_send_all(outgoing, send))
        try:
            await _take_all(session, receive)
        finally:
            session.lose()
            sender.cancel()
            self._line.detach(call_id, session)

    def _stored(self, call_id: str) -> StoredCall | None:
        try:
            return self._hub.stored(call_id)
        except Exception as error:
            logger.warning("a socket without its row", extra=facts_of(error))
            return None

    def _is_signed(self, scope: Scope) -> bool:
        """Whether the handshake is the carrier's: it signs the URL as it was given it."""
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, value in scope["headers"]
        }
        given = headers.get(HEADER.lower(), "")
        host = self._settings.call_public_url.removeprefix("https://")
        token = self._settings.twilio_auth_token
        urls = (f"{scheme}://{host}{scope['path']}" for scheme in ("wss", "https"))
        return any(is_signed(token, url, {}, given) for url in urls)


def _put(outgoing: "asyncio.Queue[str | None]", frame: str | None) -> None:
    try:
        outgoing.put_nowait(frame)
    except asyncio.QueueFull:
        logger.warning("the carrier reads nothing")


async def _send_all(outgoing: "asyncio.Queue[str | None]", send: Send) -> None:
    while (frame := await outgoing.get()) is not None:
        await send({"type": "websocket.send", "text": frame})
    await send({"type": "websocket.close", "code": DONE})


async def _take_all(session: Session, receive: Receive) -> None:
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        raw = message.get("text") or message.get("bytes") or ""
        if len(raw) <= LARGEST_FRAME:
            session.take(raw)

"""The carrier as the register knows it: a line, routes, sockets, and what is swept."""

import logging
import time

from flask import Blueprint

from callbackend.config import Settings
from callbackend.lines.hub import Hub
from callbackend.lines.twilio.doors import blueprint
from callbackend.lines.twilio.line import TwilioLine
from callbackend.lines.twilio.sockets import Sockets
from common.lifespan import Receive, Scope, Send

logger = logging.getLogger(__name__)

# Calls that were dialled earlier are over, whatever the carrier has told: none lasts so long.
RECENT_SECONDS = 600.0


class TwilioCarrier:
    """Twilio, for one process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.line = TwilioLine(settings)
        self._sockets: Sockets | None = None

    def blueprint(self, hub: Hub) -> Blueprint:
        """The routes that the carrier asks."""
        self.line.on_over = hub.settle
        self._sockets = Sockets(self._settings, self.line, hub)
        return blueprint(self._settings, self.line, hub)

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A websocket; before the routes are there, none."""
        if self._sockets is None:
            await send({"type": "websocket.close"})
        else:
            await self._sockets.serve(scope, receive, send)

    def sweep(self, hub: Hub) -> None:
        """End at the carrier what is over here, and ask what it has cost."""
        for call_id, vendor_id in hub.unsettled(time.time() - RECENT_SECONDS):
            self.line.end_by_id(call_id, vendor_id)

    def stop(self) -> None:
        """Ask the carrier nothing any more."""
        self.line.stop()

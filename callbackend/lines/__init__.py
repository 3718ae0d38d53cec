"""What carries the calls: the simulated line that ships, and the carriers of real ones.

The register is `CARRIERS`: another carrier is one package, and one line here.
"""

from collections.abc import Callable
from typing import Protocol

from flask import Blueprint

from callbackend.config import SIMULATED, TWILIO, Settings
from callbackend.lines.base import Line
from callbackend.lines.hub import Hub
from callbackend.lines.simulated.line import SimulatedLine
from callbackend.lines.twilio.carrier import TwilioCarrier
from common.lifespan import Receive, Scope, Send


class Carrier(Protocol):
    """A vendor that rings real phones: its line, its routes and its sockets."""

    @property
    def line(self) -> Line:
        """What the switchboard speaks to."""

    def blueprint(self, hub: Hub) -> Blueprint:
        """The routes that the vendor asks, under its name; each looks at a signature itself."""

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A websocket under its name."""

    def sweep(self, hub: Hub) -> None:
        """End at the vendor what is over here, and learn what it has cost."""

    def stop(self) -> None:
        """Ask the vendor nothing any more."""


CARRIERS: dict[str, Callable[[Settings], Carrier]] = {TWILIO: TwilioCarrier}


def make_carrier(settings: Settings) -> Carrier | None:
    """The carrier that `CALL_LINE` names; None where no phone rings."""
    return None if settings.line == SIMULATED else CARRIERS[settings.line](settings)


def make_line(settings: Settings) -> Line:
    """The line that rings no phone."""
    return SimulatedLine(settings.simulated_call_seconds)

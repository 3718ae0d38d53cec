"""The line at a process that has not dialled the call: it has the socket, and the carrier's id."""

from collections.abc import Iterator
from typing import Any, cast

import pytest

from callbackend.config import Settings
from callbackend.lines.base import Ended, EndReason, LineEvent
from callbackend.lines.twilio import line as line_module
from callbackend.lines.twilio.line import TwilioLine
from callbackend.lines.twilio.rest import Rest, VendorCall
from callbackend.lines.twilio.session import Session
from tests.callbackend.factories import wait_for


class FakeRest:
    """A carrier whose calls are as the test says."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.status = "in-progress"

    def fetch(self, vendor_id: str) -> VendorCall:
        self.asked.append(("fetch", vendor_id))
        return VendorCall(vendor_id, self.status, 7)

    def hang_up(self, vendor_id: str) -> VendorCall:
        self.asked.append(("hang up", vendor_id))
        return VendorCall(vendor_id, "completed", 7)


class FakeSession:
    """A socket that is open."""

    is_over = False

    def __init__(self) -> None:
        self.told: list[tuple[str, LineEvent]] = []
        self.finished = False

    def report(self, call_id: str, event: LineEvent, after: float = 0.0) -> None:
        self.told.append((call_id, event))

    def finish(self) -> None:
        self.finished = True


@pytest.fixture
def rest() -> FakeRest:
    return FakeRest()


@pytest.fixture
def line(rest: FakeRest) -> Iterator[TwilioLine]:
    line = TwilioLine(Settings(), cast(Rest, rest))
    yield line
    line.stop()


def attach(line: TwilioLine) -> FakeSession:
    session: Any = FakeSession()
    line.attach("call-1", cast(Session, session), "CA1")
    return cast(FakeSession, session)


def test_what_it_adopts_by_its_socket_it_hangs_up_at_the_carrier(
    line: TwilioLine, rest: FakeRest
) -> None:
    settled: list[tuple[str, int]] = []
    line.on_over = lambda call_id, seconds: settled.append((call_id, seconds))
    session = attach(line)

    line.hang_up("call-1")

    wait_for(lambda: settled == [("call-1", 7)])
    assert session.finished
    assert rest.asked == [("hang up", "CA1")]


def test_a_socket_that_is_lost_there_is_asked_about_at_the_carrier(
    line: TwilioLine, rest: FakeRest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_module, "LOST_SECONDS", 0.1)
    rest.status = "completed"
    session = attach(line)

    line.detach("call-1", cast(Session, session))

    wait_for(lambda: session.told == [("call-1", Ended(EndReason.HUNG_UP))])
    assert rest.asked == [("fetch", "CA1")]

"""What the carrier's side needs of the calls: they are carried a floor above the lines."""

from typing import Protocol

from callbackend.lines.base import LineEvent, Report
from callbackend.records.store import StoredCall


class Hub(Protocol):
    """The calls, as a carrier's callbacks and sockets see them. Thread-safe."""

    @property
    def report(self) -> Report:
        """Where what happens to a call that this process carries is told."""

    def stored(self, call_id: str) -> StoredCall | None:
        """A call as its row has it, ended or not; None where there is none."""

    def happen(self, call_id: str, event: LineEvent) -> None:
        """Let something happen to a call, whichever process carries it."""

    def connect(self, call_id: str) -> None:
        """This process can hear and speak on a call: carry it from now on."""

    def settle(self, call_id: str, seconds: int) -> None:
        """The carrier says that the call is over, and how long it lasted."""

    def note_answered_by(self, call_id: str, what: str) -> None:
        """Keep the carrier's hint at who answered."""

    def opt_out(self, phone: str) -> bool:
        """Call this number never again, in whatever spelling; False where it is no number."""

    def unsettled(self, since: float) -> list[tuple[str, str]]:
        """Calls that are over here, and whose carrier has not said so: both their ids."""

"""Whether a call may be dialled now: asked once more in the transaction that dials."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from callbackend.errors import CallBackendError, DoNotCall, TryLater
from callbackend.gate import rules
from callbackend.records import opt_outs
from callbackend.records.permission import CallEnd, Denial, DialRequest, Placing


class Permits:
    """The gatekeeper of the tables (`callbackend.records.permission.Gatekeeper`)."""

    def __init__(self, *, is_real: bool) -> None:
        self._is_real = is_real

    def decide(
        self, connection: Connection, requests: Sequence[DialRequest]
    ) -> Mapping[str, Denial]:
        """The refusals by call id."""
        ids = [request.call_id for request in requests]
        barred = opt_outs.barred_among(connection, ids)
        refused = {call_id: Denial(DoNotCall.code) for call_id in barred}
        for request in requests:
            if request.call_id not in barred and (why := self._by_rules(request)):
                refused[request.call_id] = why
        return refused

    def note_placings(self, connection: Connection, placings: Sequence[Placing]) -> None:
        """Keep what the carrier calls them."""

    def note_endings(self, connection: Connection, endings: Sequence[CallEnd]) -> None:
        """Give back what was set aside for calls that cost nothing."""

    def _by_rules(self, request: DialRequest) -> Denial | None:
        try:
            rules.admit(self._is_real, request.phone, request.at, request.time_zone)
        except TryLater as error:
            return Denial(error.code, error.retry_after)
        except CallBackendError as error:
            return Denial(error.code)
        return None

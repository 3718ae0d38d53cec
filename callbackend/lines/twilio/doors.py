"""What the carrier asks and tells by HTTP: each request is signed, or it is not heard.

    /twilio/{call_id}/answer       somebody answered: what to do with the call
    /twilio/{call_id}/status       initiated, ringing, answered, over
    /twilio/{call_id}/amd          a hint at who answered
    /twilio/{call_id}/ended        the conversation is over, or nobody was at the socket
    /twilio/inbound                somebody calls our number back

They may come late, twice, in any order, at any process, and before the create was answered. None
of that matters: a row only goes forward, and one that names another call of the carrier's is left
alone.
"""

import logging

from flask import Blueprint, Response, request

from callbackend.config import Settings
from callbackend.errors import BadSignature, CallNotFound
from callbackend.lines.base import Answered, Ended, EndReason, LineEvent, Placed, Ringing
from callbackend.lines.hub import Hub
from callbackend.lines.twilio import twiml
from callbackend.lines.twilio.line import TwilioLine
from callbackend.lines.twilio.rest import OVER, seconds_in
from callbackend.lines.twilio.signatures import HEADER, is_signed
from callbackend.records.store import StoredCall
from callbackend.states import CallStatus

logger = logging.getLogger(__name__)

OPT_OUT_KEY = "9"
STEP_OF: dict[str, LineEvent] = {
    "ringing": Ringing(),
    "in-progress": Answered(),
    "answered": Answered(),
}
# SIP's ways to say that there is no such number: RFC 3261, 21.4.5, 21.4.22 and 21.6.3.
NO_SUCH_NUMBER = {"404", "484", "604"}


def blueprint(settings: Settings, line: TwilioLine, hub: Hub) -> Blueprint:
    """The routes, for this line and these calls."""
    doors = Doors(settings, line, hub)
    bp = Blueprint("twilio", __name__, url_prefix="/twilio")
    bp.before_request(doors.check_signature)
    bp.post("/inbound")(doors.come_in)
    bp.post("/inbound/keys")(doors.take_key)
    bp.post("/<call_id>/answer")(doors.answer)
    bp.post("/<call_id>/status")(doors.take_status)
    bp.post("/<call_id>/amd")(doors.take_hint)
    bp.post("/<call_id>/ended")(doors.end)
    bp.post("/<call_id>/ended-again")(doors.end_again)
    return bp


class Doors:
    """The routes' work."""

    def __init__(self, settings: Settings, line: TwilioLine, hub: Hub) -> None:
        self._settings = settings
        self._line = line
        self._hub = hub

    def check_signature(self) -> None:
        """Hear nobody but the carrier. Raises BadSignature."""
        url = f"{self._settings.call_public_url}{request.path}"
        if request.query_string:
            url = f"{url}?{request.query_string.decode('latin-1')}"
        form = {name: request.form.getlist(name) for name in request.form}
        given = request.headers.get(HEADER, "")
        if not is_signed(self._settings.twilio_auth_token, url, form, given):
            raise BadSignature

    def answer(self, call_id: str) -> Response:
        """Connect the call to our socket, or end it; the row alone says which."""
        row = self._row_of(call_id)
        if row is None or row.status == CallStatus.ENDED:
            return _xml(twiml.hang_up())
        self._happens(call_id, Answered())
        return _xml(twiml.relay(self._settings.call_public_url, call_id))

    def take_status(self, call_id: str) -> Response:
        """Note how far the call is."""
        told = request.form.get("CallStatus", "")
        if told in OVER:
            self._take_end(call_id, told)
        elif self._row_of(call_id) is not None and told in STEP_OF:
            self._happens(call_id, STEP_OF[told])
        return _nothing()

    def take_hint(self, call_id: str) -> Response:
        """Note who the carrier thinks has answered; words decide."""
        what = request.form.get("AnsweredBy", "")
        if what and self._row_of(call_id) is not None:
            self._hub.note_answered_by(call_id, what[:40])
        return _nothing()

    def end(self, call_id: str) -> Response:
        """Nobody was at our socket: try once more. Otherwise the conversation is over."""
        row = self._row_of(call_id)
        was_lost = request.form.get("ErrorCode") or request.form.get("SessionStatus") == "failed"
        if was_lost and row is not None and row.status == CallStatus.IN_PROGRESS:
            return _xml(twiml.relay(self._settings.call_public_url, call_id, is_second=True))
        return _xml(twiml.hang_up())

    def end_again(self, call_id: str) -> Response:
        """Nobody was there the second time either."""
        return _xml(twiml.hang_up())

    def come_in(self) -> Response:
        """Somebody calls back: tell them who has called."""
        settings = self._settings
        return _xml(twiml.who_called(settings.call_public_url, settings.caller_name))

    def take_key(self) -> Response:
        """A 9 of theirs is an opt-out."""
        if request.form.get("Digits") != OPT_OUT_KEY:
            return _xml(twiml.hang_up())
        if not self._hub.opt_out(request.form.get("From", "")):
            logger.info("an opt-out without a number")  # One that is withheld is none that we ring.
        return _xml(twiml.not_again())

    def _take_end(self, call_id: str, told: str) -> None:
        """It is over at the carrier: keep what it cost, then let the call end."""
        if self._row_of(call_id) is None and not self._is_of_an_erased(call_id):
            return
        self._hub.settle(call_id, seconds_in(request.form.get("CallDuration")))
        self._line.note_over(call_id)
        reason = OVER[told]
        if told == "failed" and request.form.get("SipResponseCode") in NO_SUCH_NUMBER:
            reason = EndReason.INVALID_NUMBER
        self._happens(call_id, Ended(reason))

    def _row_of(self, call_id: str) -> StoredCall | None:
        """The row, if it is of this call of the carrier's; that is kept where it is news."""
        row = self._hub.stored(call_id)
        vendor_id = request.form.get("CallSid", "")
        if row is None or not vendor_id or row.vendor_id not in (None, vendor_id):
            return None
        if row.vendor_id is None and row.status != CallStatus.QUEUED:
            self._line.prove(call_id, vendor_id)
            self._happens(call_id, Placed(vendor_id))
        return row

    def _is_of_an_erased(self, call_id: str) -> bool:
        """Whether the call was erased here: what it has cost is kept all the same."""
        return self._hub.stored(call_id) is None

    def _happens(self, call_id: str, event: LineEvent) -> None:
        try:
            self._hub.happen(call_id, event)
        except CallNotFound:  # It was erased meanwhile.
            logger.info("a callback of no call")


def _xml(text: str) -> Response:
    return Response(text, mimetype=twiml.MIME_TYPE)


def _nothing() -> Response:
    return Response(status=204)

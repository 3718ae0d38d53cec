"""The line: rings by REST, speaks by a socket, and finds out what became of a call.

What the death of this process leaves behind, and who goes on:

    before the create was sent, or its answer lost   no id    reconciled, never created again
    ringing                                          an id    callbacks, at whichever process
    talking                                          an id    the carrier connects again, anywhere
    nobody for half a minute                         an id    asked how it stands, then hung up
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from callbackend.config import TWILIO, Settings
from callbackend.lines.base import (
    PLAINLY,
    Ended,
    EndReason,
    Limits,
    Manner,
    Placed,
    Report,
    Speaking,
    Spoken,
    Ticket,
)
from callbackend.lines.twilio.rest import (
    RING_SECONDS,
    Created,
    Later,
    Rest,
    RestRefused,
    VendorCall,
)
from callbackend.lines.twilio.session import Session
from common.logs import facts_of

logger = logging.getLogger(__name__)

# Requests to the carrier at the same time.
THREADS = 8
# A create that was certainly not made is tried again after these seconds, and then given up.
RETRY_SECONDS = (1.0, 2.0, 4.0)
# When to look for a call whose create had no answer, in seconds after it was dialled.
LOOK_SECONDS = (1.0, 3.0, 7.0, 15.0, 30.0, 45.0, 60.0)
# The carrier's clock, and its list, may be behind ours.
EARLIER_SECONDS = 5.0
# A call that we have ended and the carrier has not: hung up again after these seconds.
HANG_UP_SECONDS = (1.0, 5.0, 20.0)
# By then it has been answered, or has rung long enough: if nobody has told us, we ask.
SURELY_RUNG_SECONDS = RING_SECONDS + 10.0
# Nobody is there: a socket that was lost, or that never came after the answer.
LOST_SECONDS = 30.0
# Seconds that a call may stand at each stage. It rings for 30, and lasts for 300 at most; the
# carrier ends both, and these are for when nobody tells us.
DIALING_SECONDS, RINGING_SECONDS, TALKING_SECONDS = 90.0, 150.0, 330.0


@dataclass(slots=True)
class Carried:
    """One call in the hands of this process."""

    ticket: Ticket
    report: Report
    vendor_id: str = ""
    session: Session | None = None
    # When it will be asked about: each new reason to wait makes the earlier ones void.
    watch: int = 0
    # The carrier has said that it is over.
    is_over: bool = False
    is_let_go: bool = False


@dataclass(slots=True)
class _Clock:
    """Lets things happen later, each in a thread of its own that a stop does not wait for."""

    timers: set[threading.Timer] = field(default_factory=set)

    def after(self, seconds: float, work: Callable[[], None]) -> None:
        """Do it in so many seconds."""

        def happen() -> None:
            self.timers.discard(timer)
            work()

        timer = threading.Timer(seconds, happen)
        timer.daemon = True
        self.timers.add(timer)
        timer.start()

    def stop(self) -> None:
        """Let nothing of it happen."""
        for timer in list(self.timers):
            timer.cancel()


class TwilioLine:
    """A real line. Its methods return at once; what they ask of the carrier happens in threads."""

    name = TWILIO
    is_real = True

    def __init__(self, settings: Settings, rest: Rest | None = None) -> None:
        self.rest = rest or Rest(settings)
        self.manner = Manner(caller=settings.caller_name, waits=True)
        self.limits = Limits(
            settings.call_deadline_seconds, DIALING_SECONDS, RINGING_SECONDS, TALKING_SECONDS
        )
        # Told by the carrier's side of what a call has cost; set when the service is there.
        self.on_over: Callable[[str, int], None] = lambda _id, _seconds: None
        self._calls: dict[str, Carried] = {}
        self._lock = threading.Lock()
        self._clock = _Clock()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="carrier")

    # What the switchboard asks for.

    def dial(self, ticket: Ticket, report: Report) -> None:
        """Have the carrier ring the phone."""
        self._calls[ticket.call_id] = Carried(ticket, report)
        self._do(lambda: self._create(ticket, 0))

    def resume(self, ticket: Ticket, spoken: list[Spoken], report: Report) -> None:
        """Wait for the carrier to connect again, or find out what became of the call."""
        carried = Carried(ticket, report, ticket.vendor_id)
        with self._lock:
            before = self._calls.get(ticket.call_id)
            carried.session = before.session if before else None
            self._calls[ticket.call_id] = carried
        if not ticket.vendor_id:
            self._do(lambda: self._reconcile(ticket, 0))
        elif carried.session is None:
            self._watch(ticket.call_id, LOST_SECONDS)

    def say(self, call_id: str, text: str, last: bool, how: Speaking = PLAINLY) -> None:
        """Speak, where the call can be spoken to: after a lost socket it is asked for anew."""
        carried = self._calls.get(call_id)
        if carried and carried.session:
            carried.session.say(text, how, last=last)
        elif carried and last:
            self._calls.pop(call_id, None)
            carried.report(call_id, Ended(EndReason.HUNG_UP))
            self._hang_up_carried(carried)

    def press(self, call_id: str, key: str) -> None:
        """Press a key."""
        carried = self._calls.get(call_id)
        if carried and carried.session:
            carried.session.press(key)

    def hang_up(self, call_id: str) -> None:
        """End a call, also at the carrier, and one whose create has not been answered yet."""
        carried = self._calls.pop(call_id, None)
        if carried is None:
            return
        if carried.session and carried.session.is_over and carried.vendor_id:
            # The goodbye was heard, and the carrier is told: it ends the call by itself.
            vendor_id = carried.vendor_id
            self._after(HANG_UP_SECONDS[0], lambda: self._hang_up(call_id, vendor_id, 1))
            return
        if carried.session:
            carried.session.finish()
        self._hang_up_carried(carried)

    def end(self, ticket: Ticket) -> None:
        """End a call that another process may carry: the carrier ends it for all of them."""
        carried = Carried(ticket, lambda *_, **__: None, ticket.vendor_id)
        self._hang_up_carried(carried)

    def let_go(self, call_id: str) -> None:
        """Somebody else has its socket."""
        carried = self._calls.pop(call_id, None)
        if carried:
            carried.is_let_go = True

    def stop(self) -> None:
        """Do nothing any more; what the carrier has goes on."""
        self._clock.stop()
        self._threads.shutdown(wait=False, cancel_futures=True)

    # What the carrier's side tells.

    def attach(self, call_id: str, session: Session, vendor_id: str) -> None:
        """The call can be heard and spoken to by this socket, whichever process has dialled it."""
        with self._lock:
            carried = self._calls.get(call_id)
            if carried is None:
                carried = Carried(Ticket(call_id, "", "", "", ""), session.report)
                self._calls[call_id] = carried
            carried.vendor_id = carried.vendor_id or vendor_id
            carried.session, old = session, carried.session
            carried.watch += 1
        if old is not None and old is not session:
            old.finish()

    def detach(self, call_id: str, session: Session) -> None:
        """This socket is lost: wait for another, or for the end of the call."""
        carried = self._calls.get(call_id)
        if carried and carried.session is session:
            carried.session = None
            self._watch(call_id, LOST_SECONDS)

    def note_over(self, call_id: str) -> None:
        """The carrier has said that the call is over: there is nothing to hang up."""
        carried = self._calls.get(call_id)
        if carried:
            carried.is_over = True

    def end_by_id(self, call_id: str, vendor_id: str) -> None:
        """End at the carrier what is over here, and learn what it has cost."""
        self._do(lambda: self._hang_up(call_id, vendor_id, 0))

    # Creating, and finding out whether it was.

    def _create(self, ticket: Ticket, tries: int) -> None:
        answer = self.rest.create(ticket.call_id, ticket.phone)
        match answer:
            case Created(vendor_id):
                self._placed(ticket, vendor_id)
            case RestRefused(reason):
                self._tell(ticket, Ended(reason))
            case Later() if tries < len(RETRY_SECONDS):
                self._after(RETRY_SECONDS[tries], lambda: self._create_if_wanted(ticket, tries + 1))
            case Later():
                self._tell(ticket, Ended(EndReason.FAILED))
            case _:
                logger.warning("a create had no answer", extra={"call_id": ticket.call_id})
                self._reconcile(ticket, 0)

    def _create_if_wanted(self, ticket: Ticket, tries: int) -> None:
        if ticket.call_id in self._calls:
            self._create(ticket, tries)

    def _placed(self, ticket: Ticket, vendor_id: str) -> None:
        carried = self._calls.get(ticket.call_id)
        if carried is None:  # It was cancelled meanwhile.
            self._hang_up(ticket.call_id, vendor_id, 0)
            return
        carried.vendor_id = vendor_id
        carried.report(ticket.call_id, Placed(vendor_id))
        self._watch(ticket.call_id, SURELY_RUNG_SECONDS)

    def _reconcile(self, ticket: Ticket, looks: int) -> None:
        """Look for the call in the carrier's list; what it may have rung is never created again."""
        carried = self._calls.get(ticket.call_id)
        if carried is not None and carried.vendor_id:
            return  # A callback has proved it.
        dialled_at = ticket.dialled_at or 0.0
        found = self.rest.find(ticket.phone, dialled_at - EARLIER_SECONDS)
        if found is not None:
            self._placed(ticket, found.vendor_id)
            if carried is not None and found.ended is not None:
                self._settle(carried, found)
            return
        waits = [at for at in LOOK_SECONDS if at > time.time() - dialled_at]
        if waits and looks < len(LOOK_SECONDS):
            wait = waits[0] - (time.time() - dialled_at)
            self._after(wait, lambda: self._reconcile(ticket, looks + 1))
        else:
            self._tell(ticket, Ended(EndReason.UNSURE))

    def prove(self, call_id: str, vendor_id: str) -> None:
        """A callback of this call has come: it was created, whatever the create has answered."""
        carried = self._calls.get(call_id)
        if carried and not carried.vendor_id:
            carried.vendor_id = vendor_id
            self._watch(call_id, SURELY_RUNG_SECONDS)

    # What became of it.

    def _watch(self, call_id: str, seconds: float) -> None:
        carried = self._calls.get(call_id)
        if carried is None:
            return
        carried.watch += 1
        watch = carried.watch
        self._after(seconds, lambda: self._look(carried, watch))

    def _look(self, carried: Carried, watch: int) -> None:
        """Nothing was heard of a call: ask the carrier, and settle it or end it."""
        call_id = carried.ticket.call_id
        is_void = carried.watch != watch or carried.session is not None
        if is_void or self._calls.get(call_id) is not carried:
            return
        found = self.rest.fetch(carried.vendor_id)
        if found is None or found.status in ("queued", "ringing", "initiated"):
            self._watch(call_id, LOST_SECONDS)
            return
        self._settle(carried, found)

    def _settle(self, carried: Carried, found: VendorCall) -> None:
        """Let a call end as it has ended at the carrier; one that is up is hung up with it."""
        call_id = carried.ticket.call_id
        if found.ended is not None:
            carried.is_over = True
            self._over(call_id, found.seconds)
        carried.report(call_id, Ended(found.ended or EndReason.FAILED))

    def _hang_up_carried(self, carried: Carried) -> None:
        if carried.vendor_id and not carried.is_over:
            call_id, vendor_id = carried.ticket.call_id, carried.vendor_id
            self._do(lambda: self._hang_up(call_id, vendor_id, 0))

    def _hang_up(self, call_id: str, vendor_id: str, tries: int) -> None:
        """End it at the carrier, again and again until the carrier says that it is over."""
        found = self.rest.hang_up(vendor_id) if tries == 0 else self.rest.fetch(vendor_id)
        if found is not None and found.ended is None and tries:
            found = self.rest.hang_up(vendor_id)
        if found is not None and found.ended is not None:
            self._over(call_id, found.seconds)
        elif tries < len(HANG_UP_SECONDS):
            self._after(
                HANG_UP_SECONDS[tries], lambda: self._hang_up(call_id, vendor_id, tries + 1)
            )
        else:
            logger.warning("a call could not be hung up", extra={"call_id": call_id})

    def _over(self, call_id: str, seconds: int) -> None:
        try:
            self.on_over(call_id, seconds)
        except Exception as error:  # The database is away: whoever sweeps does it.
            logger.warning("a cost was not kept", extra={"call_id": call_id, **facts_of(error)})

    def _tell(self, ticket: Ticket, event: Ended) -> None:
        carried = self._calls.get(ticket.call_id)
        if carried is not None:
            carried.is_over = True
            carried.report(ticket.call_id, event)

    def _after(self, seconds: float, work: Callable[[], None]) -> None:
        self._clock.after(seconds, lambda: self._do(work))

    def _do(self, work: Callable[[], None]) -> None:
        try:
            self._threads.submit(_safely, work)
        except RuntimeError:  # It is being stopped.
            logger.info("the carrier was not asked: the service stops")


def _safely(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception as error:
        logger.error("a request to the carrier failed", extra=facts_of(error))

"""The service behind the routes: accept a call, show it, cancel it."""

import logging
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import orjson
from sqlalchemy import Row
from sqlalchemy.exc import SQLAlchemyError

from callbackend.agent import negotiator
from callbackend.callbacks import origins
from callbackend.callbacks.courier import Courier
from callbackend.calls import fingerprints
from callbackend.calls.carrier_side import CarrierSide, CarrierSweeper
from callbackend.calls.desk import Desk
from callbackend.calls.forgetting import Forgetter
from callbackend.calls.live import LiveCall
from callbackend.calls.switchboard import Switchboard
from callbackend.config import Settings
from callbackend.errors import (
    CallNotFound,
    KeyReused,
    NotNow,
    TooManyCalls,
    Unsure,
    refusal_of,
)
from callbackend.gate import audit, rules
from callbackend.gate.permits import Permits
from callbackend.lines import make_carrier, make_line
from callbackend.lines.base import Line, LineEvent
from callbackend.model.adviser import ModelAdviser
from callbackend.records import carriers
from callbackend.records.database import Database, reason_of
from callbackend.records.journal import Journal
from callbackend.records.opt_outs import BY_OPERATOR, Entry, OptOuts
from callbackend.records.permission import DialRequest
from callbackend.records.store import CallStore, CommitUncertain, StoredCall
from callbackend.states import CallStatus

logger = logging.getLogger(__name__)

# A live call moves about once a second; a cancel that loses so many races has lost to a bug.
CHANGE_ATTEMPTS = 20
DATABASE_AWAY = "The call database is unavailable"
DATABASE_ERRORS = (SQLAlchemyError, TimeoutError)


@contextmanager
def database_away() -> Iterator[None]:
    """What a database raises that does not answer is a 503."""
    try:
        yield
    except DATABASE_ERRORS as error:
        raise NotNow(DATABASE_AWAY) from error


class Service:
    """Everything that lives as long as the process does."""

    def __init__(self, settings: Settings, line: Line | None = None) -> None:
        self.settings = settings
        self.database = Database(settings.sql_url)
        self._opt_outs = OptOuts(self.database)
        self.carrier = None if line else make_carrier(settings)
        self.line = line or (self.carrier.line if self.carrier else make_line(settings))
        self._permits = Permits(settings, is_real=self.line.is_real)
        self.store = CallStore(self.database, self._permits)
        self._owner = carriers.name_of(f"{socket.gethostname()}:{settings.port}")
        self.desk = Desk(settings, self.database, self.store, self._permits, self.cancel)
        secrets = settings.webhook_secrets
        self.courier = Courier(self.store, secrets, settings.receivers) if secrets else None
        journal = Journal(self.database, self.store, self._owner)
        on_end = self.courier.offer if self.courier else None
        self.adviser = ModelAdviser(settings) if settings.has_model else None
        self.switchboard = Switchboard(journal, self.line, on_end, self.adviser)
        self.forgetter = Forgetter(self.store, settings.retention_days)
        self.side = CarrierSide(self)
        self._sweeper = CarrierSweeper(self.carrier, self.side) if self.carrier else None

    def start(self) -> None:
        """Begin to carry calls. Call it in the process that serves, after any fork."""
        negotiator.prepare()
        self.switchboard.start()
        if self._sweeper:
            self._sweeper.start(self.switchboard.is_open)
        self.forgetter.start(self.switchboard.is_open)
        if self.courier:
            self.courier.start(self.switchboard.is_open)
        else:
            logger.warning("CALL_WEBHOOK_SECRET is empty: no callbacks are sent")

    def stop(self) -> None:
        """Stop between two steps; every live call goes on at the next start."""
        self.switchboard.stop()
        self.forgetter.stop()
        if self._sweeper and self.carrier:
            self._sweeper.stop()
            self.carrier.stop()
        if self.courier:
            self.courier.stop()
        if self.adviser:
            self.adviser.close()
        self.database.close()

    def accept(
        self, job_id: str, key: str, request: dict[str, Any], as_sent: bytes
    ) -> tuple[str, bool]:
        """Store one call and have it dialled; its id, and whether the key was known already.

        `request` is what `StartCallIn` loads of the body `as_sent` (canonical). When this returns,
        the call survives a power cut.
        """
        self._check_migrated()
        prints = fingerprints.of(job_id, request, as_sent)
        known = self._known(key, prints)
        if known:
            return known, True
        call = self._admitted(request, job_id, key)
        is_new = self._insert(
            call,
            fingerprint=prints.as_sent,
            provider_id=request["provider_id"],
            line=self.settings.line,
        )
        if is_new:
            facts = {"job_id": job_id, "provider_id": request["provider_id"]}
            logger.info("call accepted", extra={"call_id": call.call_id, **facts})
            self.switchboard.take(call)
            return call.call_id, False
        # Two requests raced with one key, and this one lost.
        return self._known(key, prints) or call.call_id, True

    def show(self, call_id: str) -> Row[Any]:
        """One call; raises CallNotFound."""
        rows = self.show_many([call_id])
        if not rows:
            raise CallNotFound(call_id)
        return rows[0]

    def show_many(self, call_ids: Sequence[str]) -> Sequence[Row[Any]]:
        """These calls, in one query; unknown ids are left out."""
        with database_away():
            return self.store.shown(call_ids)

    def cancel(self, call_id: str) -> Row[Any]:
        """End a call, whatever it is doing; one that is over stays as it is."""
        self._change(call_id, _cancel)
        return self.show(call_id)

    def happen(self, call_id: str, event: LineEvent) -> None:
        """Let what a carrier tells happen to a call, whichever process carries it.

        Here nothing is said: what needs a word is told to whoever has the call's socket. Raises
        CallNotFound, and NotNow while the database is away.
        """
        if self.switchboard.carries(call_id):
            self.switchboard.post(call_id, event)
        else:
            self._change(call_id, _happens(event))

    def stored(self, call_id: str) -> StoredCall | None:
        """A call as its row has it, ended or not; None where there is none."""
        with database_away():
            return self.store.stored(call_id)

    def erase(self, call_id: str) -> None:
        """End a call and forget it; nothing of it is dialled, said or told after that."""
        with database_away():
            self.store.erase(call_id)
        self._let_go(call_id)

    def erase_key(self, key: str) -> None:
        """Shut a key for good, and end and forget its call, if there is one."""
        with database_away():
            call_id = self.store.erase_key(key)
        if call_id is not None:
            self._let_go(call_id)

    def opt_out(self, phone: str) -> Entry | None:
        """The entry of a number that must not be called."""
        with database_away():
            return self._opt_outs.find(phone)

    def opt_outs(self, limit: int, offset: int) -> tuple[list[Entry], int]:
        """Some of the numbers that must not be called, and how many there are."""
        with database_away():
            return self._opt_outs.page(limit, offset)

    def bar(self, phone: str, why: str = BY_OPERATOR) -> Entry:
        """Call this number (E.164) never again."""
        with database_away():
            return self._opt_outs.add(phone, why, time.time())

    def unbar(self, phone: str) -> None:
        """Let this number (E.164) be called again."""
        with database_away():
            self._opt_outs.remove(phone)

    def check_health(self) -> None:
        """Raise NotNow unless calls are accepted and carried."""
        self._check_open()
        with database_away():
            self.database.check()

    def _change(self, call_id: str, change: Callable[[LiveCall, float], bool]) -> None:
        with database_away():
            for _ in range(CHANGE_ATTEMPTS):
                if self._change_once(call_id, change):
                    return
        raise NotNow("The call changes too quickly")

    def _known(self, key: str, prints: fingerprints.Fingerprints) -> str | None:
        """The call id that this key stands for; raises KeyReused if the request was another."""
        with database_away():
            row = self.store.by_key(key)
        if row is not None and not prints.match(row.fingerprint):
            raise KeyReused
        return None if row is None else str(row.call_id)

    def _admitted(self, request: dict[str, Any], job_id: str, key: str) -> StoredCall:
        """The call as it is stored, once every rule has let it in."""
        origins.check(request["callback_url"], self.settings.receivers)
        phone = rules.e164(request["phone"], self.settings.dial_countries)
        self._check_open()
        if self.switchboard.live_count >= self.settings.max_live_calls:
            raise TooManyCalls("Too many live calls")
        now = time.time()
        self._ask_gate(_dial_request(request, job_id, phone, now))
        stored = orjson.dumps({**request, "phone": phone}, default=str, option=orjson.OPT_SORT_KEYS)
        return StoredCall.queued(phone, stored.decode(), now, job_id, key, self._owner)

    def _ask_gate(self, wanted: DialRequest) -> None:
        """Raise what the gate says of a call that is asked for."""
        with database_away(), self.database.reading() as connection:
            denial, note = self._permits.admit(connection, wanted)
        if denial is None:
            return
        with database_away(), self.database.writing() as connection:
            audit.write(connection, [note])
        raise refusal_of(denial.code, denial.detail, denial.retry_after)

    def _check_open(self) -> None:
        if not self.switchboard.is_running:
            raise NotNow("The switchboard is not running")
        self._check_migrated()

    def _check_migrated(self) -> None:
        if not self.switchboard.is_open.is_set():
            raise NotNow("The call database is not up to date yet")

    def _let_go(self, call_id: str) -> None:
        """Hang up a call that is not in the database any more, and tell nobody of it."""
        self.switchboard.drop(call_id)
        if self.courier:
            self.courier.forget(call_id)

    def _insert(self, call: StoredCall, **columns: str | int) -> bool:
        try:
            return self.store.insert(call, **columns)
        except CommitUncertain as error:
            raise Unsure from error
        except DATABASE_ERRORS as error:
            logger.warning("a call was not accepted", extra={"reason": reason_of(error)})
            raise NotNow(DATABASE_AWAY) from error

    def _change_once(self, call_id: str, change: Callable[[LiveCall, float], bool]) -> bool:
        """Whether all is done that `change` asks for; False if the call moved on meanwhile.

        `change` says whether there is anything to write.
        """
        stored = self.store.stored(call_id)
        if stored is None:
            raise CallNotFound(call_id)
        if stored.status == CallStatus.ENDED:
            return True
        call = LiveCall(stored, self.line.manner)
        call.replay()
        if not change(call, time.time()):
            return True
        if self.store.change([call.move(owes_callback=self.courier is not None)]).lost:
            return False
        if call.is_over:
            self._after_end(call)
        return True

    def _after_end(self, call: LiveCall) -> None:
        call_id = call.ticket.call_id
        if self.switchboard.carries(call_id):
            self.switchboard.drop(call_id)
        else:
            self.line.end(call.ticket)
        if self.courier:
            self.courier.offer([call_id])


def _dial_request(request: dict[str, Any], job_id: str, phone: str, now: float) -> DialRequest:
    source = request.get("source") or {}
    return DialRequest(
        "",
        job_id,
        phone,
        request["brief"]["zip_code"],
        request.get("time_zone"),
        source.get("kind"),
        source.get("url"),
        now,
    )


def _cancel(call: LiveCall, now: float) -> bool:
    call.cancel(now)
    return True


def _happens(event: LineEvent) -> Callable[[LiveCall, float], bool]:
    def change(call: LiveCall, now: float) -> bool:
        if not call.wants(event):
            return False
        call.handle(event, now)
        return True

    return change

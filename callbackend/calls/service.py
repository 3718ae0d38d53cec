"""The service behind the routes: accept a call, show it, cancel it."""

import hashlib
import logging
import time
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Row
from sqlalchemy.exc import SQLAlchemyError

from callbackend.callbacks.courier import Courier
from callbackend.calls.live import LiveCall
from callbackend.calls.switchboard import Switchboard
from callbackend.config import Settings
from callbackend.errors import CallNotFound, KeyReused, NotNow, TooManyCalls, Unsure
from callbackend.gate import rules
from callbackend.lines import make_line
from callbackend.lines.base import Line
from callbackend.model.adviser import ModelAdviser
from callbackend.records.database import Database, reason_of
from callbackend.records.journal import Journal
from callbackend.records.store import CallStore, CommitUncertain, StoredCall
from callbackend.states import CallStatus

logger = logging.getLogger(__name__)

# A live call moves about once a second; a cancel that loses so many races has lost to a bug.
CANCEL_ATTEMPTS = 20
DATABASE_AWAY = "The call database is unavailable"
DATABASE_ERRORS = (SQLAlchemyError, TimeoutError)


class Service:
    """Everything that lives as long as the process does."""

    def __init__(self, settings: Settings, line: Line | None = None) -> None:
        self.settings = settings
        self.database = Database(settings.sql_url)
        self.store = CallStore(self.database)
        self.line = line or make_line(settings)
        secrets = settings.webhook_secrets
        self.courier = Courier(self.store, secrets) if secrets else None
        journal = Journal(self.database, self.store)
        on_end = self.courier.offer if self.courier else None
        self.adviser = ModelAdviser(settings) if settings.has_model else None
        self.switchboard = Switchboard(journal, self.line, on_end, self.adviser)

    def start(self) -> None:
        """Begin to carry calls. Call it in the process that serves, after any fork."""
        self.switchboard.start()
        if self.courier:
            self.courier.start(self.switchboard.is_open)
        else:
            logger.warning("CALL_WEBHOOK_SECRET is empty: no callbacks are sent")

    def stop(self) -> None:
        """Stop between two steps; every live call goes on at the next start."""
        self.switchboard.stop()
        if self.courier:
            self.courier.stop()
        if self.adviser:
            self.adviser.close()
        self.database.close()

    def accept(self, job_id: str, key: str, request: dict[str, Any]) -> tuple[str, bool]:
        """Store one call and have it dialled; its id, and whether the key was known already.

        `request` is what `StartCallIn` loads. When this returns, the call survives a power cut.
        """
        phone = rules.e164(request["phone"])
        stored = orjson.dumps({**request, "phone": phone}, default=str, option=orjson.OPT_SORT_KEYS)
        fingerprint = hashlib.sha256(job_id.encode() + b"\n" + stored).hexdigest()
        known = self._known(key, fingerprint)
        if known:
            return known, True
        self._check_open(phone)
        call = StoredCall.queued(phone, stored.decode(), time.time())
        is_new = self._insert(
            call,
            idempotency_key=key,
            fingerprint=fingerprint,
            job_id=job_id,
            provider_id=request["provider_id"],
        )
        if is_new:
            logger.info(
                "call accepted",
                extra={
                    "call_id": call.call_id,
                    "job_id": job_id,
                    "provider_id": request["provider_id"],
                },
            )
            self.switchboard.take(call)
            return call.call_id, False
        # Two requests raced with one key, and this one lost.
        return self._known(key, fingerprint) or call.call_id, True

    def show(self, call_id: str) -> Row[Any]:
        """One call; raises CallNotFound."""
        rows = self.show_many([call_id])
        if not rows:
            raise CallNotFound(call_id)
        return rows[0]

    def show_many(self, call_ids: Sequence[str]) -> Sequence[Row[Any]]:
        """These calls, in one query; unknown ids are left out."""
        try:
            return self.store.shown(call_ids)
        except DATABASE_ERRORS as error:
            raise NotNow(DATABASE_AWAY) from error

    def cancel(self, call_id: str) -> Row[Any]:
        """End a call, whatever it is doing; one that is over stays as it is."""
        try:
            for _ in range(CANCEL_ATTEMPTS):
                if self._cancel_once(call_id):
                    return self.show(call_id)
        except DATABASE_ERRORS as error:
            raise NotNow(DATABASE_AWAY) from error
        raise NotNow("The call changes too quickly to be cancelled")

    def check_health(self) -> None:
        """Raise NotNow unless calls are accepted and carried."""
        if not self.switchboard.is_running:
            raise NotNow("The switchboard is not running")
        try:
            self.database.check()
        except DATABASE_ERRORS as error:
            raise NotNow(DATABASE_AWAY) from error

    def _known(self, key: str, fingerprint: str) -> str | None:
        """The call id that this key stands for; raises KeyReused if the request was another."""
        try:
            row = self.store.by_key(key)
        except DATABASE_ERRORS as error:
            raise NotNow(DATABASE_AWAY) from error
        if row is not None and row.fingerprint != fingerprint:
            raise KeyReused
        return None if row is None else str(row.call_id)

    def _check_open(self, phone: str) -> None:
        if not self.switchboard.is_running:
            raise NotNow("The switchboard is not running")
        if self.switchboard.live_count >= self.settings.max_live_calls:
            raise TooManyCalls
        rules.admit(self.line, phone, time.time())

    def _insert(self, call: StoredCall, **columns: str | int) -> bool:
        try:
            return self.store.insert(call, **columns)
        except CommitUncertain as error:
            raise Unsure from error
        except DATABASE_ERRORS as error:
            logger.warning("a call was not accepted", extra={"reason": reason_of(error)})
            raise NotNow(DATABASE_AWAY) from error

    def _cancel_once(self, call_id: str) -> bool:
        """Whether the call is over now; False if it moved on meanwhile."""
        stored = self.store.stored(call_id)
        if stored is None:
            raise CallNotFound(call_id)
        if stored.status == CallStatus.ENDED:
            return True
        call = LiveCall(stored, self.line.notice)
        call.replay()
        call.cancel(time.time())
        if self.store.change([call.change(owes_callback=self.courier is not None)]):
            return False
        self.switchboard.drop(call_id)
        if self.courier:
            self.courier.offer([call_id])
        return True

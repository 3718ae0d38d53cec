"""What the gate counts: in the transaction of whoever dials, answers or ends.

Before anything is looked at or counted, `lock` takes the one row of `line_switch` until that
transaction is over: two processes cannot both see room for one more, whatever the cap is made of.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, update

from callbackend.config import Settings
from callbackend.gate.hours import day_of
from callbackend.gate.verdicts import WEEK, Standing, Sums, worst_case
from callbackend.records import opt_outs
from callbackend.records.line_models import LineCall, LineDay, LineJob, LineSwitch, NumberDay
from callbackend.records.permission import DialRequest, Placing
from callbackend.records.upsert import insert_or_add, insert_or_leave

SWITCH = 1
# No carrier keeps a call longer: one that it has not told the end of is over by then.
SURELY_OVER_SECONDS = 900.0
SECONDS_OF_A_MINUTE = 60


class Counts:
    """What one kind of line has had: the real ones, or those that ring nobody."""

    def __init__(self, settings: Settings, *, is_real: bool) -> None:
        self._settings = settings
        self.is_real = is_real

    def lock(self, connection: Connection) -> None:
        """Let no other transaction count until this one is over."""
        values = {"id": SWITCH, "stopped_at": None, "why": None, "next_dial_at": 0.0}
        connection.execute(insert_or_leave(connection, LineSwitch), values)
        mine = update(LineSwitch).where(LineSwitch.id == SWITCH)
        connection.execute(mine.values(id=SWITCH))

    def standings(
        self, connection: Connection, requests: Sequence[DialRequest]
    ) -> dict[str, Standing]:
        """What is known of each request, by its call id, as the tables have it."""
        if not requests:
            return {}
        now = max(request.at for request in requests)
        common = self._common(connection, now)
        phones = {request.phone for request in requests}
        barred = opt_outs.barred_phones(connection, phones)
        open_calls, resting = self._on_the_line(connection, phones, now)
        answered, rings = self._often(connection, requests, now)
        jobs = self._jobs(connection, {request.job_id for request in requests})
        return {
            request.call_id: replace(
                common,
                is_barred=request.phone in barred,
                has_open_call=request.phone in open_calls,
                rests_until=resting.get(request.phone, 0.0),
                answered_today=answered[request.phone],
                rings_this_week=rings[request.phone],
                job=jobs.get(request.job_id, Sums()),
            )
            for request in requests
        }

    def count_dials(self, connection: Connection, requests: Sequence[DialRequest]) -> None:
        """Note that these are dialled, and set their worst case aside."""
        if not requests:
            return
        connection.execute(
            insert_or_leave(connection, LineCall), [self._row(one) for one in requests]
        )
        rings = Counter((one.phone, day_of(one.phone, one.at)) for one in requests)
        self._add(
            connection,
            NumberDay,
            [
                {"phone": phone, "day": day, "rings": times, "answered": 0}
                for (phone, day), times in sorted(rings.items())
            ],
        )
        jobs = Counter(request.job_id for request in requests)
        self._add(
            connection, LineJob, [self._dials("job_id", *one) for one in sorted(jobs.items())]
        )
        days = Counter(_utc_day(request.at) for request in requests)
        self._add(connection, LineDay, [self._dials("day", *one) for one in sorted(days.items())])
        if self.is_real:
            latest = max(request.at for request in requests)
            pause = len(requests) / self._settings.calls_per_second
            mine = update(LineSwitch).where(LineSwitch.id == SWITCH)
            connection.execute(mine.values(next_dial_at=latest + pause))

    def place(self, connection: Connection, placing: Placing) -> None:
        """Keep the carrier's id of a call."""
        own = LineCall.call_id == placing.call_id
        connection.execute(update(LineCall).where(own).values(vendor_id=placing.vendor_id))

    def note_answered_by(self, connection: Connection, call_id: str, what: str) -> None:
        """Keep the carrier's hint at who answered."""
        own = LineCall.call_id == call_id
        connection.execute(update(LineCall).where(own).values(answered_by=what))

    def count_answer(self, connection: Connection, phone: str, at: float) -> None:
        """AuditNote that somebody answered at this number."""
        row = {"phone": phone, "day": day_of(phone, at), "rings": 0, "answered": 1}
        self._add(connection, NumberDay, [row])

    def let_rest(self, connection: Connection, call_id: str, at: float) -> None:
        """Nobody knows whether it rang: its number rests, and its worst case stays set aside.

        If the carrier tells after all how long it lasted, `close` settles it.
        """
        own = (LineCall.call_id == call_id, LineCall.seconds.is_(None))
        values = {"is_open": False, "unsure_at": at}
        connection.execute(update(LineCall).where(*own).values(values))

    def close(self, connection: Connection, call_id: str, seconds: int) -> int | None:
        """Settle what a call has cost, in cents; None if that was settled before, or it is unknown.

        No call is booked above what was set aside for it: no budget can be passed by it.
        """
        own = (LineCall.call_id == call_id, LineCall.seconds.is_(None))
        row = connection.execute(
            select(
                LineCall.job_id, LineCall.dialled_at, LineCall.reserved_cents, LineCall.is_real
            ).where(*own)
        ).one_or_none()
        if row is None:
            return None
        cost = min(self.cost_of(seconds, is_real=row.is_real), int(row.reserved_cents))
        shown = cost if row.is_real else None
        values = {"seconds": seconds, "cost_cents": shown, "is_open": False}
        if connection.execute(update(LineCall).where(*own).values(values)).rowcount == 0:
            return None
        for table, key in (
            (LineJob, LineJob.job_id == row.job_id),
            (LineDay, LineDay.day == _utc_day(row.dialled_at)),
        ):
            connection.execute(
                update(table)
                .where(key, table.is_real == row.is_real)
                .values(
                    reserved_cents=table.reserved_cents - row.reserved_cents,
                    spent_cents=table.spent_cents + cost,
                )
            )
        return cost

    def cost_of(self, seconds: int, *, is_real: bool) -> int:
        """What a call of so many seconds costs, each minute that has begun; nothing if unplaced."""
        if not is_real or seconds < 0:
            return 0
        minutes = -(-seconds // SECONDS_OF_A_MINUTE)
        return self._settings.cents_per_dial + minutes * self._settings.cents_per_minute

    def _common(self, connection: Connection, now: float) -> Standing:
        switch = connection.execute(
            select(LineSwitch.stopped_at, LineSwitch.next_dial_at).where(LineSwitch.id == SWITCH)
        ).one_or_none()
        day = connection.execute(
            select(LineDay.dialled, LineDay.reserved_cents + LineDay.spent_cents).where(
                LineDay.day == _utc_day(now), LineDay.is_real == self.is_real
            )
        ).one_or_none()
        return Standing(
            stopped_at=switch.stopped_at if switch else None,
            next_dial_at=switch.next_dial_at if switch and self.is_real else 0.0,
            day=Sums(*day) if day else Sums(),
            open_now=self.open_calls(connection, now),
        )

    def open_calls(self, connection: Connection, now: float) -> int:
        """How many calls may be up."""
        query = select(func.count()).select_from(LineCall).where(*self._is_open(now))
        return int(connection.execute(query).scalar_one())

    def _is_open(self, now: float) -> tuple[Any, ...]:
        is_young = LineCall.dialled_at > now - SURELY_OVER_SECONDS
        return LineCall.is_open, LineCall.is_real == self.is_real, is_young

    def _on_the_line(
        self, connection: Connection, phones: Iterable[str], now: float
    ) -> tuple[set[str], dict[str, float]]:
        """The numbers with an open call, and until when others rest."""
        theirs = LineCall.phone.in_(phones)
        is_open = connection.execute(select(LineCall.phone).where(theirs, *self._is_open(now)))
        rest = self._settings.unsure_rest_minutes * SECONDS_OF_A_MINUTE
        recent = (LineCall.unsure_at > now - rest, LineCall.is_real == self.is_real)
        query = select(LineCall.phone, func.max(LineCall.unsure_at)).where(theirs, *recent)
        resting = connection.execute(query.group_by(LineCall.phone))
        return set(is_open.scalars()), {phone: (since or 0.0) + rest for phone, since in resting}

    def _often(
        self, connection: Connection, requests: Sequence[DialRequest], now: float
    ) -> tuple[Counter[str], Counter[str]]:
        """By number: answered on its own day, and rung on the seven days that end with it."""
        days = {request.phone: day_of(request.phone, request.at) for request in requests}
        oldest = _utc_day(now - WEEK.total_seconds() - timedelta(days=1).total_seconds())
        query = select(NumberDay.phone, NumberDay.day, NumberDay.rings, NumberDay.answered).where(
            NumberDay.phone.in_(days), NumberDay.day > oldest, NumberDay.is_real == self.is_real
        )
        answered: Counter[str] = Counter()
        rings: Counter[str] = Counter()
        for phone, day, rung, taken in connection.execute(query):
            answered[phone] += taken if day == days[phone] else 0
            rings[phone] += rung if day > _week_before(days[phone]) else 0
        return answered, rings

    def _jobs(self, connection: Connection, job_ids: set[str]) -> dict[str, Sums]:
        query = select(
            LineJob.job_id, LineJob.dialled, LineJob.reserved_cents + LineJob.spent_cents
        ).where(LineJob.job_id.in_(job_ids), LineJob.is_real == self.is_real)
        return {job_id: Sums(n, cents) for job_id, n, cents in connection.execute(query)}

    def _row(self, request: DialRequest) -> dict[str, Any]:
        return {
            "call_id": request.call_id,
            "phone": request.phone,
            "job_id": request.job_id,
            "source_url": request.source_url,
            "reserved_cents": worst_case(self._settings),
            "is_real": self.is_real,
            "dialled_at": request.at,
            "is_open": True,
        }

    def _dials(self, key: str, value: str, times: int) -> dict[str, Any]:
        cents = times * worst_case(self._settings)
        return {key: value, "dialled": times, "reserved_cents": cents, "spent_cents": 0}

    def _add(self, connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
        """Add to the sums of these rows, in the order of their keys: none waits in a circle."""
        statement = insert_or_add(connection, table)
        connection.execute(statement, [row | {"is_real": self.is_real} for row in rows])


def _utc_day(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).date().isoformat()


def _week_before(day: str) -> str:
    return (datetime.fromisoformat(day) - WEEK).date().isoformat()

"""Whether a call may be dialled now: asked when it is accepted, and in the transaction that dials.

The rules are in `verdicts`, what they look at in `counts`, what comes of them in `audit`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from callbackend.config import Settings
from callbackend.gate import audit
from callbackend.gate.audit import AuditKind, AuditNote
from callbackend.gate.counts import Counts
from callbackend.gate.verdicts import ALWAYS, Standing, Sums, Verdict, verdicts, worst_case
from callbackend.records.permission import (
    Answering,
    CallEnd,
    Denial,
    DialRequest,
    Placing,
)

UNPLACED = -1


class Permits:
    """The gatekeeper of the tables (`callbackend.records.permission.Gatekeeper`)."""

    def __init__(self, settings: Settings, *, is_real: bool) -> None:
        self._settings = settings
        self._is_real = is_real
        self.counts = Counts(settings, is_real=is_real)

    def admit(
        self, connection: Connection, request: DialRequest
    ) -> tuple[Denial | None, AuditNote]:
        """Why a call is not even accepted, and the note of that; nothing is counted or written."""
        known = self.counts.standings(connection, [request])[request.call_id]
        found, denial = self._judge(request, known)
        facts = audit.facts_of(found, _refused_by(found, denial))
        return denial, AuditNote(AuditKind.REFUSED, request.at, facts, job_id=request.job_id)

    def decide(
        self, connection: Connection, requests: Sequence[DialRequest]
    ) -> Mapping[str, Denial]:
        """The denials by call id; what is not denied is counted and recorded as dialled."""
        self.counts.lock(connection)
        known = self.counts.standings(connection, requests)
        denied: dict[str, Denial] = {}
        passed: list[DialRequest] = []
        notes: list[AuditNote] = []
        tally = _Tally(self._settings)
        for request in requests:
            found, denial = self._judge(request, tally.with_others(known[request.call_id], request))
            kind = AuditKind.DIALLED
            if denial is None:
                passed.append(request)
                tally.add(request)
            else:
                denied[request.call_id] = denial
                kind = AuditKind.HELD if denial.retry_after is not None else AuditKind.DENIED
            facts = audit.facts_of(found, _refused_by(found, denial))
            notes.append(AuditNote(kind, request.at, facts, request.call_id, request.job_id))
        self.counts.count_dials(connection, passed)
        audit.write(connection, notes)
        return denied

    def note_placings(self, connection: Connection, placings: Sequence[Placing]) -> None:
        """Keep what the carrier calls them."""
        self.counts.lock(connection)
        for placing in placings:
            self.counts.place(connection, placing)
        notes = [
            AuditNote(AuditKind.PLACED, one.at, {"vendor_id": one.vendor_id}, one.call_id)
            for one in placings
        ]
        audit.write(connection, notes)

    def note_answers(self, connection: Connection, answers: Sequence[Answering]) -> None:
        """Count what was answered."""
        self.counts.lock(connection)
        for answer in sorted(answers, key=lambda one: one.phone):
            self.counts.count_answer(connection, answer.phone, answer.at)
        audit.write(
            connection, [AuditNote(AuditKind.ANSWERED, one.at, {}, one.call_id) for one in answers]
        )

    def note_opt_outs(self, connection: Connection, call_ids: Sequence[str], at: float) -> None:
        """Record who asked not to be called."""
        audit.write(
            connection, [AuditNote(AuditKind.OPTED_OUT, at, {}, call_id) for call_id in call_ids]
        )

    def note_endings(self, connection: Connection, endings: Sequence[CallEnd]) -> None:
        """Give back what was set aside for calls that certainly did not ring, and record all."""
        self.counts.lock(connection)
        for end in endings:
            if end.is_unsure and self._is_real:
                self.counts.let_rest(connection, end.call_id, end.at)
            elif not end.was_placed:
                self.counts.close(connection, end.call_id, UNPLACED)
        notes = [
            AuditNote(
                AuditKind.ENDED,
                end.at,
                {"outcome": end.outcome, "placed": end.was_placed, "unsure": end.is_unsure},
                end.call_id,
            )
            for end in endings
        ]
        audit.write(connection, notes)

    def settle(self, connection: Connection, call_id: str, seconds: int, at: float) -> None:
        """Write down what a call has cost, once its carrier tells how long it lasted; once."""
        self.counts.lock(connection)
        cost = self.counts.close(connection, call_id, seconds)
        if cost is not None:
            facts = {"seconds": seconds, "cents": cost}
            audit.write(connection, [AuditNote(AuditKind.COST, at, facts, call_id)])

    def _judge(self, request: DialRequest, known: Standing) -> tuple[list[Verdict], Denial | None]:
        found = list(verdicts(request, known, self._settings))
        refusing = (
            one.denial
            for one in found
            if one.denial is not None and (self._is_real or one.rule in ALWAYS)
        )
        return found, next(refusing, None)


class _Tally:
    """What the calls of the same transaction add to what the tables know."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._dialled: list[DialRequest] = []
        self._jobs: dict[str, int] = {}
        self._phones: dict[str, int] = {}

    def add(self, request: DialRequest) -> None:
        """One more is let through."""
        self._dialled.append(request)
        self._jobs[request.job_id] = self._jobs.get(request.job_id, 0) + 1
        self._phones[request.phone] = self._phones.get(request.phone, 0) + 1

    def with_others(self, known: Standing, request: DialRequest) -> Standing:
        """What is known once those before it are counted."""
        if not self._dialled:
            return known
        cost = worst_case(self._settings)
        others, same = len(self._dialled), self._jobs.get(request.job_id, 0)
        times = self._phones.get(request.phone, 0)
        pause = others / self._settings.calls_per_second
        return replace(
            known,
            day=Sums(known.day.dialled + others, known.day.cents + others * cost),
            job=Sums(known.job.dialled + same, known.job.cents + same * cost),
            open_now=known.open_now + others,
            next_dial_at=max(known.next_dial_at, self._dialled[-1].at) + pause,
            has_open_call=known.has_open_call or times > 0,
            rings_this_week=known.rings_this_week + times,
        )


def _refused_by(found: Sequence[Verdict], denial: Denial | None) -> str | None:
    return next((one.rule for one in found if denial is not None and one.denial is denial), None)

"""The rules of the gate, in their order. Pure: what is known goes in, a verdict on each comes out.

All are looked at and recorded, on every line. On a line that rings no phone only those of
`ALWAYS` refuse.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from callbackend.config import EVERY_NUMBER, Settings
from callbackend.gate.hours import Opening, UnknownZone, until_open
from callbackend.gate.rules import FICTIONAL
from callbackend.records.permission import Denial, DialRequest

NEVER, BUSY, TOO_FAST = "never_dial", "unavailable", "too_many"
# What refuses on every line; the others only where a phone would ring.
ALWAYS = frozenset({"do_not_call", "number"})
# A real number comes from a page, or from an operator's import.
REAL_SOURCES = frozenset({"web", "import"})
SWITCH_SECONDS = 300.0
OPEN_CALL_SECONDS = 60.0
AT_ONCE_SECONDS = 10.0
# What is set aside for a call: minutes that the carrier lets it last at most.
LONGEST_MINUTES = 5
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Sums:
    """What a day or a job has had: calls dialled, and cents set aside or spent."""

    dialled: int = 0
    cents: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known at the moment of a decision."""

    stopped_at: float | None = None
    is_barred: bool = False
    has_open_call: bool = False
    # Until when the number rests, for nobody knows whether it rang.
    rests_until: float = 0.0
    # Of this number, by all jobs: answered today, and rung within a week.
    answered_today: int = 0
    rings_this_week: int = 0
    job: Sums = Sums()
    day: Sums = Sums()
    open_now: int = 0
    next_dial_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule: what it looked at, and why it refuses, if it does."""

    rule: str
    facts: Mapping[str, object]
    denial: Denial | None = None


def worst_case(settings: Settings) -> int:
    """What one call can cost at most, in cents."""
    return settings.cents_per_dial + LONGEST_MINUTES * settings.cents_per_minute


def verdicts(request: DialRequest, known: Standing, settings: Settings) -> Iterator[Verdict]:
    """Each rule's verdict, in the order in which they refuse."""
    yield from _of_the_line(request, known, settings)
    yield from _of_the_number(request, known, settings)
    yield from _of_the_sums(request, known, settings)


def _of_the_line(request: DialRequest, known: Standing, settings: Settings) -> Iterator[Verdict]:
    is_off = settings.call_line_stopped or known.stopped_at is not None
    why = Denial(BUSY, SWITCH_SECONDS, "The line is switched off") if is_off else None
    yield Verdict("switch", {"stopped": is_off}, why)
    only = settings.call_only
    is_listed = only == (EVERY_NUMBER,) or request.phone in only
    why = None if is_listed else Denial(NEVER, detail="phone: not on the list of CALL_ONLY")
    yield Verdict("allow_list", {"listed": is_listed, "open": only == (EVERY_NUMBER,)}, why)


def _of_the_number(request: DialRequest, known: Standing, settings: Settings) -> Iterator[Verdict]:
    is_fictional = FICTIONAL.fullmatch(request.phone) is not None
    why = (
        Denial(NEVER, detail="phone: a number for fiction is never rung") if is_fictional else None
    )
    yield Verdict("fiction", {"fictional": is_fictional}, why)
    is_sourced = request.source_kind in REAL_SOURCES
    if request.source_kind == "web" and not request.source_url:
        is_sourced = False
    why = None if is_sourced else Denial(NEVER, detail="source: a number without one is never rung")
    yield Verdict("source", {"kind": request.source_kind, "url": request.source_url}, why)
    why = Denial("do_not_call", detail="phone: this number asked not to be called")
    yield Verdict("do_not_call", {"barred": known.is_barred}, why if known.is_barred else None)
    yield _hours(request, settings)
    why = None
    if known.has_open_call:
        why = Denial(BUSY, OPEN_CALL_SECONDS, "Another call to this number is up")
    yield Verdict("open_call", {"open": known.has_open_call}, why)
    rest = known.rests_until - request.at
    why = Denial(BUSY, rest, "This number rests: it may have rung") if rest > 0 else None
    yield Verdict("unsure_call", {"rests_seconds": max(0, round(rest))}, why)
    yield _often("number_day", known.answered_today, settings.calls_per_number_day, request)
    yield _often("number_week", known.rings_this_week, settings.calls_per_number_week, request)


def _hours(request: DialRequest, settings: Settings) -> Verdict:
    opening = Opening(*settings.call_hours, settings.call_days)
    facts: dict[str, object] = {"hours": list(settings.call_hours), "days": sorted(opening.days)}
    try:
        wait = until_open(opening, request.phone, request.time_zone, request.at)
    except UnknownZone:
        why = Denial("number_refused", detail="phone: the time of day at this number is not known")
        return Verdict("hours", facts, why)
    if wait is None:
        detail = "phone: no hour is allowed in all of its time zones"
        return Verdict("hours", facts, Denial("number_refused", detail=detail))
    facts["wait_seconds"] = round(wait.total_seconds())
    if not wait:
        return Verdict("hours", facts)
    detail = f"It is outside {opening.opens}:00 to {opening.closes}:00, or a day off, at the callee"
    return Verdict("hours", facts, Denial(BUSY, wait.total_seconds(), detail))


def _often(rule: str, times: int, cap: int, request: DialRequest) -> Verdict:
    facts: dict[str, object] = {"times": times, "cap": cap}
    if times < cap:
        return Verdict(rule, facts)
    detail = "This number was rung often enough lately"
    return Verdict(rule, facts, Denial(BUSY, _until_tomorrow(request.at), detail))


def _of_the_sums(request: DialRequest, known: Standing, settings: Settings) -> Iterator[Verdict]:
    cost = worst_case(settings)
    tomorrow = _until_tomorrow(request.at)
    full = known.job.dialled >= settings.calls_per_job
    why = Denial(NEVER, detail="This job has had all its calls") if full else None
    yield Verdict("job_calls", {"n": known.job.dialled, "cap": settings.calls_per_job}, why)
    full = known.day.dialled >= settings.calls_per_day
    why = Denial(BUSY, tomorrow, "Today has had all its calls") if full else None
    yield Verdict("day_calls", {"n": known.day.dialled, "cap": settings.calls_per_day}, why)
    full = known.open_now >= settings.calls_at_once
    why = Denial(TOO_FAST, AT_ONCE_SECONDS, "As many calls are up as may be") if full else None
    yield Verdict("at_once", {"n": known.open_now, "cap": settings.calls_at_once}, why)
    wait = known.next_dial_at - request.at
    why = Denial(TOO_FAST, wait, "Another call was dialled just now") if wait > 0 else None
    yield Verdict("per_second", {"wait_seconds": round(max(0.0, wait), 3)}, why)
    budget = settings.budget_cents_job
    full = known.job.cents + cost > budget
    why = Denial(NEVER, detail="This job has no money left for a call") if full else None
    facts = {"cents": known.job.cents, "worst_case": cost, "budget": budget}
    yield Verdict("job_budget", facts, why)
    budget = settings.budget_cents_day
    full = known.day.cents + cost > budget
    why = Denial(BUSY, tomorrow, "Today has no money left for a call") if full else None
    facts = {"cents": known.day.cents, "worst_case": cost, "budget": budget}
    yield Verdict("day_budget", facts, why)


def _until_tomorrow(now: float) -> float:
    """Seconds until the next day begins, in UTC."""
    moment = datetime.fromtimestamp(now, UTC)
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return (midnight - moment).total_seconds()

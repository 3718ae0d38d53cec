"""Each rule of the gate: what it lets through, what it refuses, as what, and in which order."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from callbackend.config import Settings
from callbackend.gate.verdicts import Standing, Sums, verdicts, worst_case
from callbackend.records.permission import DialRequest
from tests.rows import every

SAN_JOSE = "+14089715003"
NOON = datetime(2026, 6, 10, 12, tzinfo=ZoneInfo("America/Los_Angeles")).timestamp()
NOTHING = Standing()
NIGHT = NOON + 12 * 3600
OPEN = Settings(call_only=("*",))
REQUEST = DialRequest("call-1", "job-1", SAN_JOSE, "95126", None, "import", None, NOON)
WORST = worst_case(OPEN)
ORDER = [
    *("switch", "allow_list", "fiction", "source", "do_not_call", "hours", "open_call"),
    *("unsure_call", "number_day", "number_week", "job_calls", "day_calls", "at_once"),
    *("per_second", "job_budget", "day_budget"),
]


def refused(
    request: DialRequest = REQUEST, known: Standing = NOTHING, settings: Settings = OPEN
) -> list[tuple[str, str, bool]]:
    """Rule, code, and whether it may pass later, of each that refuses."""
    return [
        (one.rule, one.denial.code, one.denial.retry_after is not None)
        for one in verdicts(request, known, settings)
        if one.denial
    ]


def test_all_rules_are_looked_at_in_their_order() -> None:
    assert [one.rule for one in verdicts(REQUEST, Standing(), OPEN)] == ORDER
    assert refused() == []


@every(
    ("settings", "request_", "known", "rule", "code", "passes_later"),
    [
        (replace(OPEN, call_line_stopped=True), {}, {}, "switch", "unavailable", True),
        (OPEN, {}, {"stopped_at": NOON - 1}, "switch", "unavailable", True),
        (replace(OPEN, call_only=()), {}, {}, "allow_list", "never_dial", False),
        (replace(OPEN, call_only=("+14089715004",)), {}, {}, "allow_list", "never_dial", False),
        (OPEN, {"phone": "+14085550101"}, {}, "fiction", "never_dial", False),
        (OPEN, {"source_kind": "sample"}, {}, "source", "never_dial", False),
        (OPEN, {"source_kind": None}, {}, "source", "never_dial", False),
        (OPEN, {"source_kind": "web"}, {}, "source", "never_dial", False),
        (OPEN, {}, {"is_barred": True}, "do_not_call", "do_not_call", False),
        (OPEN, {"at": NIGHT}, {}, "hours", "unavailable", True),
        (OPEN, {}, {"has_open_call": True}, "open_call", "unavailable", True),
        (OPEN, {}, {"rests_until": NOON + 1}, "unsure_call", "unavailable", True),
        (OPEN, {}, {"answered_today": 1}, "number_day", "unavailable", True),
        (OPEN, {}, {"rings_this_week": 3}, "number_week", "unavailable", True),
        (OPEN, {}, {"job": Sums(10, 0)}, "job_calls", "never_dial", False),
        (OPEN, {}, {"day": Sums(100, 0)}, "day_calls", "unavailable", True),
        (OPEN, {}, {"open_now": 10}, "at_once", "too_many", True),
        (OPEN, {}, {"next_dial_at": NOON + 0.5}, "per_second", "too_many", True),
        (OPEN, {}, {"job": Sums(0, 300 - WORST + 1)}, "job_budget", "never_dial", False),
        (OPEN, {}, {"day": Sums(0, 2000 - WORST + 1)}, "day_budget", "unavailable", True),
    ],
)
def test_a_rule_refuses(
    settings: Settings,
    request_: dict[str, Any],
    known: dict[str, Any],
    rule: str,
    code: str,
    passes_later: bool,
) -> None:
    found = refused(replace(REQUEST, **request_), replace(Standing(), **known), settings)

    assert found == [(rule, code, passes_later)]


@every(
    ("settings", "request_", "known"),
    [
        (replace(OPEN, call_only=("+14089715004", SAN_JOSE)), {}, {}),
        (OPEN, {"phone": "+14085550200"}, {}),
        (OPEN, {"source_kind": "web", "source_url": "https://example.com/plumbers"}, {}),
        (OPEN, {}, {"rests_until": NOON}),
        (replace(OPEN, calls_per_number_day=2), {}, {"answered_today": 1}),
        (OPEN, {}, {"rings_this_week": 2}),
        (OPEN, {}, {"job": Sums(9, 0), "day": Sums(99, 0), "open_now": 9}),
        (OPEN, {}, {"next_dial_at": NOON}),
        (OPEN, {}, {"job": Sums(0, 300 - WORST), "day": Sums(0, 2000 - WORST)}),
    ],
)
def test_what_is_just_within_a_rule_passes(
    settings: Settings, request_: dict[str, Any], known: dict[str, Any]
) -> None:
    found = refused(replace(REQUEST, **request_), replace(Standing(), **known), settings)

    assert found == []


def test_the_worst_case_is_a_dial_and_five_minutes() -> None:
    assert WORST == 1 + 5 * 9


def test_no_verdict_holds_the_number() -> None:
    known = Standing(is_barred=True, has_open_call=True)

    assert SAN_JOSE[2:] not in repr(list(verdicts(REQUEST, known, replace(OPEN, call_only=()))))

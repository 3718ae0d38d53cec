"""`python -m callbackend.doctor`: whether a real phone could ring, and what is missing.

It looks at the settings, the database, the carrier's account and number, the way from the carrier
to this service (also through its sockets), the clock, the hours and the budget. It rings nobody
and changes nothing; the exit status is 1 where something is missing.
"""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from uuid import uuid4

import requests
from sqlalchemy.exc import SQLAlchemyError
from websockets.exceptions import InvalidHandshake, WebSocketException
from websockets.sync.client import connect

from callbackend.config import EVERY_NUMBER, OF_A_REAL_LINE, OF_TWILIO, SIMULATED, Settings
from callbackend.gate.hours import Opening, UnknownZone, until_open
from callbackend.gate.switch import Switch
from callbackend.gate.verdicts import worst_case
from callbackend.lines.twilio.rest import Rest
from callbackend.lines.twilio.signatures import HEADER, signature
from callbackend.records.database import Database, reason_of

# The carrier's own requests would be refused long before that.
CLOCK_SECONDS = 60.0
REACH_SECONDS = 10.0
MINUTE = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, and what to do if it is not."""

    what: str
    is_well: bool
    words: str

    def __str__(self) -> str:
        return f"{'ok     ' if self.is_well else 'MISSING'}  {self.what}: {self.words}"


def main(arguments: list[str] | None = None) -> int:
    """Print each finding as it comes; the exit status."""
    parser = ArgumentParser(prog="python -m callbackend.doctor", description=__doc__)
    parser.add_argument("--at", default="", help="look here and not at CALL_PUBLIC_URL")
    at = parser.parse_args(arguments).at.rstrip("/")
    # Whatever is missing of a real line is a finding, not an end.
    settings = Settings.from_environ(line=SIMULATED)
    is_well = True
    for finding in findings(settings, at):
        sys.stdout.write(f"{finding}\n")
        is_well = is_well and finding.is_well
    said = "All is there." if is_well else "Something is missing: nothing should ring yet."
    sys.stdout.write(f"{said}\n")
    return 0 if is_well else 1


def findings(settings: Settings, at: str = "") -> Iterator[Finding]:
    """All of them, the cheapest first; what needs a setting that is missing is not looked at."""
    missing = [
        variable
        for variable, field in (*OF_A_REAL_LINE, *OF_TWILIO)
        if not getattr(settings, field)
    ]
    words = f"not set: {', '.join(missing)}" if missing else "all that a real line needs are set"
    yield Finding("settings", not missing, words)
    yield _allow_list(settings)
    yield _money(settings)
    yield from _hours(settings)
    yield _database(settings)
    if settings.twilio_account_sid and settings.twilio_auth_token:
        rest = Rest(settings)
        yield _keys(rest)
        yield _number(rest)
        yield _clock(rest)
    if at or settings.call_public_url:
        place = at or settings.call_public_url
        yield _reached(place)
        yield from _sockets(settings, place)


def _allow_list(settings: Settings) -> Finding:
    if settings.call_only == (EVERY_NUMBER,):
        return Finding("allow-list", True, "open: every number that the other rules let pass")
    n = len(settings.call_only)
    return Finding(
        "allow-list", n > 0, f"{n} number{'' if n == 1 else 's'}, and no other, may ring"
    )


def _money(settings: Settings) -> Finding:
    cost = worst_case(settings)
    fits = cost <= min(settings.budget_cents_job, settings.budget_cents_day)
    words = (
        f"a call costs at most {cost} cents; a job may cost {settings.budget_cents_job}, "
        f"a day {settings.budget_cents_day}"
    )
    return Finding("budget", fits, words)


def _hours(settings: Settings) -> Iterator[Finding]:
    opening = Opening(*settings.call_hours, settings.call_days)
    words = f"{opening.opens}:00 to {opening.closes}:00 at the callee"
    if not settings.call_only or settings.call_only == (EVERY_NUMBER,):
        yield Finding("hours", bool(opening.days), words)
        return
    for n, phone in enumerate(settings.call_only, 1):
        try:
            wait = until_open(opening, phone, None, time.time())
        except UnknownZone:
            wait = None
        if wait is None:
            told = "never: its time of day is not known"
        elif wait:
            told = f"in {round(wait.total_seconds() / MINUTE)} minutes"
        else:
            told = "now"
        yield Finding("hours", wait is not None, f"{words}; number {n} of the list: {told}")


def _database(settings: Settings) -> Finding:
    with closing(Database(settings.sql_url)) as database:
        try:
            database.check()
            state = Switch(database).state()
        except (SQLAlchemyError, TimeoutError) as error:
            return Finding("database", False, f"{reason_of(error)}: start the call backend once")
    if settings.call_line_stopped or state.stopped_at is not None:
        words = "the line is switched off: python -m callbackend.line start, CALL_LINE_STOPPED=off"
        return Finding("switch", False, words)
    return Finding("switch", True, "on")


def _keys(rest: Rest) -> Finding:
    status = (rest.account() or {}).get("status")
    words = f"the account is {status}" if status else "the carrier does not know this account"
    return Finding("keys", status == "active", words)


def _number(rest: Rest) -> Finding:
    number = rest.number()
    if number is None:
        return Finding("number", False, "TWILIO_FROM_NUMBER is not a number of this account")
    can_speak = bool((number.get("capabilities") or {}).get("voice"))
    words = "it can call" if can_speak else "it cannot be used for voice"
    return Finding("number", can_speak, words)


def _clock(rest: Rest) -> Finding:
    ahead = rest.clock_ahead()
    if ahead is None:
        return Finding("clock", False, "the carrier told no time")
    words = f"{abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} the carrier's"
    return Finding("clock", abs(ahead) < CLOCK_SECONDS, words)


def _reached(place: str) -> Finding:
    try:
        answer = requests.get(f"{place}/health", timeout=REACH_SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        return Finding("public URL", False, f"/health: {type(error).__name__}")
    return Finding("public URL", answer.status_code == 200, f"/health answers {answer.status_code}")


def _sockets(settings: Settings, place: str) -> Iterator[Finding]:
    """A socket of no call: taken, and closed at once, with a signature; refused without."""
    path = f"/twilio/{uuid4()}/relay"
    at = place.replace("http", "ws", 1) + path
    host = settings.call_public_url.removeprefix("https://")
    signed = signature(settings.twilio_auth_token, f"wss://{host}{path}", {})
    is_taken = _connects(at, {HEADER: signed})
    words = "a signed one is taken" if is_taken else "a signed one is refused: is CALL_LINE=twilio?"
    yield Finding("sockets", is_taken, words)
    is_refused = not _connects(at, {})
    words = "an unsigned one is refused" if is_refused else "an unsigned one is taken"
    yield Finding("signatures", is_refused, words)


def _connects(url: str, headers: dict[str, str]) -> bool:
    try:
        with connect(url, additional_headers=headers, open_timeout=REACH_SECONDS):
            return True
    except (OSError, InvalidHandshake, WebSocketException):
        return False


if __name__ == "__main__":
    sys.exit(main())

"""`python -m callbackend.line status|stop|start|audit CALL_ID`: the switch of the real lines.

It works on the call backend's database itself, also while the service is down. A running service
looks at the switch in the transaction that dials, so that nothing is dialled after `stop`; within
some seconds it hangs up what is up. `POST /line/stop` does that at once.
"""

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from callbackend.api.schemas import LONGEST_WHY
from callbackend.config import Settings
from callbackend.gate import audit
from callbackend.gate.switch import BY_OPERATOR, Switch
from callbackend.records.database import Database, reason_of
from callbackend.records.representation import moment


def main(arguments: list[str] | None = None) -> int:
    """Do what the arguments say; the exit status, which is 1 when nothing could be done."""
    given = _parser().parse_args(arguments)
    database = Database(Settings.from_environ().sql_url)
    try:
        for line in _carry_out(given, database):
            sys.stdout.write(f"{line}\n")
    except SQLAlchemyError as error:
        sys.stderr.write(f"the call database cannot be used: {reason_of(error)}\n")
        return 1
    finally:
        database.close()
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m callbackend.line", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("status", help="whether real calls may be dialled")
    stop = commands.add_parser("stop", help="dial nothing more, and hang up what is up")
    stop.add_argument("--why", default=BY_OPERATOR, type=_reason, help="kept with the switch")
    commands.add_parser("start", help="let calls be dialled again")
    shown = commands.add_parser("audit", help="what is recorded of a call, entry by entry")
    shown.add_argument("call_id")
    return parser


def _reason(text: str) -> str:
    if not 1 <= len(text) <= LONGEST_WHY or not text.isprintable():
        raise ValueError
    return text


def _carry_out(given: Namespace, database: Database) -> Iterator[str]:
    switch = Switch(database)
    if given.command == "audit":
        with database.reading() as connection:
            found = audit.of_call(connection, given.call_id)
        yield from (_entry(one) for one in found)
        return
    if given.command == "stop":
        switch.stop(given.why, time.time())
    elif given.command == "start":
        switch.start(time.time())
    state = switch.state()
    if state.stopped_at is None:
        yield "on"
    else:
        yield f"off since {moment(state.stopped_at):%Y-%m-%d %H:%M} UTC: {state.why}"


def _entry(one: dict[str, object]) -> str:
    at, kind = moment(float(str(one.pop("at")))), one.pop("kind")
    return f"{at:%Y-%m-%d %H:%M:%S} {kind} {json.dumps(one)}"


if __name__ == "__main__":
    sys.exit(main())

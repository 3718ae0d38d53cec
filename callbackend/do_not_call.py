"""`python -m callbackend.do_not_call add|list|remove NUMBER…`: who must never be called.

It works on the call backend's database itself, also while the service is down; it makes and
changes no table. A running service obeys at once: it looks before each call.
"""

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from callbackend.api.schemas import LONGEST_WHY
from callbackend.config import Settings
from callbackend.errors import NumberRefused
from callbackend.gate import rules
from callbackend.records.database import Database, reason_of
from callbackend.records.opt_outs import BY_OPERATOR, Entry, OptOuts
from callbackend.records.representation import moment

ROWS_AT_ONCE = 500


def main(arguments: list[str] | None = None) -> int:
    """Do what the arguments say; the exit status, which is 1 when nothing could be done."""
    given = _parser().parse_args(arguments)
    try:
        phones = [rules.normalised(phone) for phone in given.numbers]
        for line in _carry_out(given, phones):
            sys.stdout.write(f"{line}\n")
    except NumberRefused:
        return _fail("not all of these are phone numbers; nothing was done")
    except SQLAlchemyError as error:
        return _fail(f"the call database cannot be used: {reason_of(error)}")
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m callbackend.do_not_call", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="call these numbers never again")
    add.add_argument("--why", default=BY_OPERATOR, type=_reason, help="kept with the numbers")
    add.add_argument("numbers", nargs="+", metavar="NUMBER")
    remove = commands.add_parser("remove", help="let these numbers be called again")
    remove.add_argument("numbers", nargs="+", metavar="NUMBER")
    listed = commands.add_parser("list", help="show these numbers, or all that are barred")
    listed.add_argument("numbers", nargs="*", metavar="NUMBER")
    return parser


def _reason(text: str) -> str:
    if not 1 <= len(text) <= LONGEST_WHY or not text.isprintable():
        raise ValueError
    return text


def _carry_out(given: Namespace, phones: list[str]) -> Iterator[str]:
    database = Database(Settings.from_environ().sql_url)
    opt_outs = OptOuts(database)
    try:
        if given.command == "add":
            yield from (_line(opt_outs.add(phone, given.why, time.time())) for phone in phones)
        elif given.command == "remove":
            yield from (
                f"{phone} {'removed' if opt_outs.remove(phone) else 'was not barred'}"
                for phone in phones
            )
        elif phones:
            found = [opt_outs.find(phone) for phone in phones]
            yield from (_line(entry) for entry in found if entry)
        else:
            yield from map(_line, _all(opt_outs))
    finally:
        database.close()


def _all(opt_outs: OptOuts) -> Iterator[Entry]:
    entries, total = opt_outs.page(ROWS_AT_ONCE, 0)
    yield from entries
    for offset in range(ROWS_AT_ONCE, total, ROWS_AT_ONCE):
        yield from opt_outs.page(ROWS_AT_ONCE, offset)[0]


def _line(entry: Entry) -> str:
    return f"{entry.phone} since {moment(entry.since):%Y-%m-%d %H:%M} UTC: {entry.why}"


def _fail(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())

"""Commands for operators: `flask --app wsgi <command>`.

Each imports what it needs when it runs: the web process loads this module, too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from quoteapp.errors import VendorError

if TYPE_CHECKING:
    from quoteapp.services.finding.directory import Imported


def init_app(app: Flask) -> None:
    """Add the commands to `app`."""
    app.cli.add_command(infer_trades)
    app.cli.add_command(import_businesses)
    app.cli.add_command(block_number)


@click.command("infer-trades")
def infer_trades() -> None:
    """Name the trade of each query on standard input, one a line, as trade, tab, query."""
    from quoteapp.language import infer_trade

    # UTF-8 whatever the locale says; `-` is standard input, and for writing standard output.
    with (
        click.open_file("-", encoding="utf-8", errors="replace") as queries,
        click.open_file("-", "w", encoding="utf-8") as output,
    ):
        for query in map(str.strip, queries):
            if query:
                # `echo` flushes: whoever writes a query may wait for its answer.
                click.echo(f"{infer_trade(query)}\t{query}", file=output)


@click.command("import-businesses")
@click.argument("file", metavar="FILE.csv")
@with_appcontext
def import_businesses(file: str) -> None:
    """Load your own businesses: columns name, phone, trade and zip; "-" is standard input.

    Lines that cannot be used are named on standard error, the others are loaded. The exit status
    is 1 if nothing of the file was of use.
    """
    from quoteapp.services.finding import directory

    with (
        _database_complaints(),
        _file_complaints(file),
        click.open_file(file, encoding="utf-8") as lines,
    ):
        imported = directory.import_businesses(lines)
    for number, why in imported.problems:
        click.echo(f"line {number}: {why}", err=True)
    click.echo(_summary(imported))
    if imported.problems and not imported.loaded:
        raise click.exceptions.Exit(1)


@contextmanager
def _file_complaints(file: str) -> Iterator[None]:
    """Turns what an operator can mend into one line and exit status 1."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise click.ClickException(f"{file}: not UTF-8 text; save it as “CSV UTF-8”") from None


@contextmanager
def _database_complaints() -> Iterator[None]:
    """Turns what the database refuses into one line and exit status 1."""
    try:
        yield
    except DBAPIError as error:
        raise click.ClickException(
            f"the database refused ({error.orig}); has `flask --app wsgi db upgrade` been run?"
        ) from None


def _summary(imported: "Imported") -> str:
    return (
        f"{imported.added} added, {imported.updated} updated, {imported.unchanged} unchanged, "
        f"{len(imported.problems)} left out"
    )


@click.group("block-number")
def block_number() -> None:
    """Numbers that must not be called, by any job: here and at the call backend."""


@block_number.command("add")
@click.argument("number")
@with_appcontext
def add_blocked_number(number: str) -> None:
    """Have NUMBER found and dialled never again.

    The exit status is 1 if the call backend was not told: run it again then.
    """
    from quoteapp.clients.call_backend import call_backend
    from quoteapp.services.finding import blocked_numbers

    phone = _phone(number)
    with _database_complaints():
        blocked_numbers.block(phone)
    half_done = f"{phone} is blocked here; not at the call backend, which may dial it"
    with _backend_complaints(half_done):
        call_backend.block(phone)
    click.echo(f"{phone} is blocked, here and at the call backend.")


@block_number.command("remove")
@click.argument("number")
@with_appcontext
def remove_blocked_number(number: str) -> None:
    """Let NUMBER be found and dialled again.

    The call backend goes first: where it cannot be told, nothing is changed, and the exit status is
    1.
    """
    from quoteapp.clients.call_backend import call_backend
    from quoteapp.services.finding import blocked_numbers

    phone = _phone(number)
    with _backend_complaints(f"{phone}: nothing was changed, here or at the call backend"):
        call_backend.unblock(phone)
    with _database_complaints():
        was_blocked = blocked_numbers.unblock(phone)
    here = "is no longer blocked" if was_blocked else "was not blocked here, and is not"
    click.echo(f"{phone} {here}, nor at the call backend.")


@block_number.command("list")
@with_appcontext
def list_blocked_numbers() -> None:
    """Print what this side knows, as number, tab, since when, tab, why; the latest first."""
    from quoteapp.services.finding import blocked_numbers

    with _database_complaints():
        for one in blocked_numbers.blocked_numbers():
            click.echo(f"{one.phone}\t{one.since:%Y-%m-%dT%H:%M:%SZ}\t{one.why}")


def _phone(text: str) -> str:
    from quoteapp.phones import to_e164

    phone = to_e164(text)
    if phone is None:
        raise click.ClickException(f"not a phone number: {text!r}")
    return phone


@contextmanager
def _backend_complaints(what_was_done: str) -> Iterator[None]:
    """Turns what the call backend does not do into one line and exit status 1."""
    try:
        yield
    except VendorError as error:
        raise click.ClickException(f"{what_was_done} ({error})") from None

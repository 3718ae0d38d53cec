"""The operator's own businesses, once they are there."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TextIO, cast

import click
from flask.cli import with_appcontext

from quoteapp.commands import blocked_numbers, complaints
from quoteapp.commands.importing import import_businesses

if TYPE_CHECKING:
    from quoteapp.services.businesses.managing import Which

SHOWN = 100
Command = Callable[..., None]


@click.group("businesses")
def businesses() -> None:
    """Your own businesses: load, list, export, remove and block them."""


businesses.add_command(import_businesses, "import")


def _that_are(command: Command) -> Command:
    """Adds the options that say which businesses are meant; the command takes them as `which`."""

    @click.option("--id", "id_", type=int, help="The number that `list` shows.")
    @click.option("--phone", help="In any spelling.")
    @click.option("--external-id", help="To the letter.")
    @click.option("--name", help="A part is enough.")
    @click.option("--trade", help="In any spelling.")
    @click.option("--zip", "zip_code", help="Five digits.")
    @wraps(command)
    def with_which(id_: int | None, phone: str | None, trade: str | None, **options: Any) -> None:
        from quoteapp.services.businesses.managing import Which

        texts = {name: options.pop(name) for name in ("external_id", "name", "zip_code")}
        which = Which(
            id=id_,
            phone=complaints.phone_of(phone) if phone is not None else None,
            trade=_trade(trade) if trade is not None else None,
            **texts,
        )
        command(which, **options)

    return with_which


def _trade(text: str) -> str:
    from quoteapp.services.businesses.trade_names import trade_called, trades_like

    trade = trade_called(text)
    if trade is None:
        raise click.ClickException(
            f"unknown trade: {text!r}; choose {' or '.join(trades_like(text))}"
        )
    return trade


@businesses.command("list")
@_that_are
@click.option("--limit", default=SHOWN, type=click.IntRange(1), show_default=True)
@with_appcontext
def list_businesses(which: "Which", limit: int) -> None:
    """Print id, name, phone, trade, ZIP code, external id and "blocked", with tabs; by name."""
    from quoteapp.phones import national
    from quoteapp.services.businesses import managing

    with complaints.of_database():
        rows, total = managing.listed(which, limit)
    for row, is_blocked in rows:
        phone, id_there = national(row.phone), row.external_id or ""
        fields = (row.id, row.name, phone, row.trade, row.zip_code, id_there)
        click.echo("\t".join(map(str, (*fields, "blocked" if is_blocked else ""))))
    if total > len(rows):
        click.echo(f"{total - len(rows)} more: --limit {total} shows them all", err=True)


@businesses.command("export")
@_that_are
@click.argument("file", metavar="FILE.csv", default="-")
@with_appcontext
def export_businesses(which: "Which", file: str) -> None:
    """Write a CSV file that can be imported again; none named: to standard output."""
    from quoteapp.services.businesses import managing

    # Spreadsheets take a file without the mark for Windows-1252; pipes have no use for it.
    encoding = "utf-8" if file == "-" else "utf-8-sig"
    with (
        complaints.of_database(),
        complaints.of_files(file),
        click.open_file(file, "w", encoding, lazy=False, atomic=True) as output,
    ):
        written = managing.export(which, cast(TextIO, output))
    click.echo(f"{written} written", err=True)


@businesses.command("remove")
@_that_are
@click.option("--all", "all_", is_flag=True, help="Every business there is.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@with_appcontext
def remove_businesses(which: "Which", all_: bool, yes: bool) -> None:
    """Take businesses out of the list: no later search finds them.

    Jobs that have found them already keep them. A file that still names them brings them back; to
    keep one from being rung whatever is imported, block it.
    """
    from quoteapp.services.businesses import managing

    _demand(which, all_)
    with complaints.of_database():
        found = managing.count(which)
        if found and not yes:
            click.confirm(f"Remove {found}?", abort=True, err=True)
        click.echo(f"{managing.remove(which)} removed")


@businesses.command("block")
@_that_are
@with_appcontext
def block_businesses(which: "Which") -> None:
    """Have their numbers found and dialled never again, here and at the call backend."""
    _for_each_phone(which, blocked_numbers.block)


@businesses.command("unblock")
@_that_are
@with_appcontext
def unblock_businesses(which: "Which") -> None:
    """Let their numbers be found and dialled again; only if they have asked for it."""
    _for_each_phone(which, blocked_numbers.unblock)


def _for_each_phone(which: "Which", change: Callable[[str], None]) -> None:
    from quoteapp.services.businesses import managing

    _demand(which)
    with complaints.of_database():
        phones = managing.phones_of(which)
    if not phones:
        raise click.ClickException("no such business")
    for phone in phones:
        change(phone)


def _demand(which: "Which", all_: bool = False) -> None:
    """That somebody has said which, and not both these and all."""
    if bool(which.conditions) == all_:
        raise click.UsageError("Say which businesses: one option at least, see --help.")

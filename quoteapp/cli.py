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

if TYPE_CHECKING:
    from quoteapp.services.finding.directory import Imported


def init_app(app: Flask) -> None:
    """Add the commands to `app`."""
    app.cli.add_command(infer_trades)
    app.cli.add_command(import_businesses)


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

    with _complaints(file), click.open_file(file, encoding="utf-8") as lines:
        imported = directory.import_businesses(lines)
    for number, why in imported.problems:
        click.echo(f"line {number}: {why}", err=True)
    click.echo(_summary(imported))
    if imported.problems and not imported.loaded:
        raise click.exceptions.Exit(1)


@contextmanager
def _complaints(file: str) -> Iterator[None]:
    """Turns what an operator can mend into one line and exit status 1."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise click.ClickException(f"{file}: not UTF-8 text; save it as “CSV UTF-8”") from None
    except DBAPIError as error:
        raise click.ClickException(
            f"the database refused ({error.orig}); has `flask --app wsgi db upgrade` been run?"
        ) from None


def _summary(imported: "Imported") -> str:
    return (
        f"{imported.added} added, {imported.updated} updated, {imported.unchanged} unchanged, "
        f"{len(imported.problems)} left out"
    )

"""Loading the operator's own businesses."""

from typing import TYPE_CHECKING, BinaryIO, cast

import click
from flask.cli import with_appcontext

from quoteapp.commands import complaints

if TYPE_CHECKING:
    from quoteapp.services.businesses.importing import Imported

LINES_BETWEEN = 5_000  # One line of progress, and the next.
MOST_NOTICES = 20  # A file tends to say the same of each of its lines.


@click.command("import-businesses")
@click.argument("file", metavar="FILE.csv")
@with_appcontext
def import_businesses(file: str) -> None:
    """Load your own businesses: columns name, phone, trade and zip; "-" is standard input.

    What is known is updated: by the column external_id where there is one, by phone, or by name and
    ZIP code. Lines that cannot be used are named on standard error, the others are loaded. The exit
    status is 1 if nothing of the file was of use.
    """
    from quoteapp.services.businesses import decoding, importing

    teller = _Teller()
    with (
        teller,
        complaints.of_database(),
        complaints.of_files(file),
        click.open_file(file, "rb") as stream,
    ):
        try:
            lines = decoding.lines_of(cast(BinaryIO, stream), teller.noticed)
            imported = importing.import_businesses(lines, teller)
        except decoding.NotTextError as why:
            raise click.ClickException(f"{file}: {why}") from None
    click.echo(_summary(imported))
    if imported.left_out and not imported.loaded:
        raise click.exceptions.Exit(1)


class _Teller:
    """Says on standard error what becomes of the lines, and how far a long file is."""

    def __init__(self) -> None:
        self._done = 0
        self._told = 0
        self._notices = 0

    def __enter__(self) -> None:
        """For the end."""

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        if self._notices > MOST_NOTICES:
            click.echo(f"and {self._notices - MOST_NOTICES} more warnings", err=True)
        if error and self._done:
            click.echo(
                f"up to line {self._done} the file is loaded; it can be imported again", err=True
            )

    def left_out(self, line: int, why: str) -> None:
        """Name a line that changes nothing."""
        click.echo(f"line {line}: {why}", err=True)

    def noticed(self, line: int, what: str) -> None:
        """Say what was understood, of the first lines that there is something to say of."""
        self._notices += 1
        if self._notices <= MOST_NOTICES:
            click.echo(f"line {line}: warning: {what}", err=True)

    def progressed(self, line: int) -> None:
        """Say so every few thousand lines; whoever reads a log has use for it, too."""
        self._done = line
        if line - self._told >= LINES_BETWEEN:
            self._told = line
            click.echo(f"{line} lines …", err=True)


def _summary(imported: "Imported") -> str:
    return (
        f"{imported.added} added, {imported.updated} updated, {imported.unchanged} unchanged, "
        f"{imported.left_out} left out"
    )

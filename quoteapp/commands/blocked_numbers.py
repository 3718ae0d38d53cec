"""Numbers that must not be called: here and at the call backend."""

import click
from flask.cli import with_appcontext

from quoteapp.commands import complaints


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
    block(complaints.phone_of(number))


@block_number.command("remove")
@click.argument("number")
@with_appcontext
def remove_blocked_number(number: str) -> None:
    """Let NUMBER be found and dialled again.

    The call backend goes first: where it cannot be told, nothing is changed, and the exit status is
    1.
    """
    unblock(complaints.phone_of(number))


@block_number.command("list")
@with_appcontext
def list_blocked_numbers() -> None:
    """Print what this side knows, as number, tab, since when, tab, why; the latest first."""
    from quoteapp.services.finding import blocked_numbers

    with complaints.of_database():
        for one in blocked_numbers.blocked_numbers():
            click.echo(f"{one.phone}\t{one.since:%Y-%m-%dT%H:%M:%SZ}\t{one.why}")


def block(phone: str) -> None:
    """Block a number on both lists, and say so."""
    from quoteapp.clients.call_backend import call_backend
    from quoteapp.services.finding import blocked_numbers

    with complaints.of_database():
        blocked_numbers.block(phone)
    half_done = f"{phone} is blocked here; not at the call backend, which may dial it"
    with complaints.of_call_backend(half_done):
        call_backend.block(phone)
    click.echo(f"{phone} is blocked, here and at the call backend.")


def unblock(phone: str) -> None:
    """Take a number off both lists, and say so."""
    from quoteapp.clients.call_backend import call_backend
    from quoteapp.services.finding import blocked_numbers

    with complaints.of_call_backend(f"{phone}: nothing was changed, here or at the call backend"):
        call_backend.unblock(phone)
    with complaints.of_database():
        was_blocked = blocked_numbers.unblock(phone)
    here = "is no longer blocked" if was_blocked else "was not blocked here, and is not"
    click.echo(f"{phone} {here}, nor at the call backend.")

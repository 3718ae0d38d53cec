"""What an operator can mend becomes one line on standard error, and exit status 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import DBAPIError

from quoteapp.errors import VendorError


@contextmanager
def of_files(file: str) -> Iterator[None]:
    """What cannot be opened, read or written."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None


@contextmanager
def of_database() -> Iterator[None]:
    """What the database refuses."""
    try:
        yield
    except DBAPIError as error:
        raise click.ClickException(
            f"the database refused ({error.orig}); has `flask --app wsgi db upgrade` been run?"
        ) from None


@contextmanager
def of_call_backend(what_was_done: str) -> Iterator[None]:
    """What the call backend does not do."""
    try:
        yield
    except VendorError as error:
        raise click.ClickException(f"{what_was_done} ({error})") from None


def phone_of(text: str) -> str:
    """The number in E.164."""
    from quoteapp.phones import to_e164

    phone = to_e164(text)
    if phone is None:
        raise click.ClickException(f"not a phone number: {text!r}")
    return phone

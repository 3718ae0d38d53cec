"""The numbers that asked not to be called: written with the step that heard it, kept for good."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, literal, select

from callbackend.records.database import Database
from callbackend.records.models import Call, OptOut
from callbackend.records.upsert import insert_or_leave

SAID = "said"
BY_OPERATOR = "operator"
COLUMNS = ("phone", "since", "why", "call_id")


@dataclass(frozen=True, slots=True)
class Entry:
    """A number that is never dialled; `since` is in seconds since 1970."""

    phone: str
    since: float
    why: str
    call_id: str | None


def note(connection: Connection, call_ids: Sequence[str], now: float) -> None:
    """Bar the numbers of these calls; a number that is barred already keeps its entry."""
    if not call_ids:
        return
    heard = select(Call.phone, literal(now), literal(SAID), Call.call_id)
    statement = insert_or_leave(connection, OptOut)
    connection.execute(statement.from_select(COLUMNS, heard.where(Call.call_id.in_(call_ids))))


def note_numbers(connection: Connection, phones: Sequence[str], now: float) -> None:
    """Bar these numbers, whose calls are not there any more."""
    if phones:
        statement = insert_or_leave(connection, OptOut)
        entry = {"since": now, "why": SAID, "call_id": None}
        connection.execute(statement, [{"phone": phone, **entry} for phone in sorted(phones)])


def barred_phones(connection: Connection, phones: Collection[str]) -> set[str]:
    """Those of these numbers that must not be called."""
    if not phones:
        return set()
    query = select(OptOut.phone).where(OptOut.phone.in_(phones))
    return set(connection.execute(query).scalars())


class OptOuts:
    """The table as the routes and the command use it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, phone: str) -> Entry | None:
        """The entry of a number in E.164."""
        with self._database.reading() as connection:
            row = connection.execute(_ENTRIES.where(OptOut.phone == phone)).one_or_none()
        return None if row is None else Entry(*row)

    def add(self, phone: str, why: str, now: float) -> Entry:
        """Bar a number; its entry, which may be an older one."""
        values = {"phone": phone, "since": now, "why": why, "call_id": None}
        with self._database.writing() as connection:
            connection.execute(insert_or_leave(connection, OptOut), values)
            return Entry(*connection.execute(_ENTRIES.where(OptOut.phone == phone)).one())

    def remove(self, phone: str) -> bool:
        """Let a number be called again; whether it was barred."""
        with self._database.writing() as connection:
            return connection.execute(delete(OptOut).where(OptOut.phone == phone)).rowcount > 0

    def page(self, limit: int, offset: int) -> tuple[list[Entry], int]:
        """Some of the entries, the newest first, and how many there are."""
        newest = _ENTRIES.order_by(OptOut.since.desc(), OptOut.phone).limit(limit).offset(offset)
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(OptOut)).scalar_one()
            return [Entry(*row) for row in connection.execute(newest)], total


_ENTRIES = select(OptOut.phone, OptOut.since, OptOut.why, OptOut.call_id)

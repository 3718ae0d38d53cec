"""INSERT for a row that may be there already: it is left alone, or added to."""

from functools import cache

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from callbackend.records.models import Base

Insert = postgresql.Insert | sqlite.Insert


def insert_or_leave(connection: Connection, table: type[Base]) -> Insert:
    """The statement that leaves such a row alone, in the dialect of this connection."""
    return _leaving(connection.dialect.name, table)


def insert_or_add(connection: Connection, table: type[Base]) -> Insert:
    """The statement that adds to every column of such a row but its key."""
    return _adding(connection.dialect.name, table)


@cache
def _leaving(dialect: str, table: type[Base]) -> Insert:
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def _adding(dialect: str, table: type[Base]) -> Insert:
    statement = _insert(dialect, table)
    columns = table.__table__.columns
    keys = [column.name for column in columns if column.primary_key]
    sums = {
        column.name: column + statement.excluded[column.name]
        for column in columns
        if not column.primary_key
    }
    return statement.on_conflict_do_update(index_elements=keys, set_=sums)


def _insert(dialect: str, table: type[Base]) -> Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)

"""INSERT that leaves a row alone which is there already."""

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from callbackend.records.models import Base

Insert = postgresql.Insert | sqlite.Insert


def insert_or_leave(connection: Connection, table: type[Base]) -> Insert:
    """The statement, in the dialect of this connection."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()

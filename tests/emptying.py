"""The tables of the app whose context is pushed."""

from sqlalchemy import text

from quoteapp.extensions import db


def empty_tables() -> None:
    """Delete every row; ids start at 1 again, as the seeds' examples have them."""
    tables = db.metadata.sorted_tables
    with db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for table in reversed(tables):
                connection.execute(table.delete())
            connection.execute(text("DELETE FROM sqlite_sequence"))
        else:
            names = ", ".join(table.name for table in tables)
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))

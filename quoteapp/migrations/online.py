"""Changing large tables of a database that is in use.

On Postgres, whoever waits for a table's lock makes everybody behind it wait, too: one open
transaction elsewhere would stop all writes. So a lock is waited for briefly, and again later.
"""

from collections.abc import Sequence

from alembic import op
from sqlalchemy import TextClause

POSTGRES = "postgresql"
BRIEFLY = "SET lock_timeout = '2s'"
# To make an index concurrently is to wait for the transactions that are open; nobody waits for it.
PATIENTLY = "SET lock_timeout = '60s'"


def create_index(
    name: str,
    table: str,
    columns: Sequence[str],
    where: TextClause | None = None,
    unique: bool = False,
) -> None:
    """Make an index while others write; what an earlier try left half made goes first."""
    if op.get_context().dialect.name != POSTGRES:
        op.create_index(name, table, columns, unique=unique, sqlite_where=where)
        return
    with op.get_context().autocommit_block():
        op.execute(PATIENTLY)
        op.drop_index(name, table, if_exists=True, postgresql_concurrently=True)
        op.create_index(
            name,
            table,
            columns,
            unique=unique,
            postgresql_where=where,
            postgresql_concurrently=True,
        )
        op.execute(BRIEFLY)

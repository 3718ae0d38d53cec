"""What `flask db …` runs: Alembic on the app's own engine and tables."""

import logging
import time

from alembic import context
from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from quoteapp.extensions import db
from quoteapp.migrations.online import BRIEFLY, POSTGRES

logger = logging.getLogger("quoteapp.migrations")

PAUSE_SECONDS = 2
TRIES = 60
LOCK_NOT_AVAILABLE = "55P03"


def run_migrations() -> None:
    """Migrate, each step in a transaction of its own; what is locked is tried for some minutes."""
    for tries in range(1, TRIES + 1):
        try:
            _run()
        except OperationalError as error:
            if tries == TRIES or getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                raise
            logger.warning("a table is in use, tried again", extra={"tries": tries})
            time.sleep(PAUSE_SECONDS)
        else:
            return


def _run() -> None:
    with db.engine.connect() as connection:
        if connection.dialect.name != POSTGRES:
            _migrate(connection)
            return
        connection.exec_driver_sql(BRIEFLY)
        connection.commit()
        try:
            _migrate(connection)
        finally:
            connection.invalidate()  # Its setting must not come back from the pool.


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        transaction_per_migration=True,
        **current_app.extensions["migrate"].configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()


run_migrations()

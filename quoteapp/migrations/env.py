"""What `flask db …` runs: Alembic on the app's own engine and tables."""

from alembic import context
from flask import current_app

from quoteapp.extensions import db


def run_migrations() -> None:
    """Migrate in one transaction."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations()

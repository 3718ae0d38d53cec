"""What Alembic runs: the revisions, on the connection that `migrate` has prepared."""

from alembic import context

from callbackend.records import line_models  # noqa: F401  # its tables, too
from callbackend.records.models import Base


def run_migrations() -> None:
    """Migrate, each revision in a transaction of its own unless the caller has one."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run_migrations()

"""Index the calls that are over, by age: they are forgotten one day."""

import sqlalchemy as sa
from alembic import op

revision = "calls_over"
down_revision = "opt_outs"

INDEX = "calls_over"
IS_OVER = sa.text("status = 'ended'")


def upgrade() -> None:
    """Make the index, on Postgres while others write; what an earlier try left half made goes."""
    if op.get_context().dialect.name != "postgresql":
        op.create_index(INDEX, "calls", ["updated_at"], sqlite_where=IS_OVER)
        return
    with op.get_context().autocommit_block():
        # It waits for the transactions that are open, and nobody waits for it.
        op.execute("SET lock_timeout = '60s'")
        op.drop_index(INDEX, "calls", if_exists=True, postgresql_concurrently=True)
        op.create_index(
            INDEX, "calls", ["updated_at"], postgresql_where=IS_OVER, postgresql_concurrently=True
        )
        op.execute("SET lock_timeout = '1s'")


def downgrade() -> None:
    """Drop it."""
    op.drop_index(INDEX, "calls")

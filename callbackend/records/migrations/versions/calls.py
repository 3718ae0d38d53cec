"""The table of calls, as it was made before there were revisions."""

import sqlalchemy as sa
from alembic import op

revision = "calls"
down_revision = None

IS_LIVE = sa.text("status != 'ended'")
IS_OWED = sa.text("callback_due_at IS NOT NULL")


def upgrade() -> None:
    """Make the table, and the partial indexes of what is live and what is owed."""
    op.create_table(
        "calls",
        sa.Column("call_id", sa.String(36), primary_key=True),
        sa.Column("idempotency_key", sa.String(255), nullable=False, unique=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("job_id", sa.String(100), nullable=False),
        sa.Column("provider_id", sa.BigInteger, nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("outcome", sa.String(20)),
        sa.Column("estimated_cents", sa.BigInteger),
        sa.Column("negotiated_cents", sa.BigInteger),
        sa.Column("transcript", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("created_at", sa.Float(53), nullable=False),
        sa.Column("dialled_at", sa.Float(53)),
        sa.Column("updated_at", sa.Float(53), nullable=False),
        sa.Column("ended_at", sa.Float(53)),
        sa.Column("callback_due_at", sa.Float(53)),
        sa.Column("callback_attempts", sa.Integer, nullable=False),
    )
    _index("calls_live", "updated_at", IS_LIVE)
    _index("calls_owed", "callback_due_at", IS_OWED)


def downgrade() -> None:
    """Drop it."""
    op.drop_table("calls")


def _index(name: str, column: str, where: sa.TextClause) -> None:
    op.create_index(name, "calls", [column], sqlite_where=where, postgresql_where=where)

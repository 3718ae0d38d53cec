"""Opt-outs and keys of erased calls, and what carries a call and when it was answered."""

import sqlalchemy as sa
from alembic import op

revision = "opt_outs"
down_revision = "calls"


def upgrade() -> None:
    """Add two tables and two columns."""
    op.create_table(
        "erased_keys",
        sa.Column("key_hash", sa.String(64), primary_key=True),
        sa.Column("erased_at", sa.Float(53), nullable=False),
    )
    op.create_table(
        "do_not_call",
        sa.Column("phone", sa.String(20), primary_key=True),
        sa.Column("since", sa.Float(53), nullable=False),
        sa.Column("why", sa.String(200), nullable=False),
        sa.Column("call_id", sa.String(36)),
    )
    with op.batch_alter_table("calls") as calls:
        calls.add_column(sa.Column("line", sa.String(20)))
        calls.add_column(sa.Column("answered_at", sa.Float(53)))


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("answered_at")
        calls.drop_column("line")
    op.drop_table("do_not_call")
    op.drop_table("erased_keys")

"""Tombstones of erased jobs, and what of them is still to be erased elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "5d0c73e9f4b8"
down_revision = "e8a2b65f1d07"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("briefs", sa.Column("erased_at", MOMENT))
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("call_key", sa.String(100), nullable=False),
        sa.Column("look_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
        sa.UniqueConstraint("job_id", "call_key", name="uq_erasures_job_id"),
    )
    op.create_index("ix_erasures_look_at", "erasures", ["look_at"])


def downgrade() -> None:
    op.drop_table("erasures")
    # Nothing that an older code could make sense of; what they stand for is gone.
    op.execute("DELETE FROM briefs WHERE erased_at IS NOT NULL")
    op.drop_column("briefs", "erased_at")

"""Whose hours count for a toll-free number, which does not tell where it rings."""

import sqlalchemy as sa
from alembic import op

revision = "2f6a80d3b7c4"
down_revision = "d70b52c8e9f1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("providers", sa.Column("time_zone", sa.String(40)))


def downgrade() -> None:
    op.drop_column("providers", "time_zone")

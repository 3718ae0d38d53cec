"""Index the age of jobs: what has been left alone for long is erased, oldest first."""

from alembic import op

from quoteapp.migrations.online import create_index

revision = "b14e6f2a8d35"
down_revision = "5d0c73e9f4b8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index("ix_briefs_age", "briefs", ["erased_at", "searched_at"])


def downgrade() -> None:
    op.drop_index("ix_briefs_age", "briefs")

"""Index the deadlines of open rows, with all that a sweep asks of a live one."""

import sqlalchemy as sa
from alembic import op

from quoteapp.migrations.online import create_index

revision = "7c2d90be41aa"
down_revision = "1f1614018e59"
branch_labels = None
depends_on = None

OPEN_ROWS = sa.text("call_status IN ('pending', 'in_progress')")


def upgrade() -> None:
    columns = ["call_status", "deadline", "call_id"]
    create_index("ix_providers_deadline", "providers", columns, OPEN_ROWS)


def downgrade() -> None:
    op.drop_index("ix_providers_deadline", "providers")

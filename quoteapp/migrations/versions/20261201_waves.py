"""Which wave a row waits with, and what a job's calls were started with and brought."""

import sqlalchemy as sa
from alembic import op

revision = "4c8f1e2b7a90"
down_revision = "9e3d5a70c1f6"
branch_labels = None
depends_on = None

# All may be null: on a large table Postgres adds such a column at once.
COLUMNS = (
    ("providers", "wave", sa.SmallInteger),
    ("providers", "dialled_at", sa.DateTime(timezone=True)),
    ("providers", "answered_at", sa.DateTime(timezone=True)),
    ("briefs", "line", sa.String(40)),
    ("briefs", "confirmed_at", sa.DateTime(timezone=True)),
    ("briefs", "chosen_provider_id", sa.Integer),
    ("briefs", "stop_when", sa.Text),
)


def upgrade() -> None:
    for table, name, kind in COLUMNS:
        op.add_column(table, sa.Column(name, kind))


def downgrade() -> None:
    for table, name, _ in reversed(COLUMNS):
        op.drop_column(table, name)

"""What the operator's system calls a business, and its name folded."""

import sqlalchemy as sa
from alembic import op

revision = "a3d94e6b1c58"
down_revision = "4c8f1e2b7a90"
branch_labels = None
depends_on = None

# All may be null: on a large table Postgres adds such a column at once.
COLUMNS = (("external_id", sa.String(100)), ("name_key", sa.String(200)))


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column("businesses", sa.Column(name, kind))


def downgrade() -> None:
    for name, _ in reversed(COLUMNS):
        op.drop_column("businesses", name)

"""When a row opens and ends, why it was refused; and who asked not to be called again."""

import sqlalchemy as sa
from alembic import op

revision = "c41f0a7d9b26"
down_revision = "7c2d90be41aa"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
# All may be null: on a large table Postgres adds such a column at once.
COLUMNS = (
    ("refusal", sa.String(40)),
    ("asked_at", MOMENT),
    ("opens_at", MOMENT),
    ("ended_at", MOMENT),
)


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column("providers", sa.Column(name, kind))
    op.create_table(
        "blocked_numbers",
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("phone", name="pk_blocked_numbers"),
    )


def downgrade() -> None:
    op.drop_table("blocked_numbers")
    for name, _ in reversed(COLUMNS):
        op.drop_column("providers", name)

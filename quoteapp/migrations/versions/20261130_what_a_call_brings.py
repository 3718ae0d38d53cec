"""What a call brings besides its two prices, and how far away a business is."""

import sqlalchemy as sa
from alembic import op

revision = "9e3d5a70c1f6"
down_revision = "b14e6f2a8d35"
branch_labels = None
depends_on = None

PRICE = sa.Numeric(10, 2).with_variant(sa.String(13), "sqlite")
# All may be null: on a large table Postgres adds such a column at once.
COLUMNS = (
    ("last_offer", PRICE),
    ("notes", sa.Text),
    ("moves", sa.Text),
    ("distance_miles", sa.Double),
)


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column("providers", sa.Column(name, kind))


def downgrade() -> None:
    for name, _ in reversed(COLUMNS):
        op.drop_column("providers", name)

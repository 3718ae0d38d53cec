"""What a call brings besides its two prices: the last one, every move of a price, and notes."""

import sqlalchemy as sa
from alembic import op

revision = "findings"
down_revision = "calls_over"


def upgrade() -> None:
    """Add three columns that may be null: Postgres adds such ones at once."""
    with op.batch_alter_table("calls") as calls:
        calls.add_column(sa.Column("last_offer_cents", sa.BigInteger))
        calls.add_column(sa.Column("notes", sa.Text))
        calls.add_column(sa.Column("moves", sa.Text))


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("moves")
        calls.drop_column("notes")
        calls.drop_column("last_offer_cents")

"""Fold the names that are there, and index both ways to find a business again.

A step of its own: it locks rows, and no table. Accents stay as they are in what is there already;
the next import of a business folds them, too.
"""

from alembic import op

from quoteapp.migrations.online import create_index

revision = "d70b52c8e9f1"
down_revision = "a3d94e6b1c58"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE businesses SET name_key = lower(name) WHERE name_key IS NULL")
    create_index(
        "ix_businesses_external_id", "businesses", ["external_id", "trade"], unique=True
    )
    create_index("ix_businesses_name_key", "businesses", ["name_key", "zip_code"])


def downgrade() -> None:
    op.drop_index("ix_businesses_name_key", "businesses")
    op.drop_index("ix_businesses_external_id", "businesses")

"""Rows that say `imported` become `import`; who has opted out so far stays in peace, too.

A step of its own: it locks rows, and no table.
"""

from alembic import op

revision = "e8a2b65f1d07"
down_revision = "c41f0a7d9b26"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE providers SET source = 'import' WHERE source = 'imported'")
    op.execute(
        "INSERT INTO blocked_numbers (phone, since, why) "
        "SELECT DISTINCT phone, CURRENT_TIMESTAMP, 'opted out in a call' FROM providers "
        "WHERE outcome = 'opted_out' AND phone IS NOT NULL"
    )


def downgrade() -> None:
    op.execute("UPDATE providers SET source = 'imported' WHERE source = 'import'")
    op.execute("DELETE FROM blocked_numbers")

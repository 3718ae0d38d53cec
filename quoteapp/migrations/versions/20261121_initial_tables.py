"""The first tables: briefs, providers, businesses."""

import sqlalchemy as sa
from alembic import op

revision = "1f1614018e59"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
# SQLite has no decimals: a price is kept there as text, never as a binary float.
PRICE = sa.Numeric(10, 2).with_variant(sa.String(13), "sqlite")
OPEN_ROWS = sa.text("call_status IN ('pending', 'in_progress')")


def upgrade() -> None:
    op.create_table(
        "briefs",
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("searched_at", MOMENT, nullable=False),
        sa.Column("calls_started_at", MOMENT),
        sa.PrimaryKeyConstraint("job_id", name="pk_briefs"),
    )
    op.create_table(
        "businesses",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("trade", sa.String(40), nullable=False),
        sa.Column("zip_code", sa.String(5), nullable=False),
        sa.Column("latitude", sa.Double),
        sa.Column("longitude", sa.Double),
        sa.PrimaryKeyConstraint("id", name="pk_businesses"),
        sa.UniqueConstraint("phone", "trade", name="uq_businesses_phone"),
    )
    op.create_index(
        "ix_businesses_trade_place", "businesses", ["trade", "latitude", "longitude"]
    )
    op.create_table(
        "providers",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("phone", sa.String(20)),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("source_url", sa.Text),
        sa.Column("estimated_price", PRICE),
        sa.Column("negotiated_price", PRICE),
        sa.Column("call_status", sa.String(20)),
        sa.Column("outcome", sa.String(20)),
        sa.Column("call_transcript", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("call_request", sa.JSON),
        sa.Column("call_id", sa.String(100)),
        sa.Column("cancel_asked", sa.Boolean, nullable=False),
        sa.Column("deadline", MOMENT),
        sa.Column("look_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["job_id"], ["briefs.job_id"], name="fk_providers_job_id_briefs"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_providers"),
        sa.UniqueConstraint("call_id", name="uq_providers_call_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_providers_job_id", "providers", ["job_id", "id"])
    op.create_index(
        "ix_providers_open",
        "providers",
        ["call_status", "look_at"],
        sqlite_where=OPEN_ROWS,
        postgresql_where=OPEN_ROWS,
    )


def downgrade() -> None:
    op.drop_table("providers")
    op.drop_table("businesses")
    op.drop_table("briefs")

"""Who carries a call, what its carrier knows of it, and what the gate counts and records."""

import sqlalchemy as sa
from alembic import op

revision = "real_line"
down_revision = "findings"

PHONE = sa.String(20)
ID = sa.String(36)
MOMENT = sa.Float(53)


def upgrade() -> None:
    """Add a column that may be null, and tables."""
    with op.batch_alter_table("calls") as calls:
        calls.add_column(sa.Column("owner", sa.String(100)))
    op.create_table(
        "carriers",
        sa.Column("owner", sa.String(100), primary_key=True),
        sa.Column("lease_until", MOMENT, nullable=False),
    )
    op.create_table(
        "line_calls",
        sa.Column("call_id", ID, primary_key=True),
        sa.Column("phone", PHONE, nullable=False),
        sa.Column("job_id", sa.String(100), nullable=False),
        sa.Column("vendor_id", sa.String(64)),
        sa.Column("answered_by", sa.String(40)),
        sa.Column("source_url", sa.Text),
        sa.Column("reserved_cents", sa.Integer, nullable=False),
        sa.Column("cost_cents", sa.Integer),
        sa.Column("seconds", sa.Integer),
        sa.Column("is_real", sa.Boolean, nullable=False),
        sa.Column("dialled_at", MOMENT, nullable=False),
        sa.Column("is_open", sa.Boolean, nullable=False),
        sa.Column("unsure_at", MOMENT),
    )
    op.create_index("line_calls_phone", "line_calls", ["phone"])
    op.create_index("line_calls_vendor", "line_calls", ["vendor_id"])
    op.create_table(
        "line_audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("call_id", ID),
        sa.Column("job_id", sa.String(100)),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
    )
    op.create_index("line_audit_call", "line_audit", ["call_id"])
    op.create_table(
        "number_days",
        sa.Column("phone", PHONE, primary_key=True),
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("is_real", sa.Boolean, primary_key=True),
        sa.Column("rings", sa.Integer, nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
    )
    for table, key in (("line_days", "day"), ("line_jobs", "job_id")):
        op.create_table(
            table,
            sa.Column(key, sa.String(10 if key == "day" else 100), primary_key=True),
            sa.Column("is_real", sa.Boolean, primary_key=True),
            sa.Column("dialled", sa.Integer, nullable=False),
            sa.Column("reserved_cents", sa.Integer, nullable=False),
            sa.Column("spent_cents", sa.Integer, nullable=False),
        )
    op.create_table(
        "line_switch",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("stopped_at", MOMENT),
        sa.Column("why", sa.String(200)),
        sa.Column("next_dial_at", MOMENT, nullable=False),
    )


def downgrade() -> None:
    """Take them away again."""
    tables = ("line_switch", "line_jobs", "line_days", "number_days", "line_audit", "line_calls")
    for table in (*tables, "carriers"):
        op.drop_table(table)
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("owner")

"""bulk runs, saved views and chosen columns; an index for the filter by source"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "bulk_runs",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("insured_id", BIG, nullable=True),
        sa.Column("asked", JSON, nullable=False),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("cursor", BIG, nullable=False),
        sa.Column("left_out", JSON, nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("ip", sa.String(), nullable=False),
        sa.Column("created_by_id", BIG, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_key", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["insured_id"], ["insureds.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_key"),
    )
    op.create_index("ix_bulk_runs_created_by_id_created_at", "bulk_runs", ["created_by_id", "created_at"])
    op.create_table(
        "saved_views",
        sa.Column("id", BIG, nullable=False),
        sa.Column("screen", sa.String(), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", JSON, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_saved_views_screen_account_id", "saved_views", ["screen", "account_id"])
    op.create_table(
        "list_choices",
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("screen", sa.String(), nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("account_id", "screen"),
    )
    op.create_index("ix_certificates_source_issued_at_id", "certificates", ["source", "issued_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_certificates_source_issued_at_id", table_name="certificates")
    op.drop_table("list_choices")
    op.drop_table("saved_views")
    op.drop_table("bulk_runs")

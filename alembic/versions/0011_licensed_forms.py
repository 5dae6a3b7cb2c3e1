"""licensed forms, and which of them a master version is printed on"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.create_table(
        "licensed_forms",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("blank_sha256", sa.String(), nullable=False),
        sa.Column("outlines_sha256", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("mapping", JSON, nullable=False),
        sa.Column("code", JSON, nullable=False),
        sa.Column("licensed_by_id", BIG_ID, nullable=True),
        sa.Column("licensed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["licensed_by_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    # Not in batch mode: that makes the table anew, which SQLite refuses while others refer to it.
    number = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.execute(f"ALTER TABLE master_versions ADD COLUMN form_id {number} REFERENCES licensed_forms (id)")


def downgrade() -> None:
    raise NotImplementedError("Restore a backup of the version before instead.")

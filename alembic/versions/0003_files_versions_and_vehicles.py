"""versions of shared files belong together; vehicles of automobile policies"""

import sqlalchemy as sa

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # Not in batch mode: that makes the table anew, which SQLite refuses while others refer to it.
    number = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.execute(f"ALTER TABLE shared_files ADD COLUMN first_id {number} REFERENCES shared_files (id)")
    op.add_column("shared_files", sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_shared_files_first_id", "shared_files", ["first_id"], unique=False)
    op.create_table(
        "vehicles",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("policy_id", BIG_ID, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("make", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("vin", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["policy_id"], ["policies.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_vehicles_policy_id", "vehicles", ["policy_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("Restore a backup of the version before instead.")

"""the radar: which certificates became untrue and by what; whom it reminded of a policy's end"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "radar_causes",
        sa.Column("id", BIG, nullable=False),
        sa.Column("insured_id", BIG, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("differences", JSON, nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["insured_id"], ["insureds.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("insured_id", "digest"),
    )
    op.create_table(
        "radar_hits",
        sa.Column("certificate_id", BIG, nullable=False),
        sa.Column("insured_id", BIG, nullable=False),
        sa.Column("cause_id", BIG, nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cause_id"], ["radar_causes.id"]),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificates.id"]),
        sa.ForeignKeyConstraint(["insured_id"], ["insureds.id"]),
        sa.PrimaryKeyConstraint("certificate_id"),
    )
    op.create_index("ix_radar_hits_cause_id", "radar_hits", ["cause_id"])
    op.create_index("ix_radar_hits_insured_id_cause_id", "radar_hits", ["insured_id", "cause_id"])
    op.create_table(
        "radar_looks",
        sa.Column("insured_id", BIG, nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("looked", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["insured_id"], ["insureds.id"]),
        sa.PrimaryKeyConstraint("insured_id"),
    )
    op.create_table(
        "policy_reminders",
        sa.Column("policy_id", BIG, nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["policies.id"]),
        sa.PrimaryKeyConstraint("policy_id", "ends_on", "days"),
    )


def downgrade() -> None:
    for table in ("policy_reminders", "radar_looks", "radar_hits", "radar_causes"):
        op.drop_table(table)

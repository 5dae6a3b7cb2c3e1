"""the portal seen by the agency, reviews of holders, notifications"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
UNDER_WAY = sa.text("ended_at IS NULL")


def _at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "portal_views",
        sa.Column("id", BIG, nullable=False),
        sa.Column("session_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        _at("opened_at"),
        _at("expires_at"),
        _at("ended_at", nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["sign_in_sessions.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_portal_views_session_id", "portal_views", ["session_id"])
    op.create_table(
        "holders_reviews",
        sa.Column("id", BIG, nullable=False),
        sa.Column("insured_id", BIG, nullable=False),
        sa.Column("asked_by_id", BIG, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        _at("began_at"),
        _at("ended_at", nullable=True),
        sa.Column("finished_by_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(["insured_id"], ["insureds.id"]),
        sa.ForeignKeyConstraint(["asked_by_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["finished_by_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_holders_reviews_insured_id_id", "holders_reviews", ["insured_id", "id"])
    op.create_index(
        "ux_holders_reviews_under_way", "holders_reviews", ["insured_id"], unique=True,
        sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY,
    )  # fmt: skip
    op.create_table(
        "review_answers",
        sa.Column("id", BIG, nullable=False),
        sa.Column("review_id", BIG, nullable=False),
        sa.Column("interest_id", BIG, nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("corrected", JSON, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answered_by_id", BIG, nullable=True),
        _at("answered_at"),
        sa.Column("decided_by_id", BIG, nullable=True),
        _at("decided_at", nullable=True),
        sa.ForeignKeyConstraint(["review_id"], ["holders_reviews.id"]),
        sa.ForeignKeyConstraint(["interest_id"], ["additional_interests.id"]),
        sa.ForeignKeyConstraint(["answered_by_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["decided_by_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("review_id", "interest_id"),
    )
    op.create_index("ix_review_answers_review_id_state", "review_answers", ["review_id", "state"])
    op.create_table(
        "account_notifications",
        sa.Column("id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("href", sa.String(), nullable=False),
        _at("created_at"),
        _at("read_at", nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_account_notifications_account_id_id", "account_notifications", ["account_id", "id"])


def downgrade() -> None:
    for table in ("account_notifications", "review_answers", "holders_reviews", "portal_views"):
        op.drop_table(table)

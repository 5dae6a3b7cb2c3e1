"""how certificates are mailed: links and their use, message templates, failures taken care of, bounces"""

import sqlalchemy as sa

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _to_the_agency()
    # Not in batch mode: that makes the table anew, which SQLite refuses while others refer to it.
    number = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.execute(f"ALTER TABLE mails ADD COLUMN replaced_by_id {number} REFERENCES mails (id)")
    op.add_column("mails", sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("mails", sa.Column("secret_links", sa.String(), nullable=False, server_default=""))
    op.add_column("deliveries", sa.Column("link_last_used_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("deliveries", sa.Column("link_uses", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "bounce_reports",
        sa.Column("report_key", sa.String(), nullable=False),
        sa.Column("mail_id", BIG_ID, nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"]),
        sa.PrimaryKeyConstraint("report_key"),
    )
    op.create_index("ix_bounce_reports_mail_id", "bounce_reports", ["mail_id"])


def _to_the_agency() -> None:
    said = {"mail_subject": "", "mail_message": ""}
    op.add_column("agency", sa.Column("send_links", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("agency", sa.Column("link_days", sa.Integer(), nullable=False, server_default="30"))
    for name, default in said.items():
        op.add_column("agency", sa.Column(name, sa.String(), nullable=False, server_default=default))


def downgrade() -> None:
    raise NotImplementedError("Restore a backup of the version before instead.")

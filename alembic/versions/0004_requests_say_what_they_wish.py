"""requests say what they wish"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ASKED, OWN = "ix_certificate_requests_created_at_id", "ix_certificate_requests_asked_by_id_created_at"


def upgrade() -> None:
    with op.batch_alter_table("certificate_requests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("holder", JSON, nullable=False, server_default=sa.text("'{}'")))
        batch_op.add_column(sa.Column("wish", JSON, nullable=False, server_default=sa.text("'{}'")))
        batch_op.add_column(sa.Column("asker_email", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("answered_by_id", ID, nullable=True))
        batch_op.create_foreign_key(
            "fk_certificate_requests_answered_by_id", "accounts", ["answered_by_id"], ["id"]
        )
        batch_op.create_index(ASKED, ["created_at", "id"], unique=False)
        batch_op.create_index(OWN, ["asked_by_id", "created_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("certificate_requests", schema=None) as batch_op:
        batch_op.drop_index(OWN)
        batch_op.drop_index(ASKED)
        batch_op.drop_constraint("fk_certificate_requests_answered_by_id", type_="foreignkey")
        for column in ("answered_by_id", "asker_email", "wish", "holder"):
            batch_op.drop_column(column)

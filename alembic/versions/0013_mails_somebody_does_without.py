"""everybody turns off mails for themselves"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        kind = sa.JSON().with_variant(postgresql.JSONB, "postgresql")
        batch_op.add_column(sa.Column("mails_off", kind, nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_column("mails_off")

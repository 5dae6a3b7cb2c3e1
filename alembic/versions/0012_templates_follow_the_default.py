"""templates may follow the master's default description"""

import sqlalchemy as sa

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("description_templates", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("follows_default", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("description_templates", schema=None) as batch_op:
        batch_op.drop_column("follows_default")

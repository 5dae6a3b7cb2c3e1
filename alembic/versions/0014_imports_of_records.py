"""imports of insureds, carriers and policies: what a row makes or changes, and what it replaced"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("import_runs", sa.Column("changed", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("import_rows", sa.Column("record", JSON, nullable=True))
    op.add_column("import_rows", sa.Column("record_id", ID, nullable=True))
    op.add_column("import_rows", sa.Column("before", JSON, nullable=True))


def downgrade() -> None:
    raise NotImplementedError("Restore a backup of the version before instead.")

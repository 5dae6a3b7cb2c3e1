"""superseded and withdrawn certificates are found without reading all the others"""

import sqlalchemy as sa

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ENDED = ("superseded_at", "withdrawn_at")


def upgrade() -> None:
    for column in ENDED:
        where = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_certificates_{column}_issued_at_id", "certificates", ["issued_at", "id"],
            sqlite_where=where, postgresql_where=where,
        )  # fmt: skip


def downgrade() -> None:
    for column in ENDED:
        op.drop_index(f"ix_certificates_{column}_issued_at_id", "certificates")

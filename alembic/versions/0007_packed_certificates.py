"""certificates deflated against what they have in common; older rows stay as they are and readable"""

import sqlalchemy as sa

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plates", sa.Column("sample", sa.LargeBinary(), nullable=True))
    for column in ("content", "verdict"):
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"ALTER TABLE certificates ALTER COLUMN {column} TYPE bytea "
                f"USING convert_to({column}::text, 'UTF8')"
            )
        else:
            _as_bytes_on_sqlite(column)


def _as_bytes_on_sqlite(column: str) -> None:
    """Without building the table anew: what refers to it must not see it gone."""
    op.execute("ALTER TABLE certificates ADD COLUMN packed BLOB NOT NULL DEFAULT x''")
    op.execute(f"UPDATE certificates SET packed = CAST({column} AS BLOB)")
    op.execute(f"ALTER TABLE certificates DROP COLUMN {column}")
    op.execute(f"ALTER TABLE certificates RENAME COLUMN packed TO {column}")

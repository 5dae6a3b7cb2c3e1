"""PostgreSQL knows better how many holders have some letters in their name: the search by name is planned by it"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# Of names that were read for the statistics: with a hundred, "gar" and "bank" looked equally common.
NAMES, USUAL = 1_000, -1


def upgrade() -> None:
    _keep(NAMES)


def downgrade() -> None:
    _keep(USUAL)


def _keep(names: int) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE holder_names ALTER COLUMN name_key SET STATISTICS {names}")
        op.execute("ANALYZE holder_names")

"""a holder of a name that was typed, and the certificates that an insured gave him, are found in an index alone"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

OLD = {"holder_names": ("holder_id",), "certificates": ("holder_id", "issued_at", "id", "sent")}
NEW = {"holder_names": ("holder_id", "name_key"), "certificates": (*OLD["certificates"], "insured_id")}


def upgrade() -> None:
    _replace(OLD, NEW)


def downgrade() -> None:
    _replace(NEW, OLD)


def _replace(old: dict[str, tuple[str, ...]], new: dict[str, tuple[str, ...]]) -> None:
    """The new ones first: no list is ever without."""
    for table in old:
        op.create_index(_name(table, new), table, list(new[table]))
        op.drop_index(_name(table, old), table)


def _name(table: str, columns: dict[str, tuple[str, ...]]) -> str:
    return f"ix_{table}_{'_'.join(columns[table])}"

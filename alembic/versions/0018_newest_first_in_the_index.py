"""a list that is walked from the newest on is found in the index alone, its holders with it"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OLD = ("issued_at", "id")
NEW = (*OLD, "sent", "holder_id")


def upgrade() -> None:
    _replace(OLD, NEW)


def downgrade() -> None:
    _replace(NEW, OLD)


def _replace(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """The new one first: no list is ever without."""
    op.create_index(_name(new), "certificates", list(new))
    op.drop_index(_name(old), "certificates")


def _name(columns: tuple[str, ...]) -> str:
    return f"ix_certificates_{'_'.join(columns)}"

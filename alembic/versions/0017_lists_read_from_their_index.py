"""a list narrowed by names, or of one insured, is found in the index alone: whether it was sent stands there too"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

NARROWED = ("holder_id", "insured_id")
ORDER = ("issued_at", "id")


def upgrade() -> None:
    for column in NARROWED:
        _replace((column, *ORDER), (column, *ORDER, "sent"))


def downgrade() -> None:
    for column in NARROWED:
        _replace((column, *ORDER, "sent"), (column, *ORDER))


def _replace(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """The new one first: no list is ever without."""
    op.create_index(_name(new), "certificates", list(new))
    op.drop_index(_name(old), "certificates")


def _name(columns: tuple[str, ...]) -> str:
    return f"ix_certificates_{'_'.join(columns)}"

"""a list narrowed by names, or of one insured, is found in the index alone: what else it asks for stands there too"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ORDER = ("issued_at", "id")
ASKED = {"holder_id": ("sent",), "insured_id": ("sent", "holder_id")}


def upgrade() -> None:
    for column, asked in ASKED.items():
        _replace((column, *ORDER), (column, *ORDER, *asked))


def downgrade() -> None:
    for column, asked in ASKED.items():
        _replace((column, *ORDER, *asked), (column, *ORDER))


def _replace(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """The new one first: no list is ever without."""
    op.create_index(_name(new), "certificates", list(new))
    op.drop_index(_name(old), "certificates")


def _name(columns: tuple[str, ...]) -> str:
    return f"ix_certificates_{'_'.join(columns)}"

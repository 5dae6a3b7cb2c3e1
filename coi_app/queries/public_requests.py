"""What a stranger with an insured's request link is told: its name, and nothing else."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from coi_app.queries import tables
from coi_app.rules.insured_kinds import InsuredKind

LONGEST_CODE = 64


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose certificate is asked for."""

    insured_id: int
    insured: str


def by_code(session: Session, code: object) -> Asked | None:
    """None for a code that leads nowhere: made up, renewed, switched off."""
    if (
        not isinstance(code, str)
        or not code
        or len(code) > LONGEST_CODE
        or not code.isascii()
        or "\0" in code
    ):
        return None
    row = tables.insureds
    found = session.execute(
        select(row.id, row.legal_name).where(row.request_code == code, row.kind == InsuredKind.INSURED)
    ).first()
    return Asked(found.id, found.legal_name) if found else None

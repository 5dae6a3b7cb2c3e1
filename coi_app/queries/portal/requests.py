"""What one asked the agency for in the portal, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from coi_app.models import Certificate, CertificateRequest, SharedFile
from coi_app.queries import tables
from coi_app.queries.portal import own
from coi_app.rules import access
from coi_app.rules.certificate_requests import STATUS_LABELS, UNANSWERED, RequestStatus

SHOWN = 20


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """`answer` is the reason of a refusal; `certificate` the number that was issued; `file` the name of what was
    attached. `is_open`: a file can still be."""

    id: int
    holder: str
    status: str
    status_label: str
    asked_at: datetime
    certificate: str
    answer: str
    file: str
    is_open: bool


def mine(session: Session, actor: access.Actor) -> tuple[OwnRequest, ...]:
    """One's own account's, the newest first; not those of colleagues or of strangers with the link."""
    row, insured_id = tables.certificate_requests, own.insured_id(session, actor)
    found = session.execute(
        select(CertificateRequest, tables.certificates.number, tables.shared_files.name)
        .outerjoin(Certificate, tables.certificates.id == row.certificate_id)
        .outerjoin(SharedFile, tables.shared_files.id == row.attachment_id)
        .where(row.insured_id == insured_id, row.asked_by_id == actor.account_id)
        .order_by(row.created_at.desc(), row.id.desc())
        .limit(SHOWN)
    )
    return tuple(_own(request, number or "", file or "") for request, number, file in found)


def _own(request: CertificateRequest, number: str, file: str) -> OwnRequest:
    assert request.id is not None
    return OwnRequest(
        id=request.id,
        holder=request.holder_text.partition("\n")[0] or "A holder",
        status=request.status,
        status_label=STATUS_LABELS[RequestStatus(request.status)],
        asked_at=request.created_at,
        certificate=number,
        answer=request.answer,
        file=file,
        is_open=request.status in UNANSWERED,
    )

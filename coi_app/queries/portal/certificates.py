"""The insured's own Certificates Sent."""

from dataclasses import dataclass

from sqlmodel import Session

from coi_app.queries import certificate_detail, certificates, paging
from coi_app.queries.certificates import CertificateFilter, CertificateRow
from coi_app.queries.portal import own
from coi_app.rules import access

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """`email` is where it would go today, `to` where it went."""

    row: CertificateRow
    code: str
    email: str
    to: tuple[str, ...]


def page(
    session: Session, actor: access.Actor, text: str = "", after: str | None = None
) -> paging.Page[CertificateRow]:
    """The newest first; the text finds holders by any of their names, and numbers by their beginning."""
    owner = own.insured_id(session, actor)
    wanted = CertificateFilter(text=text)
    return certificates.page(session, actor, wanted, insured_id=owner, after=after, limit=PER_PAGE)


def one(session: Session, actor: access.Actor, certificate_id: object) -> OwnCertificate:
    """Raises NotFound, also without the right to look at certificates."""
    own.insured_id(session, actor)
    found = certificate_detail.detail(session, actor, certificate_id)
    to = certificate_detail.addresses(session, found.row.id)
    return OwnCertificate(found.row, found.verification_code, found.holder_email, to)

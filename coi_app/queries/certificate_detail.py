"""One certificate in full: the verdict it was issued under, its revisions and its deliveries."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from coi_app.models import Account, Certificate, Delivery, Mail
from coi_app.queries import certificates, tables
from coi_app.queries.certificates import CertificateRow
from coi_app.queries.mails import MailState
from coi_app.rules import access
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.findings import Verdict


@dataclass(frozen=True, slots=True)
class Revision:
    """`why` it was made, "" for the first one, and for one made before that was asked."""

    id: int
    revision: int
    issued_at: datetime
    is_this: bool
    issued_by: str
    why: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One mail that carries the certificate; `server_reply` are the mail server's words.

    `bounced_at`: when it came back after it was taken. `is_settled`: it failed, and a later one went out in its
    place. With `by_link` the rest tells until when its link works, and how often it was used.
    """

    mail_id: int
    to_email: str
    cc: tuple[str, ...]
    state: str
    state_label: str
    server_reply: str
    attempts: int
    asked_by: str
    queued_at: datetime
    finished_at: datetime | None
    bounced_at: datetime | None
    is_settled: bool
    by_link: bool
    link_expires_at: datetime | None
    link_used_at: datetime | None
    link_last_used_at: datetime | None
    link_uses: int

    @property
    def needs_care(self) -> bool:
        return self.state == MailState.FAILED and not self.is_settled


@dataclass(frozen=True, slots=True)
class CertificateDetail:
    row: CertificateRow
    verdict: Verdict
    override_reason: str
    sha256: str
    verification_code: str
    holder_email: str
    withdrawn_reason: str
    revisions: tuple[Revision, ...]
    deliveries: tuple[DeliveryRow, ...]


def detail(session: Session, actor: access.Actor, certificate_id: object) -> CertificateDetail:
    certificate = certificates.in_sight(session, actor, certificate_id)
    row = certificates.one(session, actor, certificate)
    return CertificateDetail(
        row=row,
        verdict=Verdict.from_json(certificate.verdict),
        override_reason=certificate.override_reason,
        sha256=certificate.sha256,
        verification_code=certificate.verification_code,
        holder_email=address_of(session, certificate),
        withdrawn_reason=certificate.withdrawn_reason,
        revisions=_revisions(session, certificate),
        deliveries=_deliveries(session, row.id),
    )


def address_of(session: Session, certificate: Certificate) -> str:
    """Where it would go today: the link's own address, else the holder's."""
    link, holder = tables.additional_interests, tables.holders
    own = session.execute(select(link.delivery_email).where(link.id == certificate.interest_id)).scalar()
    kept = session.execute(select(holder.email).where(holder.id == certificate.holder_id)).scalar()
    return own or kept or ""


def _revisions(session: Session, certificate: Certificate) -> tuple[Revision, ...]:
    row = tables.certificates
    found = session.execute(
        select(row.id, row.revision, row.issued_at, tables.accounts.name.label("by"))
        .outerjoin(Account, tables.accounts.id == row.issued_by_id)
        .where(row.number == certificate.number)
        .order_by(row.revision)
    ).all()
    whys = _whys(session, [one.id for one in found])
    return tuple(
        Revision(
            one.id,
            one.revision,
            one.issued_at,
            one.id == certificate.id,
            one.by or "System",
            whys.get(one.id, ""),
        )
        for one in found
    )


def _whys(session: Session, certificate_ids: list[int]) -> dict[int, str]:
    """Certificate → why it was made as a revision, as the history tells it."""
    row = tables.activities
    query = select(row.subject_id, row.details).where(
        row.subject == "certificate",
        row.subject_id.in_(certificate_ids),
        row.kind == ActivityKind.CERTIFICATE_REVISED.value,
    )
    return {number: details.get("why", "") for number, details in session.execute(query)}


def _deliveries(session: Session, certificate_id: int) -> tuple[DeliveryRow, ...]:
    delivery, mail = tables.deliveries, tables.mails
    query = (
        select(Mail, Delivery, tables.accounts.name)
        .join(Delivery, delivery.mail_id == mail.id)
        .outerjoin(Account, tables.accounts.id == mail.requested_by_id)
        .where(delivery.certificate_id == certificate_id)
        .order_by(mail.id.desc())
    )
    return tuple(_delivery(mail, carries, by or "System") for mail, carries, by in session.execute(query))


def addresses(session: Session, certificate_id: int) -> tuple[str, ...]:
    """Whom the last mail with it goes to, copies too. The caller has made sure that it is in sight."""
    delivery, mail = tables.deliveries, tables.mails
    query = (
        select(mail.to_email, mail.cc)
        .join(Delivery, delivery.mail_id == mail.id)
        .where(delivery.certificate_id == certificate_id)
        .order_by(mail.id.desc())
    )
    last = session.execute(query.limit(1)).first()
    return (last.to_email, *last.cc) if last else ()


def _delivery(mail: Mail, carries: Delivery, asked_by: str) -> DeliveryRow:
    assert mail.id is not None
    return DeliveryRow(
        mail_id=mail.id,
        to_email=mail.to_email,
        cc=tuple(mail.cc or ()),
        state=mail.state,
        state_label=certificates.DELIVERY_LABELS[mail.state],
        server_reply=mail.server_reply,
        attempts=mail.attempts,
        asked_by=asked_by,
        queued_at=mail.created_at,
        finished_at=mail.finished_at,
        bounced_at=mail.bounced_at,
        is_settled=mail.replaced_by_id is not None,
        by_link=carries.by_link,
        link_expires_at=carries.link_expires_at,
        link_used_at=carries.link_used_at,
        link_last_used_at=carries.link_last_used_at,
        link_uses=carries.link_uses,
    )

"""A mail with certificates that did not arrive: what happened, and who keeps the address it went to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session

from coi_app.models import AdditionalInterest, Certificate, Delivery, Holder, Mail
from coi_app.queries import certificates, mails, tables
from coi_app.queries.mails import MailState
from coi_app.rules import access, errors, mail_trouble
from coi_app.rules.mail_trouble import Told

CARRIES = "certificate"  # the kind of mail that carries certificates


class KeptBy(StrEnum):
    """Whose record has the address."""

    INTEREST = "interest"
    HOLDER = "holder"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Keeper:
    """`name` is the holder's or the contact's."""

    kind: KeptBy
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Failure:
    """`told` says in plain words what `server_reply` means; `bounced`: it was taken first and came back."""

    mail_id: int
    numbers: tuple[str, ...]
    insured: str
    to_email: str
    cc: tuple[str, ...]
    at: datetime | None
    bounced: bool
    told: Told
    server_reply: str
    keeper: Keeper


def of_certificate(session: Session, actor: access.Actor, certificate_id: object) -> Failure:
    """The newest mail with it that failed and waits for care. Raises NotFound."""
    certificate = certificates.in_sight(session, actor, certificate_id)
    mail, delivery = tables.mails, tables.deliveries
    query = (
        select(mail.id)
        .join(Delivery, delivery.mail_id == mail.id)
        .where(
            delivery.certificate_id == certificate.id,
            mail.state == MailState.FAILED,
            mail.replaced_by_id.is_(None),
        )
        .order_by(mail.id.desc())
    )
    return of_mail(session, actor, session.execute(query.limit(1)).scalar())


def of_mail(session: Session, actor: access.Actor, mail_id: object) -> Failure:
    """Raises NotFound, and Conflict for one that needs nobody's care."""
    mail = in_need(session, actor, mail_id)
    carried = certificates_of(session, mail)
    assert mail.id is not None
    insured = tables.insureds
    name = select(insured.legal_name).where(insured.id == carried[0].insured_id)
    return Failure(
        mail_id=mail.id,
        numbers=tuple(one.number for one in carried),
        insured=session.execute(name).scalar_one(),
        to_email=mail.to_email,
        cc=tuple(mail.cc),
        at=mail.bounced_at or mail.finished_at,
        bounced=mail.bounced_at is not None,
        told=mail_trouble.of_receiver(mail.server_reply),
        server_reply=mail.server_reply,
        keeper=keeper(session, carried[0], mail.to_email),
    )


def in_need(session: Session, actor: access.Actor, mail_id: object, *, for_change: bool = False) -> Mail:
    mail = mails.in_sight(session, actor, mail_id, for_change=for_change)
    if mail.kind != CARRIES or not certificates_of(session, mail):
        raise errors.NotFound("message")
    if mail.replaced_by_id is not None:
        raise errors.Conflict("Somebody took care of this already: a later mail went out in its place.")
    if mail.state != MailState.FAILED:
        raise errors.Conflict(
            "This mail did not fail. To send the certificate to somebody else, choose Resend."
        )
    return mail


def certificates_of(session: Session, mail: Mail) -> Sequence[Certificate]:
    """What it carries, in order."""
    delivery, certificate = tables.deliveries, tables.certificates
    query = select(Certificate).join(Delivery, delivery.certificate_id == certificate.id)
    query = query.where(delivery.mail_id == mail.id).order_by(certificate.id)
    return session.execute(query).scalars().all()


def goes_by_link(session: Session, mail: Mail) -> bool:
    row = tables.deliveries
    query = select(row.id).where(row.mail_id == mail.id, row.by_link.is_(True))
    return session.execute(query.limit(1)).first() is not None


def keeper(session: Session, certificate: Certificate, address: str) -> Keeper:
    """The record that has this address; for one typed by hand, where the next mail takes its address from."""
    link = session.get(AdditionalInterest, certificate.interest_id) if certificate.interest_id else None
    holder = _holder(session, certificate)
    assert holder.id is not None
    of_holder = Keeper(KeptBy.HOLDER, holder.id, holder.name)
    own = Keeper(KeptBy.INTEREST, link.id, holder.name) if link and link.id and link.delivery_email else None
    if own and link and link.delivery_email == address:
        return own
    if holder.email == address:
        return of_holder
    return _contact(session, certificate, address) or own or of_holder


def _holder(session: Session, certificate: Certificate) -> Holder:
    """The one it was merged into, when it was."""
    holder = session.get_one(Holder, certificate.holder_id)
    while holder.merged_into_id is not None:
        holder = session.get_one(Holder, holder.merged_into_id)
    return holder


def _contact(session: Session, certificate: Certificate, address: str) -> Keeper | None:
    row = tables.contacts
    query = select(row.id, row.name).where(
        row.insured_id == certificate.insured_id, row.email == address, row.ended_at.is_(None)
    )
    found = session.execute(query.order_by(row.id).limit(1)).first()
    return Keeper(KeptBy.CONTACT, found.id, found.name) if found else None

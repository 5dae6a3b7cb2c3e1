"""Sending a certificate oneself: what may be chosen, how it would look, and what was just sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from coi_app.models import Certificate
from coi_app.queries import (
    certificate_detail,
    certificates,
    drafts,
    front_door,
    issued_content,
    masters,
    public_check,
    sight,
    tables,
    templates,
)
from coi_app.queries.certificates import CertificateRow
from coi_app.queries.drafts import DraftShown
from coi_app.queries.holder_choices import HolderChoice
from coi_app.queries.judging import Recipient, Wording
from coi_app.queries.portal import own, recipients
from coi_app.rules import access, errors
from coi_app.rules.portal_rights import PortalRight


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to send. A description or project of one's own needs the right to edit it (R24)."""

    holder_id: object
    master_id: object
    template_id: int | None = None
    description: str | None = None
    project: str | None = None

    @property
    def wording(self) -> Wording:
        return Wording(self.template_id, self.description)

    def recipient(self, interest_id: int | None) -> Recipient:
        return Recipient(interest_id, self.holder_id, self.project)


@dataclass(frozen=True, slots=True)
class Choices:
    """Masters and templates that the agency opened to the portal, id → name."""

    masters: Mapping[int, str]
    templates: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Sent:
    """`qr` are the rows of the code that leads to the public page at `address`; `to` is empty for a download."""

    row: CertificateRow
    address: str
    qr: tuple[str, ...]
    to: tuple[str, ...]
    issued_at: datetime


def choices(session: Session, actor: access.Actor) -> Choices:
    owner = own.insured_id(session, actor)
    access.require(actor, PortalRight.SEND_CERTIFICATES)
    return Choices(
        {one.id: one.name for one in masters.rows(session, actor, owner)},
        {one.id: one.name for one in templates.choices(session, actor, owner)},
    )


def draft(session: Session, actor: access.Actor, asked: Asked, page: int = 1) -> DraftShown:
    """As it would be if it were sent now (R33). Raises NotFound for what is not theirs."""
    holder = permitted(session, actor, asked)
    recipient = asked.recipient(holder.interest_id)
    return drafts.of_certificate(session, actor, asked.master_id, recipient, asked.wording, page)


def permitted(session: Session, actor: access.Actor, asked: Asked) -> HolderChoice:
    """The holder on their own list; raises NotFound, or NotAllowed for words of their own without the right."""
    holder = recipients.one(session, actor, asked.holder_id)
    if asked.description is not None or asked.project is not None:
        access.require(actor, PortalRight.EDIT_DESCRIPTION)
    return holder


def sent(session: Session, actor: access.Actor, certificate_id: object) -> Sent:
    """One's own, right after sending it; needs no right to look at the others."""
    own.insured_id(session, actor)
    access.require(actor, PortalRight.SEND_CERTIFICATES)
    row = tables.certificates
    query = select(Certificate).where(
        row.id == sight.number(certificate_id),
        sight.of(actor, row.insured_id),
        row.issued_by_id == actor.account_id,
    )
    certificate: Certificate | None = session.execute(query).scalar_one_or_none()
    if certificate is None or certificate.id is None:
        raise errors.NotFound("certificate")
    code = certificate.verification_code
    return Sent(
        certificates.one(session, actor, certificate),
        issued_content.address(code),
        tuple(public_check.code_rows(code)),
        certificate_detail.addresses(session, certificate.id),
        certificate.issued_at,
    )


def whom_to_call(session: Session, actor: access.Actor) -> tuple[str, str]:
    """The agency's name and phone number."""
    own.insured_id(session, actor)
    sign = front_door.sign(session)
    return sign.name, sign.phone

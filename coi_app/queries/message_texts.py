"""What a message with certificates says: the values its placeholders stand for, and the text it begins with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from coi_app.models import Agency, Certificate
from coi_app.queries import agency as agencies
from coi_app.queries import certificates, insureds, mail_settings, sight, tables
from coi_app.rules import access, errors, mail_wording
from coi_app.rules.facts import shown_day
from coi_app.rules.mail_wording import How


@dataclass(frozen=True, slots=True)
class Begun:
    """What a form begins with. Placeholders without a value yet, such as the number to come, stand as they are."""

    subject: str
    message: str
    how: How


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as its receiver reads it; `problems` (field → sentence) when it cannot go like this."""

    sender: str
    subject: str
    body: str
    problems: Mapping[str, str]


def values(session: Session, sender: str, carried: Sequence[Certificate]) -> dict[str, str]:
    """Of certificates of one insured for one holder, as they are printed."""
    first, name = carried[0], tables.holder_names
    holder = session.execute(select(name.name).where(name.id == first.holder_name_id)).scalar_one()
    insured = tables.insureds
    legal_name = select(insured.legal_name).where(insured.id == first.insured_id)
    return _of_everybody(agencies.row(session), sender) | {
        "insured.name": session.execute(legal_name).scalar_one(),
        "holder.name": holder,
        "certificate.number": ", ".join(one.number for one in carried),
        "certificate.issued": shown_day(first.issued_on),
    }


def _of_everybody(agency: Agency, sender: str) -> dict[str, str]:
    return {"agency.name": agency.name, "agency.phone": agency.phone, "sender.name": sender}


def of_certificate(session: Session, actor: access.Actor, certificate_id: object) -> Begun:
    """To send an issued certificate again. Raises NotFound."""
    certificate = certificates.in_sight(session, actor, certificate_id)
    return _begun(session, values(session, actor.name, [certificate]))


def of_new(session: Session, actor: access.Actor, insured_id: object, holder_id: object = None) -> Begun:
    """For a certificate that is not issued yet; without a holder only what is the insured's is filled in."""
    access.require(actor, access.Right.DESK_VIEW)  # any holder may be named
    insured = insureds.in_sight(session, actor, insured_id)
    known = _of_everybody(agencies.row(session), actor.name) | {"insured.name": insured.legal_name}
    holder = tables.holders
    query = select(holder.name).where(holder.id == sight.number(holder_id))
    return _begun(session, known | {"holder.name": session.execute(query).scalar() or ""})


def for_many(session: Session, actor: access.Actor) -> Begun:
    """The agency's templates as they are, to be filled in for each certificate."""
    access.require(actor, access.Right.DESK_VIEW)
    return _begun(session, {})


def _begun(session: Session, known: Mapping[str, str]) -> Begun:
    chosen = mail_settings.of_agency(agencies.row(session))
    how = How.LINK if chosen.send_links else How.ATTACHMENT
    subject, message = (mail_wording.begun(one, known) for one in (chosen.subject, chosen.message))
    return Begun(subject, message, how)


def preview(
    session: Session,
    actor: access.Actor,
    subject: str,
    message: str,
    *,
    certificate_id: object = None,
    holder_name: str = "",
    insured_name: str = "",
) -> Shown:
    """With the values of a certificate, or of one that is to be issued to this holder."""
    access.require(actor, access.Right.DESK_VIEW)
    agency = agencies.row(session)
    if certificate_id:
        certificate = certificates.in_sight(session, actor, certificate_id)
        known = values(session, actor.name, [certificate])
    else:
        known = _of_everybody(agency, actor.name) | {
            "insured.name": insured_name,
            "holder.name": holder_name,
            "certificate.number": "(its number)",
            "certificate.issued": shown_day(agencies.today(session)),
        }
    try:
        return Shown(agency.name, *mail_wording.filled(subject, message, known), {})
    except errors.InvalidInput as wrong:
        return Shown(agency.name, subject, message, wrong.problems)

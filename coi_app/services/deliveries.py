"""Certificates on their way to an address: the exact copy goes with a mail, attached or as a link (R31, R34)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from coi_app.models import Certificate, Delivery
from coi_app.queries import agency, delivery_failures, message_texts
from coi_app.rules import access, errors, field_values, fields, mail_wording
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.mail_wording import How
from coi_app.services import activity, delivery_links, mails

MAIL_KIND = delivery_failures.CARRIES
MAX_ATTACHED = 20


@dataclass(frozen=True, slots=True)
class Message:
    """What goes with the certificate, checked. `to` has one address; `cc` any more. Subject and body are templates
    (`rules.mail_wording`). `how` None: as the agency's settings have it."""

    to: str
    cc: tuple[str, ...]
    subject: str
    body: str
    how: How | None = None


def read(values: Mapping[str, object]) -> Message:
    """Fields: to, cc, subject, message, how ("attachment", "link", or none). Raises InvalidInput."""
    form = fields.Reader(values)
    to = form.email("to", "the e-mail address to send to", required=True)
    cc = copies(form, values)
    subject, body = texts(form)
    how = form.choice("how", "how the certificate goes", How, How.ATTACHMENT) if values.get("how") else None
    form.raise_if_wrong()
    return Message(to, cc, subject, body, how)


def copies(form: fields.Reader, values: Mapping[str, object]) -> tuple[str, ...]:
    """The field cc: any addresses."""
    try:
        return fields.emails(values.get("cc") or "", "the copy addresses")
    except field_values.Wrong as wrong:
        form.add("cc", str(wrong))
        return ()


def texts(form: fields.Reader) -> tuple[str, str]:
    """The fields subject and message; their placeholders are checked, not yet filled in."""
    subject = form.text("subject", "a subject", max_length=mails.MAX_SUBJECT, required=True)
    body = form.text("message", "a message", max_length=mails.MAX_BODY, required=True, lines=True)
    for field, text in (("subject", subject), ("message", body)):
        for problem in mail_wording.problems_of(text):
            form.add(field, problem)
    return subject, body


def queue(
    session: Session,
    actor: access.Actor,
    certificates: Sequence[Certificate],
    message: Message,
    kind: ActivityKind = ActivityKind.DELIVERY_QUEUED,
    *,
    instead_of: str = "",
) -> int:
    """One mail with these certificates of one insured, in the caller's transaction; gives the mail's id.

    `instead_of`: the address at which an earlier mail failed. Raises InvalidInput, for a placeholder too.
    """
    if not 0 < len(certificates) <= MAX_ATTACHED:
        raise errors.InvalidInput(
            {"certificates": f"Send between 1 and {MAX_ATTACHED} certificates in one mail."}
        )
    values = message_texts.values(session, actor.name, certificates)
    subject, body = mail_wording.filled(message.subject, message.body, values)
    mail = mails.queue(
        session, kind=MAIL_KIND, to_email=message.to, to_name="", cc=message.cc, subject=subject, body=body,
        requested_by_id=actor.account_id, insured_id=certificates[0].insured_id,
    )  # fmt: skip
    assert mail.id is not None
    by_link = agency.row(session).send_links if message.how is None else message.how is How.LINK
    session.add_all(
        Delivery(certificate_id=one.id, mail_id=mail.id, by_link=by_link) for one in certificates if one.id
    )
    session.flush()
    delivery_links.renew(session, mail)
    mails.mark_certificates(session, mail)
    where = f"to {message.to}" + (f" instead of {instead_of}" if instead_of else "")
    entries = [_entry(kind, where, one, message, mail.id, by_link) for one in certificates]
    activity.record_all(session, actor, entries)
    return mail.id


def _entry(
    kind: ActivityKind, where: str, certificate: Certificate, message: Message, mail_id: int, by_link: bool
) -> activity.Entry:
    details: dict[str, object] = {"to": message.to, "cc": list(message.cc), "mail": mail_id}
    details["sha256"] = certificate.sha256
    sentence = "Resent" if kind is ActivityKind.CERTIFICATE_RESENT else "Queued"
    sentence += f" {certificate.number} {where}"
    if by_link:
        details["by_link"], sentence = True, f"{sentence}, as a download link"
    return activity.Entry(kind, sentence, certificate.insured_id, "certificate", certificate.id, details)

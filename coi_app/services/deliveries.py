"""Certificates on their way to an address: the exact copy is attached to a mail (R31, R34)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from coi_app.models import Certificate, Delivery
from coi_app.rules import access, errors, field_values, fields
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, mails

MAIL_KIND = "certificate"
MAX_ATTACHED = 20


@dataclass(frozen=True, slots=True)
class Message:
    """What goes with the certificate, checked. `to` has one address; `cc` any more."""

    to: str
    cc: tuple[str, ...]
    subject: str
    body: str


def read(values: Mapping[str, object]) -> Message:
    """Fields: to, cc, subject, message. Raises InvalidInput."""
    form = fields.Reader(values)
    to = form.email("to", "the e-mail address to send to", required=True)
    subject = form.text("subject", "a subject", max_length=mails.MAX_SUBJECT, required=True)
    body = form.text("message", "a message", max_length=mails.MAX_BODY, required=True, lines=True)
    try:
        cc = fields.emails(values.get("cc") or "", "the copy addresses")
    except field_values.Wrong as wrong:
        form.add("cc", str(wrong))
        cc = ()
    form.raise_if_wrong()
    return Message(to, cc, subject, body)


def queue(
    session: Session,
    actor: access.Actor,
    certificates: Sequence[Certificate],
    message: Message,
    kind: ActivityKind = ActivityKind.DELIVERY_QUEUED,
) -> int:
    """One mail with these certificates of one insured, in the caller's transaction; gives the mail's id."""
    if not 0 < len(certificates) <= MAX_ATTACHED:
        raise errors.InvalidInput(
            {"certificates": f"Send between 1 and {MAX_ATTACHED} certificates in one mail."}
        )
    insured_id = certificates[0].insured_id
    mail = mails.queue(
        session, kind=MAIL_KIND, to_email=message.to, to_name="", cc=message.cc, subject=message.subject,
        body=message.body, requested_by_id=actor.account_id, insured_id=insured_id,
    )  # fmt: skip
    assert mail.id is not None
    session.add_all(Delivery(certificate_id=one.id, mail_id=mail.id) for one in certificates if one.id)
    session.flush()
    mails.mark_certificates(session, mail)
    said = "Resent" if kind is ActivityKind.CERTIFICATE_RESENT else "Queued"
    activity.record_all(session, actor, [_entry(kind, said, one, message, mail.id) for one in certificates])
    return mail.id


def _entry(
    kind: ActivityKind, said: str, certificate: Certificate, message: Message, mail_id: int
) -> activity.Entry:
    sentence = f"{said} {certificate.number} to {message.to}"
    details = {"to": message.to, "cc": list(message.cc), "mail": mail_id, "sha256": certificate.sha256}
    return activity.Entry(kind, sentence, certificate.insured_id, "certificate", certificate.id, details)

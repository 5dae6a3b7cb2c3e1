"""Messages: queued in the transaction of what they are about, then tried until sent or given up."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import exists, select, update
from sqlmodel import Session, col

from coi_app import clock, settings
from coi_app.adapters import job_engine, mailer
from coi_app.models import Account, Agency, Certificate, Delivery, Mail
from coi_app.queries import certificate_files, delivery_failures, mails
from coi_app.queries.mails import MailState
from coi_app.rules import access, errors, field_values, mail_wording
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.notices import Notice
from coi_app.services import activity, delivery_links, notices, notifications

SEND_MAIL = "send_mail"  # the job's name, stored in the queue: never rename it
# Seconds before the second, third, … attempt: about a day in all.
BACK_OFF = (60, 300, 900, 3_600, 7_200, 14_400, 28_800, 28_800)
UNDELIVERED = """Hello {name},

your message “{subject}” to {to} did not arrive: {reply}

Check the address and send the certificate again: {address}

Questions? {agency}{phone}
"""
MAX_SUBJECT = mail_wording.MAX_SUBJECT
MAX_BODY = 20_000


def queue(
    session: Session,
    *,
    kind: str,
    to_email: str,
    to_name: str,
    subject: str,
    body: str,
    requested_by_id: int | None,
    insured_id: int | None = None,
    secret_body: bool = False,
    cc: Sequence[str] = (),
    delay_seconds: float | None = None,
) -> Mail:
    """Store the message and its first attempt in the caller's transaction. Raises InvalidInput.

    `secret_body`: it carries a single-use link; the text is forgotten as soon as it left.
    """
    to_email, copies = _checked(to_email, to_name, subject, body, cc)
    mail = Mail(
        kind=kind, to_email=to_email, to_name=to_name, cc=copies, subject=subject, body=body,
        secret_body=secret_body, message_id=_message_id(), requested_by_id=requested_by_id,
        insured_id=insured_id, created_at=clock.now(),
    )  # fmt: skip
    session.add(mail)
    session.flush()
    _enqueue(session, mail, delay_seconds)
    return mail


def _checked(
    to_email: str, to_name: str, subject: str, body: str, cc: Sequence[str]
) -> tuple[str, list[str]]:
    problems: dict[str, str] = {}
    for field, value in (("subject", subject), ("to_name", to_name)):
        if problem := mailer.header_problem(value):
            problems[field] = problem
    if not subject.strip() or len(subject) > MAX_SUBJECT:
        problems.setdefault("subject", f"Enter a subject of at most {MAX_SUBJECT} characters.")
    if len(body) > MAX_BODY or "\x00" in body:
        problems["message"] = f"Enter a message of at most {MAX_BODY:,} characters."
    address = _address(to_email, "to", problems)
    if not address:
        problems.setdefault("to", "Enter the e-mail address to send to.")
    copies = [_address(one, "cc", problems) for one in cc]
    if problems:
        raise errors.InvalidInput(problems)
    return address, [one for one in dict.fromkeys(copies) if one and one != address]


def _address(typed: str, field: str, problems: dict[str, str]) -> str:
    try:
        return field_values.email(typed)
    except field_values.Wrong as wrong:
        problems[field] = str(wrong)
        return ""


def _message_id() -> str:
    domain = settings.current().mail_from.rpartition("@")[2] or "localhost"
    return f"<{secrets.token_hex(16)}@{domain}>"


def _enqueue(session: Session, mail: Mail, delay_seconds: float | None) -> None:
    attempt = mail.attempts + 1
    job_engine.enqueue(
        session,
        SEND_MAIL,
        job_engine.MAIL,
        f"mail:{mail.id}:{attempt}",
        mail.id,
        attempt,
        delay_seconds=delay_seconds,
    )


def letter(session: Session, mail: Mail) -> mailer.Letter:
    """The message with its certificates. Raises `certificate_files.Altered`."""
    agency = session.get(Agency, 1)
    attached = session.execute(
        select(col(Delivery.certificate_id)).where(
            col(Delivery.mail_id) == mail.id, col(Delivery.by_link).is_(False)
        )
    )
    files = certificate_files.exact_files(session, list(attached.scalars()))
    return mailer.Letter(
        message_id=mail.message_id,
        sender=settings.current().mail_from,
        sender_name=agency.name if agency else "",
        to_email=mail.to_email,
        to_name=mail.to_name,
        subject=mail.subject,
        body=f"{mail.body}\n\n{mail.secret_links}\n" if mail.secret_links else mail.body,
        written_at=mail.created_at,
        cc=tuple(mail.cc),
        attachments=tuple(mailer.Attachment(one.file_name, "application/pdf", one.body) for one in files),
    )


def record_outcome(session: Session, mail: Mail, outcome: mailer.Outcome) -> None:
    """After an attempt: sent, given up, or queued again later, all in this transaction."""
    if outcome.result is mailer.Result.TEMPORARY and mail.attempts < len(BACK_OFF):
        mail.attempts += 1
        mail.server_reply = outcome.reply
        delay = BACK_OFF[mail.attempts - 1]
        mail.next_attempt_at = clock.now() + timedelta(seconds=delay)
        _enqueue(session, mail, delay)
    else:
        record_last(session, mail, outcome)


def record_last(session: Session, mail: Mail, outcome: mailer.Outcome | None) -> None:
    """After an attempt that no other follows: sent, failed, or (None) kept in the outbox."""
    if outcome is None:
        record_kept(session, mail)
        return
    mail.attempts += 1
    mail.server_reply = outcome.reply
    mail.next_attempt_at = None
    if outcome.result is mailer.Result.SENT:
        finish(session, mail, MailState.SENT)
        _record(session, mail, ActivityKind.DELIVERY_SENT, f"Mailed “{mail.subject}” to {mail.to_email}")
    else:
        finish(session, mail, MailState.FAILED)
        said = f"Mail to {mail.to_email} failed: {outcome.reply}"
        _record(session, mail, ActivityKind.DELIVERY_FAILED, said)
        tell_failed(session, mail)


def tell_failed(session: Session, mail: Mail) -> None:
    """The bell of whoever of the agency sent it, else of who looks after the insured; and by mail an insured who sent a
    certificate and wants to know."""
    words = f"Mail to {mail.to_email} failed"
    notifications.tell_sender(session, mail.requested_by_id, mail.insured_id, words, "/outbox?show=failed")
    sender = session.get(Account, mail.requested_by_id) if mail.requested_by_id else None
    if sender is None or sender.insured_id is None or sender.status != "active":
        return
    if mail.kind == delivery_failures.CARRIES and notices.wants(sender, Notice.UNDELIVERED):
        _tell_insured(session, mail, sender)


def _tell_insured(session: Session, mail: Mail, sender: Account) -> None:
    agency = session.get_one(Agency, 1)
    body = UNDELIVERED.format(
        name=sender.name,
        subject=mail.subject,
        to=mail.to_email,
        reply=mail.server_reply,
        address=f"{settings.current().public_url.rstrip('/')}/portal/certificates",
        agency=agency.name,
        phone=f", {agency.phone}" if agency.phone else "",
    )
    queue(
        session, kind="undelivered", to_email=sender.email, to_name=sender.name, body=body,
        subject=f"Not delivered: {mail.subject}"[:MAX_SUBJECT], requested_by_id=None, insured_id=mail.insured_id,
    )  # fmt: skip


def record_kept(session: Session, mail: Mail) -> None:
    """No mail server is set: the message lies in the outbox folder."""
    mail.attempts += 1
    mail.server_reply = "No mail server is set. Set COI_SMTP_URL to send."
    finish(session, mail, MailState.OUTBOX)


def finish(session: Session, mail: Mail, state: MailState) -> None:
    """Its last state for now; what is secret in it is forgotten, and the grid follows."""
    mail.state = state.value
    mail.finished_at = clock.now()
    mail.secret_links = ""
    if mail.secret_body:
        mail.body = ""
    mark_certificates(session, mail)


def mark_certificates(session: Session, mail: Mail) -> None:
    """The grid's copy of the state of a certificate's last delivery, unless a later mail carries it too."""
    carried = select(col(Delivery.certificate_id)).where(col(Delivery.mail_id) == mail.id)
    later = exists().where(
        col(Delivery.certificate_id) == col(Certificate.id), col(Delivery.mail_id) > mail.id
    )
    session.execute(
        update(Certificate)
        .where(col(Certificate.id).in_(carried), ~later)
        .values(delivery=mail.state, delivery_at=mail.finished_at or mail.created_at)
    )


def _record(session: Session, mail: Mail, kind: ActivityKind, sentence: str) -> None:
    entry = activity.Entry(
        kind, sentence, mail.insured_id, "mail", mail.id, {"to": mail.to_email, "attempts": mail.attempts}
    )
    activity.record(session, access.system_actor(), entry)


def try_again(session: Session, actor: access.Actor, mail_id: object) -> None:
    """Send a failed or kept message now. Secret ones are gone: a new link must be asked for."""
    mail = mails.in_sight(session, actor, mail_id, for_change=True)
    access.require(actor, access.Right.CERTIFICATES_SEND)
    if mail.replaced_by_id is not None:
        raise errors.Conflict("This message was taken care of: a later one went out in its place.")
    if mail.state not in (MailState.FAILED, MailState.OUTBOX):
        raise errors.Conflict("Only a message that failed or waits in the Outbox can be sent again.")
    if mail.secret_body:
        raise errors.Conflict(
            "The link in this message is no longer kept. Send a new invitation or reset link."
        )
    mail.state, mail.finished_at, mail.bounced_at = MailState.QUEUED.value, None, None
    delivery_links.renew(session, mail)
    mark_certificates(session, mail)
    _enqueue(session, mail, None)
    entry = activity.Entry(
        ActivityKind.DELIVERY_QUEUED,
        f"Queued the mail to {mail.to_email} again",
        mail.insured_id,
        "mail",
        mail.id,
    )
    activity.record(session, actor, entry)


def kept_file(session: Session, actor: access.Actor, mail_id: object) -> Path:
    """The .eml file of a kept message, recorded: what is attached leaves with it (R34). Raises NotFound."""
    access.require(actor, access.Right.CERTIFICATES_DOWNLOAD)
    path = mails.kept_file(session, actor, mail_id)
    mail = mails.in_sight(session, actor, mail_id)
    said = f"Downloaded the mail to {mail.to_email}"
    entry = activity.Entry(ActivityKind.DELIVERY_DOWNLOADED, said, mail.insured_id, "mail", mail.id)
    activity.record(session, actor, entry)
    return path

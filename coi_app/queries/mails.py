"""Messages and what became of them: the Outbox."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from coi_app.adapters import file_store, mailer
from coi_app.models import Certificate, Delivery, Mail
from coi_app.rules import access, errors

PAGE_SIZE = 50


class MailState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    OUTBOX = "outbox"  # no mail server is set: kept as an .eml file


STATE_LABELS: dict[str, str] = {
    MailState.QUEUED: "Queued",
    MailState.SENT: "Sent",
    MailState.FAILED: "Failed",
    MailState.OUTBOX: "In the Outbox",
}


@dataclass(frozen=True, slots=True)
class MailRow:
    """`server_reply` are the words of the mail server at the last attempt."""

    id: int
    kind: str
    to_email: str
    to_name: str
    subject: str
    state: str
    state_label: str
    attempts: int
    server_reply: str
    insured_id: int | None
    created_at: datetime
    next_attempt_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class MailDetail:
    """`body` is "" when its secret link is not for this person. `eml_name`: the file in the outbox."""

    row: MailRow
    body: str
    body_hidden: bool
    cc: tuple[str, ...]
    certificate_numbers: tuple[str, ...]
    eml_name: str


def rows(
    session: Session, actor: access.Actor, state: str = "", before: tuple[datetime, int] | None = None
) -> tuple[MailRow, ...]:
    """Newest first, a page of 50; `before` is (created_at, id) of the last row shown."""
    access.require(actor, access.Right.OUTBOX_VIEW)
    query = select(Mail).order_by(col(Mail.created_at).desc(), col(Mail.id).desc()).limit(PAGE_SIZE)
    if state:
        query = query.where(Mail.state == state)
    if before:
        at, number = before
        older = and_(col(Mail.created_at) == at, col(Mail.id) < number)
        query = query.where(or_(col(Mail.created_at) < at, older))
    return tuple(_row(mail) for mail in session.exec(query))


def troubled_count(session: Session, actor: access.Actor) -> int:
    """How many messages failed: the number beside Outbox in the navigation, at most 100."""
    access.require(actor, access.Right.OUTBOX_VIEW)
    failed = select(Mail.id).where(Mail.state == MailState.FAILED).limit(100).subquery()
    return session.exec(select(func.count()).select_from(failed)).one()


def in_sight(session: Session, actor: access.Actor, mail_id: object) -> Mail:
    access.require(actor, access.Right.OUTBOX_VIEW)
    mail = session.get(Mail, mail_id) if isinstance(mail_id, int) and not isinstance(mail_id, bool) else None
    if mail is None:
        raise errors.NotFound("message")
    return mail


def detail(session: Session, actor: access.Actor, mail_id: object) -> MailDetail:
    mail = in_sight(session, actor, mail_id)
    body, hidden = _body(actor, mail)
    numbers = session.exec(
        select(Certificate.number)
        .join(Delivery, col(Delivery.certificate_id) == Certificate.id)
        .where(Delivery.mail_id == mail.id)
        .order_by(Certificate.number)
    )
    eml = f"{eml_name(mail)}.eml" if mail.state == MailState.OUTBOX else ""
    return MailDetail(_row(mail), body, hidden, tuple(mail.cc), tuple(numbers), eml)


def _body(actor: access.Actor, mail: Mail) -> tuple[str, bool]:
    """A link that opens an account is for its receiver; without a mail server an admin must hand it over."""
    if not mail.secret_body:
        return mail.body, False
    if mail.state == MailState.OUTBOX and actor.may(access.Right.USERS_MANAGE):
        return mailer.body_of(file_store.outbox() / f"{eml_name(mail)}.eml"), False
    return "", True


def eml_name(mail: Mail) -> str:
    """The kept file's name without its ending: by time, then number."""
    return f"{mail.created_at:%Y%m%d-%H%M%S}-{mail.id:06d}"


def _row(mail: Mail) -> MailRow:
    assert mail.id is not None
    return MailRow(
        id=mail.id,
        kind=mail.kind,
        to_email=mail.to_email,
        to_name=mail.to_name,
        subject=mail.subject,
        state=mail.state,
        state_label=STATE_LABELS[mail.state],
        attempts=mail.attempts,
        server_reply=mail.server_reply,
        insured_id=mail.insured_id,
        created_at=mail.created_at,
        next_attempt_at=mail.next_attempt_at,
        finished_at=mail.finished_at,
    )

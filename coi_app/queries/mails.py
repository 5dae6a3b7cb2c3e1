"""Messages and what became of them: the Outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session

from coi_app.adapters import file_store, mailer
from coi_app.models import Delivery, Mail
from coi_app.queries import paging, plain, sight, tables
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
    """`server_reply` are the words of the mail server at the last attempt; `is_secret`: it carries a link that
    opens an account; `is_settled`: it failed, and a later one went out in its place."""

    id: int
    kind: str
    is_secret: bool
    is_settled: bool
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


@dataclass(frozen=True, slots=True)
class LastMail:
    """The message that carried a certificate last."""

    to_email: str
    cc: tuple[str, ...]
    server_reply: str


def _last() -> Select[Any]:
    delivery, mail = tables.deliveries, tables.mails
    last = (
        select(delivery.certificate_id, func.max(delivery.mail_id).label("mail_id"))
        .where(plain.among_ids(delivery.certificate_id))
        .group_by(delivery.certificate_id)
        .subquery()
    )
    query = select(last.c.certificate_id, mail.to_email, mail.cc, mail.server_reply)
    return query.join(last, last.c.mail_id == mail.id)


_LAST = _last()


def last_of(session: Session, certificate_ids: Sequence[int]) -> dict[int, LastMail]:
    """By certificate id, for those that were ever mailed."""
    found = plain.rows(session, _LAST, ids=certificate_ids) if certificate_ids else ()
    return {number: LastMail(to, tuple(cc or ()), reply) for number, to, cc, reply in found}


def page(
    session: Session, actor: access.Actor, state: str = "", after: object = None, limit: int = PAGE_SIZE
) -> paging.Page[MailRow]:
    """Newest first; `state` is a MailState, "" for all. Failed ones are those that nobody took care of yet."""
    access.require(actor, access.Right.OUTBOX_VIEW)
    row = tables.mails
    statement = select(Mail, row.created_at.label("page_key"), row.id.label("page_id"))
    if state:
        statement = statement.where(row.state == state)
    if state == MailState.FAILED:
        statement = statement.where(row.replaced_by_id.is_(None))
    order = paging.Order(row.created_at, row.id, datetime, descending=True)
    found, following, preceding = paging.page_of(session, statement, order, after, limit)
    count = paging.counted(session, statement.with_only_columns(row.id))
    return paging.Page(tuple(_row(one.Mail) for one in found), count, following, preceding)


def troubled_count(session: Session, actor: access.Actor) -> int:
    """How many messages failed and wait for somebody's care: the number beside Outbox in the navigation, at most
    100."""
    access.require(actor, access.Right.OUTBOX_VIEW)
    row = tables.mails
    waiting = (row.state == MailState.FAILED, row.replaced_by_id.is_(None))
    failed = select(row.id).where(*waiting).limit(100).subquery()
    found: int = session.execute(select(func.count()).select_from(failed)).scalar_one()
    return found


def in_sight(session: Session, actor: access.Actor, mail_id: object, *, for_change: bool = False) -> Mail:
    """For services; `for_change` locks the row. Raises NotAllowed, NotFound."""
    access.require(actor, access.Right.OUTBOX_VIEW)
    query = select(Mail).where(tables.mails.id == sight.number(mail_id))
    if for_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    mail: Mail | None = session.execute(query).scalar_one_or_none()
    if mail is None:
        raise errors.NotFound("message")
    return mail


def detail(session: Session, actor: access.Actor, mail_id: object) -> MailDetail:
    mail = in_sight(session, actor, mail_id)
    body, hidden = _body(actor, mail)
    certificate, delivery = tables.certificates, tables.deliveries
    numbers = session.execute(
        select(certificate.number)
        .join(Delivery, delivery.certificate_id == certificate.id)
        .where(delivery.mail_id == mail.id)
        .order_by(certificate.number)
    ).scalars()
    eml = f"{eml_name(mail)}.eml" if mail.state == MailState.OUTBOX else ""
    return MailDetail(_row(mail), body, hidden, tuple(mail.cc), tuple(numbers), eml)


def kept_file(session: Session, actor: access.Actor, mail_id: object) -> Path:
    """The .eml file of a kept message. Raises NotFound, also for one with a secret link: that is nobody's but
    the receiver's."""
    mail = in_sight(session, actor, mail_id)
    path = file_store.outbox() / f"{eml_name(mail)}.eml"
    if mail.state != MailState.OUTBOX or mail.secret_body or not path.is_file():
        raise errors.NotFound("message")
    return path


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
        is_secret=mail.secret_body,
        is_settled=mail.replaced_by_id is not None,
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

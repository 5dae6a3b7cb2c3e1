"""A mail that was taken came back: its delivery failed after all. The same report any number of times is one."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from coi_app import clock
from coi_app.adapters import bounce_reports
from coi_app.adapters.bounce_reports import Bounce
from coi_app.models import BounceReport, Mail
from coi_app.queries import tables
from coi_app.queries.mails import MailState
from coi_app.rules import access, errors
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, mails

WINDOW = timedelta(minutes=5)  # a signed report is good for so long, before and after
LONGEST = 1_000


class NotSigned(errors.Refusal):
    def __init__(self) -> None:
        super().__init__("The signature does not fit, or the report is too old. Check secret and clock.")


class NotUnderstood(errors.Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Send a delivery status notification as message/rfc822, or JSON with id, message_id, recipient, status and "
            "diagnostic."
        )


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What X-COI-Signature has to say: HMAC-SHA256 of the timestamp, a full stop and the body."""
    signed = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={signed.hexdigest()}"


def require_signed(secret: str, timestamp: str, given: str, body: bytes) -> None:
    """Raises NotSigned. `timestamp` in seconds since 1970; outside of WINDOW it could be one sent again."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12):
        raise NotSigned
    fits = hmac.compare_digest(signature(secret, timestamp, body).encode(), given.encode("utf-8", "replace"))
    if not fits or abs(clock.now().timestamp() - int(timestamp)) > WINDOW.total_seconds():
        raise NotSigned


def read(media_type: str, body: bytes) -> tuple[Bounce, ...]:
    """Of a report that came by HTTP. Raises NotUnderstood."""
    if media_type != "application/json":
        try:
            return bounce_reports.read(body)
        except bounce_reports.NoReport as no_report:
            raise NotUnderstood from no_report
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as broken:
        raise NotUnderstood from broken
    if not isinstance(said, dict) or not all(
        isinstance(said.get(name), str) for name in ("id", "message_id")
    ):
        raise NotUnderstood
    return (_of_json(said),)


def _of_json(said: dict[str, Any]) -> Bounce:
    """Other services write a Message-ID without its brackets."""
    text = {name: bounce_reports.one_line(value)[:LONGEST] for name, value in said.items()}
    words = f"{text.get('status', '')} {text.get('diagnostic', '')}".strip()
    recipient = text.get("recipient", "")
    message_id = f"<{text['message_id'].strip('<>')}>"
    return Bounce(
        bounce_reports.key_of(text["id"], recipient), message_id, recipient, words or "It came back."
    )


def take(session: Session, reports: Iterable[Bounce]) -> int:
    """Mark what they are about; gives how many were ours and new."""
    return sum(_take(session, one) for one in reports)


def _take(session: Session, bounce: Bounce) -> bool:
    query = select(Mail).where(tables.mails.message_id == bounce.message_id).with_for_update()
    mail: Mail | None = session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()
    if mail is None or mail.id is None or session.get(BounceReport, bounce.key) is not None:
        return False
    words, now = bounce.words[: bounce_reports.LONGEST_WORDS], clock.now()
    session.add(
        BounceReport(
            report_key=bounce.key, mail_id=mail.id, recipient=bounce.recipient[:LONGEST], words=words, received_at=now
        )
    )  # fmt: skip
    if bounce.recipient.casefold() in {one.casefold() for one in mail.cc}:
        _note_copy(session, mail, bounce.recipient, words)
    elif mail.state in (MailState.SENT, MailState.QUEUED):
        _fail(session, mail, words)
    return True


def _note_copy(session: Session, mail: Mail, recipient: str, words: str) -> None:
    """The mail itself arrived; only somebody who was to have a copy did not get it."""
    mail.server_reply = f"{mail.server_reply}; {recipient}: {words}".removeprefix("; ")[-LONGEST:]
    _record(session, mail, f"The copy to {recipient} came back: {words}")


def _fail(session: Session, mail: Mail, words: str) -> None:
    mail.server_reply, mail.next_attempt_at = words, None
    mail.bounced_at = clock.now()
    mails.finish(session, mail, MailState.FAILED)
    _record(session, mail, f"The mail to {mail.to_email} came back: {words}")
    mails.tell_failed(session, mail)


def _record(session: Session, mail: Mail, said: str) -> None:
    session.flush()
    details = {"to": mail.to_email, "attempts": mail.attempts}
    kind = ActivityKind.DELIVERY_BOUNCED
    entry = activity.Entry(kind, said, mail.insured_id, "mail", mail.id, details)
    activity.record(session, access.system_actor("Mail server"), entry)

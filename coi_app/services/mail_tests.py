"""Does mail leave? A message to whoever asks, sent at once, and in plain words what the mail server made of it."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import Session, col

from coi_app.adapters import mailer
from coi_app.models import Mail
from coi_app.queries import agency
from coi_app.queries.mails import MailState
from coi_app.rules import access, mail_trouble
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, mails
from coi_app.services.mail_attempts import Prepared, prepare

MAIL_KIND = "test"
SECONDS = 10.0  # for one answer: somebody waits at the screen
# Should this process die before it is recorded: the queue then makes the attempt.
AFTER_ALL = 600.0
SUBJECT = "Test message"
BODY = """Hello {name},

this message shows that {agency} can send mail. You asked for it in the settings.
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """`is_well` is None when no mail server is set. `reply` are the words of the server, "" for none."""

    is_well: bool | None
    what: str
    cure: str
    reply: str


def begin(session: Session, actor: access.Actor) -> tuple[int, Prepared]:
    """Queue the message and say what leaves: its number, and all that `mail_attempts.deliver` needs."""
    access.require(actor, access.Right.SETTINGS_CHANGE)
    body = BODY.format(name=actor.name, agency=agency.name(session))
    mail = mails.queue(
        session, kind=MAIL_KIND, to_email=actor.email, to_name=actor.name, subject=SUBJECT, body=body,
        requested_by_id=actor.account_id, delay_seconds=AFTER_ALL,
    )  # fmt: skip
    assert mail.id is not None
    _settle_earlier(session, mail.id)
    prepared = prepare(session, mail.id, 1)
    assert prepared is not None
    return mail.id, prepared


def _settle_earlier(session: Session, mail_id: int) -> None:
    """Failed tests need nobody's care once there is a newer one."""
    row = Mail
    earlier = update(row).where(
        col(row.kind) == MAIL_KIND,
        col(row.state) == MailState.FAILED.value,
        col(row.replaced_by_id).is_(None),
    )
    session.execute(earlier.values(replaced_by_id=mail_id))


def end(session: Session, actor: access.Actor, mail_id: int, outcome: mailer.Outcome | None) -> Answer:
    """Record what became of it; nothing is tried again by itself."""
    access.require(actor, access.Right.SETTINGS_CHANGE)
    mail = session.get_one(Mail, mail_id, with_for_update=True, populate_existing=True)
    if mail.state == MailState.QUEUED:
        mails.record_last(session, mail, outcome)
    answer = _answer(actor.email, outcome)
    said = f"Sent a test message to {actor.email}: {answer.what}"
    kind = ActivityKind.SETTING_MAIL_TESTED
    entry = activity.Entry(kind, said, None, "mail", mail.id, {"reply": answer.reply})
    activity.record(session, actor, entry)
    return answer


def _answer(to: str, outcome: mailer.Outcome | None) -> Answer:
    if outcome is None:
        what = "No mail server is set, so nothing was sent. The message lies in the Outbox."
        return Answer(None, what, "Set COI_SMTP_URL and start the server again, then test once more.", "")
    if outcome.result is mailer.Result.SENT:
        what = f"The mail server took the message to {to}."
        cure = "Look into that mailbox, and into its folder for unwanted mail: only there you see that it arrived."
        return Answer(True, what, cure, outcome.reply)
    told = mail_trouble.of_server(outcome.trouble)
    return Answer(False, told.what, told.cure, outcome.reply)

"""One attempt to send one message. A crash between the server's yes and our record doubles it: same id."""

from coi_app import db
from coi_app.adapters import mailer
from coi_app.jobs.patience import patiently
from coi_app.queries import certificate_files
from coi_app.services import mail_attempts


def run(mail_id: int, attempt: int) -> None:
    """Does nothing when the attempt is already recorded: after a crash a job starts again."""
    try:
        with db.reading() as session:
            prepared = mail_attempts.prepare(session, mail_id, attempt)
    except certificate_files.Altered as error:
        _record(mail_id, attempt, mailer.Outcome(mailer.Result.PERMANENT, str(error)))
        return
    if prepared is not None:
        _record(mail_id, attempt, mail_attempts.deliver(prepared))


def _record(mail_id: int, attempt: int, outcome: mailer.Outcome | None) -> None:
    """What the server said must be kept: without it the message would wait for ever, and be doubled if begun anew."""

    def keep() -> None:
        with db.writing() as session:
            mail_attempts.record(session, mail_id, attempt, outcome)

    patiently(f"mail {mail_id}", keep)

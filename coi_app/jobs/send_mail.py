"""One attempt to send one message. A crash between the server's yes and our record doubles it: same id."""

from coi_app import db, settings
from coi_app.adapters import file_store, mailer
from coi_app.models import Mail
from coi_app.queries import certificate_files, mails
from coi_app.queries.mails import MailState
from coi_app.services import mails as mail_service


def run(mail_id: int, attempt: int) -> None:
    """Does nothing when the attempt is already recorded: after a crash a job starts again."""
    try:
        prepared = _prepare(mail_id, attempt)
    except certificate_files.Altered as error:
        _record(mail_id, attempt, mailer.Outcome(mailer.Result.PERMANENT, str(error)))
        return
    if prepared is not None:
        letter, eml_name = prepared
        _record(mail_id, attempt, _deliver(letter, eml_name))


def _prepare(mail_id: int, attempt: int) -> tuple[mailer.Letter, str] | None:
    """Read everything first: a mail server may take half a minute, a transaction must not."""
    with db.reading() as session:
        mail = session.get(Mail, mail_id)
        if mail is None or mail.attempts >= attempt or mail.state != MailState.QUEUED:
            return None
        return mail_service.letter(session, mail), mails.eml_name(mail)


def _deliver(letter: mailer.Letter, eml_name: str) -> mailer.Outcome | None:
    """None: no mail server is set, the message lies in the outbox."""
    try:
        written = mailer.compose(letter)
        if url := settings.current().smtp_url:
            return mailer.send(url, written, letter.sender, letter.recipients)
        mailer.keep(file_store.outbox(), eml_name, written)
    except mailer.Unsafe as error:
        return mailer.Outcome(mailer.Result.PERMANENT, str(error))
    except (file_store.NoSpace, file_store.Unwritable) as error:
        return mailer.Outcome(mailer.Result.TEMPORARY, str(error))
    return None


def _record(mail_id: int, attempt: int, outcome: mailer.Outcome | None) -> None:
    with db.writing() as session:
        mail = session.get(Mail, mail_id, with_for_update=True)
        if mail is None or mail.attempts >= attempt:
            return
        if outcome is None:
            mail_service.record_kept(session, mail)
        else:
            mail_service.record_outcome(session, mail, outcome)

"""One attempt to send one message, in three steps: a mail server may take half a minute, a transaction must not."""

from dataclasses import dataclass

from sqlmodel import Session

from coi_app import settings
from coi_app.adapters import file_store, mailer
from coi_app.models import Mail
from coi_app.queries import mails as seen
from coi_app.queries.mails import MailState
from coi_app.services import mails


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that leaves. `kept_as` is its name in the outbox folder, should no mail server be set."""

    letter: mailer.Letter
    kept_as: str


def prepare(session: Session, mail_id: int, attempt: int) -> Prepared | None:
    """None when this attempt is recorded already. Raises `certificate_files.Altered`."""
    mail = session.get(Mail, mail_id)
    if mail is None or mail.attempts >= attempt or mail.state != MailState.QUEUED:
        return None
    return Prepared(mails.letter(session, mail), seen.eml_name(mail))


def deliver(prepared: Prepared, seconds: float | None = None) -> mailer.Outcome | None:
    """None: no mail server is set, the message lies in the outbox. `seconds` for each answer of the server."""
    letter = prepared.letter
    try:
        written = mailer.compose(letter)
        if url := settings.current().smtp_url:
            return mailer.send(url, written, letter.sender, letter.recipients, seconds)
        mailer.keep(file_store.outbox(), prepared.kept_as, written)
    except mailer.Unsafe as error:
        return mailer.Outcome(mailer.Result.PERMANENT, str(error))
    except (file_store.NoSpace, file_store.Unwritable) as error:
        return mailer.Outcome(mailer.Result.TEMPORARY, str(error))
    return None


def record(session: Session, mail_id: int, attempt: int, outcome: mailer.Outcome | None) -> None:
    """Once: an attempt that is recorded already stays as it was."""
    mail = session.get(Mail, mail_id, with_for_update=True, populate_existing=True)
    if mail is None or mail.attempts >= attempt:
        return
    if outcome is None:
        mails.record_kept(session, mail)
    else:
        mails.record_outcome(session, mail, outcome)

"""How mail leaves: the server and the ways back from the environment, the agency's own choices from its row."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlmodel import Session

from coi_app import settings
from coi_app.models import Agency
from coi_app.queries import agency as agencies
from coi_app.rules import access, mail_wording
from coi_app.rules.mail_wording import How


@dataclass(frozen=True, slots=True)
class MailServer:
    """What the environment says, without any password. `bounce_post` is the address of the webhook, "" while it is
    off; `bounce_mailbox` the mailbox that is looked through, "" for none."""

    address: str
    user: str
    is_encrypted: bool
    sender: str
    bounce_post: str
    bounce_mailbox: str


@dataclass(frozen=True, slots=True)
class MailChoices:
    """`subject` and `message` are templates, the program's own wording where the agency has none."""

    send_links: bool
    link_days: int
    subject: str
    message: str
    revision: int


def server(session: Session, actor: access.Actor) -> MailServer:
    access.require(actor, access.Right.DESK_VIEW)
    chosen = settings.current()
    smtp, imap = urlsplit(chosen.smtp_url), urlsplit(chosen.imap_url)
    return MailServer(
        address=_host(smtp.hostname, smtp.port, 465 if smtp.scheme == "smtps" else 25),
        user=smtp.username or "",
        is_encrypted=smtp.scheme == "smtps",
        sender=chosen.mail_from,
        bounce_post=f"{chosen.public_url.rstrip('/')}/hooks/bounces" if chosen.bounce_secret else "",
        bounce_mailbox=f"{imap.username} at {imap.hostname}" if imap.hostname else "",
    )


def _host(name: str | None, port: int | None, usual: int) -> str:
    return f"{name}, port {port or usual}" if name else ""


def choices(session: Session, actor: access.Actor) -> MailChoices:
    """For staff. Raises NotFound before the first start is done."""
    access.require(actor, access.Right.DESK_VIEW)
    return of_agency(agencies.row(session))


def of_agency(row: Agency) -> MailChoices:
    return MailChoices(
        row.send_links,
        row.link_days,
        row.mail_subject or mail_wording.SUBJECT,
        row.mail_message or mail_wording.MESSAGE,
        row.revision,
    )


def form(found: MailChoices) -> Mapping[str, str]:
    """The values of the settings form, by the field names that `services.mail_settings.change` takes."""
    return {
        "how": (How.LINK if found.send_links else How.ATTACHMENT).value,
        "link_days": str(found.link_days),
        "subject": found.subject,
        "message": found.message,
    }

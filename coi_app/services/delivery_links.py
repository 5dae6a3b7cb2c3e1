"""Download links: whoever has one fetches the exact copy without an account, for some days. Only digests are kept."""

import dataclasses
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session

from coi_app import clock, settings
from coi_app.adapters import tokens
from coi_app.models import Certificate, Delivery, Mail
from coi_app.queries import agency, certificate_files, download_links, tables
from coi_app.queries.certificate_files import CertificateFile
from coi_app.queries.download_links import Works
from coi_app.rules import access, errors
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.public_standing import in_words
from coi_app.services import activity, tries

PAGE = "d"
WRONG_LINKS, WINDOW = 20, timedelta(minutes=15)
MOST_AN_HOUR, HOUR = 60, timedelta(hours=1)  # of one network address
WRONG, TAKEN = "download_link", "download"


class TooManyTries(errors.Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Too many wrong links were tried from your network. Wait 15 minutes, then open the link again as it "
            "stands in the message."
        )


class TooManyDownloads(errors.Refusal):
    def __init__(self) -> None:
        super().__init__("Too many downloads came from your network. Wait an hour, then open the link again.")


def renew(session: Session, mail: Mail) -> None:
    """New links for what the mail carries by link; older ones of it end. Nothing happens when it carries none."""
    number = tables.certificates.number
    carried = session.execute(
        select(Delivery, number)
        .join(Certificate, tables.certificates.id == tables.deliveries.certificate_id)
        .where(tables.deliveries.mail_id == mail.id, tables.deliveries.by_link.is_(True))
        .order_by(tables.deliveries.id)
    ).all()
    if not carried:
        return
    last_on = agency.today(session) + timedelta(days=agency.row(session).link_days)
    expires_at = agency.midnight(session, last_on + timedelta(days=1))
    addresses = [_renewed(delivery, said, expires_at) for delivery, said in carried]
    mail.secret_links = "\n".join((f"Download the PDF until {in_words(last_on)}:", "", *addresses))


def _renewed(delivery: Delivery, number: str, expires_at: datetime) -> str:
    token = tokens.new_token()
    delivery.link_token_sha256 = tokens.digest(token)
    delivery.link_expires_at = expires_at
    return f"{number}: {settings.current().public_url.rstrip('/')}/{PAGE}/{token}"


def refuse_guessing(session: Session, ip: str) -> None:
    """Raises TooManyTries; right links are refused too, or a guess could be told from its answer."""
    if tries.count(session, WRONG, ip, clock.now() - WINDOW) >= WRONG_LINKS:
        raise TooManyTries


def note_wrong_link(session: Session, ip: str) -> None:
    tries.note(session, WRONG, ip)


def take(session: Session, token: object, ip: str) -> CertificateFile | None:
    """The exact copy, proven by its hash; each use is recorded. None for a link that hands out nothing.

    Raises TooManyTries, TooManyDownloads, Altered. A wrong link is counted, so the session has to be committed.
    """
    refuse_guessing(session, ip)
    if tries.count(session, TAKEN, ip, clock.now() - HOUR) >= MOST_AN_HOUR:
        raise TooManyDownloads
    found = download_links.by_token(session, token)
    if found is None:
        note_wrong_link(session, ip)
    if found is None or found.works is not Works.YES:
        return None
    delivery = session.get_one(Delivery, found.delivery_id, with_for_update=True, populate_existing=True)
    file = certificate_files.exact(session, delivery.certificate_id)
    tries.note(session, TAKEN, ip)
    _record_use(session, delivery, file, ip)
    return file


def _record_use(session: Session, delivery: Delivery, file: CertificateFile, ip: str) -> None:
    now, mail = clock.now(), session.get_one(Mail, delivery.mail_id)
    delivery.link_used_at = delivery.link_used_at or now
    delivery.link_last_used_at = now
    delivery.link_uses += 1
    holder = dataclasses.replace(access.system_actor("Download link"), ip=ip)
    said = f"{file.number} was downloaded by the link mailed to {mail.to_email}"
    details = {"sha256": file.sha256, "mail": mail.id, "times": delivery.link_uses}
    kind = ActivityKind.CERTIFICATE_LINK_USED
    entry = activity.Entry(kind, said, mail.insured_id, "certificate", file.certificate_id, details)
    activity.record(session, holder, entry)

"""Download links: what is kept of them, what they hand out, until when, and that each use is on record."""

import io
import re
from datetime import timedelta

import pypdf
import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from coi_app import clock, models
from coi_app.queries import certificate_detail, certificate_files, download_links
from coi_app.queries.download_links import Works
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules.mail_wording import How
from coi_app.services import certificate_corrections as corrections
from coi_app.services import certificates, delivery_links, eo_files, mails, tries
from tests import desk
from tests.cast import People

IP, GUESSER = "203.0.113.5", "198.51.100.9"
MESSAGE = {"to": "certs@halvorsenpg.example", "subject": "Yours", "message": "Here it is.", "how": "link"}


@pytest.fixture
def number(session: Session, people: People) -> int:
    """A certificate that went out as a link."""
    place = desk.ready(session, people.redwood)
    recipient = Recipient(interest_id=place.links[0].id)
    (made,) = certificates.issue_and_send(session, people.sam, place.master_id, recipient, Wording(), MESSAGE)
    return made


def newest(session: Session) -> models.Mail:
    row = session.exec(select(models.Mail).order_by(col(models.Mail.id).desc())).first()
    assert row is not None
    return row


def token(session: Session) -> str:
    """As it stands in the newest message."""
    (found,) = re.findall(r"/d/([\w-]+)", mails.letter(session, newest(session)).body)
    return str(found)


def works(session: Session, token: str) -> Works | None:
    found = download_links.by_token(session, token)
    return found.works if found else None


def test_the_message_has_the_link_and_no_file(session: Session, number: int) -> None:
    letter = mails.letter(session, newest(session))
    assert letter.attachments == () and letter.body.startswith("Here it is.\n\nDownload the PDF until ")
    assert newest(session).body == "Here it is."
    certificate = session.get_one(models.Certificate, number)
    assert f"{certificate.number}: http://localhost:8000/d/" in letter.body


def test_nothing_that_is_kept_opens_it(session: Session, number: int) -> None:
    secret = token(session)
    assert len(secret) == 43
    mails.record_kept(session, newest(session))
    rows = [str(row.model_dump()) for table in (models.Mail, models.Delivery, models.Activity)
            for row in session.exec(select(table))]  # fmt: skip
    assert rows and not any(secret in row for row in rows)


def test_it_hands_out_the_exact_copy_and_each_use_is_recorded(
    session: Session, people: People, number: int
) -> None:
    secret = token(session)
    assert works(session, secret) is Works.YES
    for _ in range(3):
        file = delivery_links.take(session, secret, IP)
        assert file is not None and file.body == certificate_files.exact(session, number).body
    (delivery,) = certificate_detail.detail(session, people.vic, number).deliveries
    assert delivery.by_link and delivery.link_uses == 3
    assert delivery.link_used_at is not None and delivery.link_last_used_at is not None
    assert delivery.link_used_at < delivery.link_last_used_at
    told = eo_files.make(session, people.vic, number, zipped=False).body
    words = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(told)).pages)
    assert "As a download link, used 3 times, last " in " ".join(words.split())
    entry = session.exec(select(models.Activity).order_by(col(models.Activity.id).desc())).first()
    assert entry is not None and (entry.kind, entry.ip) == ("certificate:link_used", IP)
    assert entry.subject_id == number and entry.details["times"] == 3


def test_it_ends_at_midnight_after_its_last_day(session: Session, number: int) -> None:
    secret = token(session)
    row = session.exec(select(models.Delivery)).one()
    assert row.link_expires_at is not None
    assert timedelta(days=30) < row.link_expires_at - clock.now() <= timedelta(days=31, hours=1)
    row.link_expires_at = clock.now()
    session.flush()
    assert works(session, secret) is Works.EXPIRED and delivery_links.take(session, secret, IP) is None


def test_a_superseded_one_stays_viewable_and_a_withdrawn_one_stays_in(
    session: Session, people: People, number: int
) -> None:
    secret = token(session)
    corrections.revise(session, people.sam, number, "Re: Lot 1", reason="The lot was missing")
    found = download_links.by_token(session, secret)
    assert found is not None and found.works is Works.YES and found.certificate.newest is not None
    assert delivery_links.take(session, secret, IP) is not None
    corrections.withdraw(session, people.sam, number, "Wrong project")
    assert works(session, secret) is Works.WITHDRAWN and delivery_links.take(session, secret, IP) is None


def test_altered_bytes_do_not_leave(session: Session, number: int) -> None:
    session.execute(update(models.Certificate).values(sha256="0" * 64))
    session.expire_all()
    with pytest.raises(certificate_files.Altered):
        delivery_links.take(session, token(session), IP)
    assert session.exec(select(models.Delivery)).one().link_uses == 0


@pytest.mark.parametrize(
    "wrong", ["", " ", "x", "%", "\0", "\ud800", "a" * 5_000, "' OR 1=1 --", None, 7, "٣" * 43]
)
def test_other_links_lead_nowhere(session: Session, number: int, wrong: object) -> None:
    assert download_links.by_token(session, wrong) is None
    assert delivery_links.take(session, wrong, GUESSER) is None


def test_guessing_ends_for_right_links_too(session: Session, number: int) -> None:
    for _ in range(delivery_links.WRONG_LINKS):
        assert delivery_links.take(session, "x" * 43, GUESSER) is None
    with pytest.raises(delivery_links.TooManyTries, match="Wait 15 minutes"):
        delivery_links.take(session, token(session), GUESSER)
    assert delivery_links.take(session, token(session), IP) is not None


def test_so_many_downloads_an_hour(session: Session, number: int) -> None:
    for _ in range(delivery_links.MOST_AN_HOUR):
        tries.note(session, delivery_links.TAKEN, IP)
    with pytest.raises(delivery_links.TooManyDownloads):
        delivery_links.take(session, token(session), IP)


def test_trying_again_makes_a_new_link_and_ends_the_old(
    session: Session, people: People, number: int
) -> None:
    before, mail = token(session), newest(session)
    mails.record_kept(session, mail)
    assert mail.secret_links == ""
    mails.try_again(session, people.sam, mail.id)
    assert works(session, before) is None and works(session, token(session)) is Works.YES


def test_the_agency_decides_unless_whoever_sends_does(session: Session, people: People, number: int) -> None:
    agency = session.get_one(models.Agency, 1)
    for default, how, by_link in (
        (True, None, True), (True, How.ATTACHMENT, False), (False, None, False), (False, How.LINK, True),
    ):  # fmt: skip
        agency.send_links = default
        certificates.resend(session, people.sam, number, MESSAGE | {"how": how.value if how else ""})
        row = session.exec(select(models.Delivery).order_by(col(models.Delivery.id).desc())).first()
        assert row is not None and row.by_link is by_link
        assert (mails.letter(session, newest(session)).attachments == ()) is by_link

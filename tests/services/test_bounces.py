"""A mail that came back: which delivery it is, once for each report, and who may report at all."""

import json
from typing import Any

import pytest
from sqlmodel import Session, col, select

from coi_app import clock, models
from coi_app.adapters import bounce_reports
from coi_app.queries import certificate_detail, mails
from coi_app.queries.judging import Recipient, Wording
from coi_app.queries.mails import MailState
from coi_app.services import bounces, certificates, delivery_repairs
from coi_app.services import mails as mail_services
from tests import bounces as written
from tests import desk
from tests.cast import People

SECRET = "a secret of sixteen and more"
MESSAGE = {
    "to": "certs@halvorsenpg.example", "cc": "copy@halvorsenpg.example", "subject": "Yours", "message": "Here it is.",
}  # fmt: skip


@pytest.fixture
def mail(session: Session, people: People) -> models.Mail:
    """A certificate's mail that a server took."""
    place = desk.ready(session, people.redwood)
    recipient = Recipient(interest_id=place.links[0].id)
    certificates.issue_and_send(session, people.sam, place.master_id, recipient, Wording(), MESSAGE)
    row = session.exec(select(models.Mail).order_by(col(models.Mail.id).desc())).first()
    assert row is not None
    mail_services.finish(session, row, MailState.SENT)
    session.flush()
    return row


def take(session: Session, raw: bytes) -> int:
    return bounces.take(session, bounce_reports.read(raw))


def told(session: Session) -> list[str]:
    """The sentences about mail that came back."""
    row = models.Activity
    return list(
        session.exec(select(row.sentence).where(row.kind == "delivery:bounced").order_by(col(row.id)))
    )


def certificate(session: Session) -> models.Certificate:
    session.expire_all()
    return session.exec(select(models.Certificate)).one()


def test_the_delivery_is_failed_and_in_the_work_list(
    session: Session, people: People, mail: models.Mail
) -> None:
    assert take(session, written.report(mail.message_id)) == 1
    (shown,) = certificate_detail.detail(session, people.vic, certificate(session).id).deliveries
    assert shown.state == "failed" and shown.bounced_at is not None and shown.needs_care
    assert shown.server_reply.startswith("5.1.1 550 5.1.1 <certs@halvorsenpg.example>")
    assert certificate(session).delivery == "failed" and mails.troubled_count(session, people.vic) == 1
    assert told(session) == [f"The mail to certs@halvorsenpg.example came back: {shown.server_reply}"]


def test_the_same_report_again_changes_nothing(session: Session, people: People, mail: models.Mail) -> None:
    raw = written.report(mail.message_id)
    assert [take(session, raw), take(session, raw)] == [1, 0]
    mail_services.try_again(session, people.sam, mail.id)
    mail_services.finish(session, mail, MailState.SENT)
    assert take(session, raw) == 0, "it is about the attempt before"
    assert certificate(session).delivery == "sent" and len(told(session)) == 1
    assert take(session, written.report(mail.message_id, own_id="<later@mx.example>")) == 1
    assert certificate(session).delivery == "failed"


def test_a_mail_that_waits_for_its_next_attempt_is_not_sent_again(
    session: Session, mail: models.Mail
) -> None:
    mail.state = MailState.QUEUED.value
    take(session, written.report(mail.message_id))
    session.refresh(mail)
    assert mail.state == "failed" and mail.next_attempt_at is None


def test_what_was_sent_again_meanwhile_stays_as_it_is(
    session: Session, people: People, mail: models.Mail
) -> None:
    take(session, written.report(mail.message_id))
    delivery_repairs.send_again(session, people.sam, mail.id, {"to": "office@halvorsenpg.example"})
    assert take(session, written.report(mail.message_id, own_id="<later@mx.example>")) == 1
    assert certificate(session).delivery == "queued" and mails.troubled_count(session, people.vic) == 0


def test_a_copy_that_came_back_does_not_fail_the_mail(session: Session, mail: models.Mail) -> None:
    take(session, written.report(mail.message_id, recipients=("COPY@halvorsenpg.example",)))
    session.refresh(mail)
    assert (mail.state, certificate(session).delivery) == ("sent", "sent")
    assert "COPY@halvorsenpg.example: 5.1.1" in mail.server_reply and len(told(session)) == 1


def test_a_report_about_somebody_elses_mail_is_left_alone(session: Session, mail: models.Mail) -> None:
    assert take(session, written.report("<other@elsewhere.example>")) == 0
    assert session.exec(select(models.BounceReport)).all() == [] and told(session) == []


def stamp(seconds: float = 0) -> str:
    return str(int(clock.now().timestamp() + seconds))


def signed(body: bytes, timestamp: str) -> str:
    return bounces.signature(SECRET, timestamp, body)


def test_a_signed_report_is_good_for_five_minutes() -> None:
    for seconds in (0, -290, 290):
        bounces.require_signed(SECRET, stamp(seconds), signed(b"x", stamp(seconds)), b"x")
    for seconds in (-310, 310, -(10**9)):
        with pytest.raises(bounces.NotSigned):
            bounces.require_signed(SECRET, stamp(seconds), signed(b"x", stamp(seconds)), b"x")


@pytest.mark.parametrize("timestamp", ["", "x", "-1", "1e9", "٣", "9" * 30, "\ud800"])
def test_a_time_that_is_none(timestamp: str) -> None:
    given = bounces.signature(SECRET, timestamp.encode("utf-8", "replace").decode(), b"x")
    with pytest.raises(bounces.NotSigned):
        bounces.require_signed(SECRET, timestamp, given, b"x")


def test_another_body_time_or_secret_does_not_fit() -> None:
    now = stamp()
    for given in (
        signed(b"y", now),
        signed(b"x", stamp(-1)),
        bounces.signature("other", now, b"x"),
        "",
        "sha256=",
        "é",
    ):
        with pytest.raises(bounces.NotSigned):
            bounces.require_signed(SECRET, now, given, b"x")


def test_json_of_a_mail_service_means_the_same(session: Session, mail: models.Mail) -> None:
    event = {
        "id": "evt-1", "message_id": mail.message_id.strip("<>"), "recipient": mail.to_email, "status": "5.2.2",
        "diagnostic": "552 Mailbox full", "more": [1],
    }  # fmt: skip
    reports = bounces.read("application/json", json.dumps(event).encode())
    assert [bounces.take(session, reports), bounces.take(session, reports)] == [1, 0]
    session.refresh(mail)
    assert (mail.state, mail.server_reply) == ("failed", "5.2.2 552 Mailbox full")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"7",
        b'{"id": 1, "message_id": "x"}',
        b'{"id": "x"}',
        b"\xff",
        b"[" * 100_000,
        b'"\\ud800"',
    ],
)
def test_json_that_is_no_report(body: Any) -> None:
    with pytest.raises(bounces.NotUnderstood):
        bounces.read("application/json", body)


def test_a_message_that_is_no_report() -> None:
    with pytest.raises(bounces.NotUnderstood):
        bounces.read("message/rfc822", b"Subject: Out of office\r\n\r\nI am away.\r\n")

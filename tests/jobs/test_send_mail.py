import time
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from coi_app import db, models, settings
from coi_app.adapters import job_engine
from coi_app.jobs import engine, patience, send_mail
from coi_app.queries import certificate_detail
from coi_app.queries import mails as seen
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import errors
from coi_app.services import certificates, mail_attempts, mails
from tests import smtp
from tests.cast import People
from tests.desk import Desk

MESSAGE = {"to": "certs@halvorsenpg.example", "subject": "Your certificate", "message": "Attached."}


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[smtp.Post]:
    with smtp.server() as post:
        monkeypatch.setenv("COI_SMTP_URL", post.url)
        settings.current.cache_clear()
        yield post
    settings.current.cache_clear()


def certificate_mail(people: People, place: Desk) -> tuple[int, int]:
    """An issued certificate and the mail that carries it."""
    with db.writing() as session:
        recipient = Recipient(interest_id=place.links[0].id)
        (certificate_id,) = certificates.issue_and_send(
            session, people.sam, place.master_id, recipient, Wording(), MESSAGE
        )
        mail_id = session.exec(select(models.Mail.id).order_by(models.Mail.id.desc())).first()
    assert mail_id is not None
    return certificate_id, mail_id


def state(people: People, certificate_id: int) -> tuple[str, str, str]:
    with db.reading() as session:
        shown = certificate_detail.detail(session, people.sam, certificate_id)
    (delivery,) = shown.deliveries
    return shown.row.delivery, delivery.state, delivery.server_reply


def queued(session: Session) -> list[str]:
    table = "workflow_status" if db.is_sqlite(session) else "dbos.workflow_status"
    mail_jobs = f"SELECT workflow_uuid FROM {table} WHERE workflow_uuid LIKE 'mail:%' ORDER BY 1"
    return list(session.execute(text(mail_jobs)).scalars())


def test_the_exact_copy_is_attached(people: People, place: Desk, post: smtp.Post) -> None:
    certificate_id, mail_id = certificate_mail(people, place)
    send_mail.run(mail_id, 1)
    (envelope,) = post.taken
    (part,) = message_from_bytes(envelope.content, policy=policy.default).iter_attachments()
    with db.writing() as session:
        file = certificates.exact_copy(session, people.sam, certificate_id)
    assert part.get_content() == file.body and part.get_filename() == file.file_name
    assert state(people, certificate_id)[:2] == ("sent", "sent")
    with db.reading() as session:
        assert (
            session.exec(select(models.Activity.kind).order_by(models.Activity.id)).all()[-2]
            == "delivery:sent"
        )


def test_a_second_run_of_the_same_attempt_sends_nothing(people: People, place: Desk, post: smtp.Post) -> None:
    _, mail_id = certificate_mail(people, place)
    send_mail.run(mail_id, 1)
    send_mail.run(mail_id, 1)
    assert len(post.taken) == 1


def test_later_means_a_new_attempt_with_the_same_id(people: People, place: Desk, post: smtp.Post) -> None:
    certificate_id, mail_id = certificate_mail(people, place)
    post.orders += ["451", "drop"]
    for attempt in (1, 2):
        send_mail.run(mail_id, attempt)
        assert state(people, certificate_id)[:2] == ("queued", "queued")
    with db.reading() as session:
        assert queued(session) == [f"mail:{mail_id}:{n}" for n in (1, 2, 3)]
        mail = session.get_one(models.Mail, mail_id)
        assert mail.attempts == 2 and mail.next_attempt_at is not None
    send_mail.run(mail_id, 3)
    assert state(people, certificate_id)[:2] == ("sent", "sent")
    assert len(post.taken) == 1


def test_a_no_is_failed_at_once_with_the_servers_words(people: People, place: Desk, post: smtp.Post) -> None:
    certificate_id, mail_id = certificate_mail(people, place)
    post.orders.append("550")
    send_mail.run(mail_id, 1)
    assert state(people, certificate_id) == ("failed", "failed", "550 5.1.1 No such mailbox here")
    with db.reading() as session:
        assert seen.troubled_count(session, people.vic) == 1
    with db.writing() as session:
        mails.try_again(session, people.sam, mail_id)
    send_mail.run(mail_id, 2)
    assert state(people, certificate_id)[:2] == ("sent", "sent")


def test_after_a_day_of_later_it_is_given_up(
    people: People, place: Desk, post: smtp.Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mails, "BACK_OFF", (1,))
    certificate_id, mail_id = certificate_mail(people, place)
    post.orders += ["451", "451"]
    send_mail.run(mail_id, 1)
    send_mail.run(mail_id, 2)
    assert state(people, certificate_id)[0] == "failed"


def test_without_a_server_it_lies_in_the_outbox(people: People, place: Desk, house: dict[str, str]) -> None:
    certificate_id, mail_id = certificate_mail(people, place)
    send_mail.run(mail_id, 1)
    assert state(people, certificate_id)[:2] == ("outbox", "outbox")
    with db.reading() as session:
        shown = seen.detail(session, people.vic, mail_id)
    kept = Path(house["COI_DATA_DIR"], "outbox", shown.eml_name)
    assert b"application/pdf" in kept.read_bytes() and shown.body == "Attached."
    assert len(shown.certificate_numbers) == 1


def test_changed_bytes_are_not_sent(people: People, place: Desk, post: smtp.Post) -> None:
    certificate_id, mail_id = certificate_mail(people, place)
    with db.writing() as session:
        session.get_one(models.Certificate, certificate_id).sha256 = "0" * 64
    send_mail.run(mail_id, 1)
    assert post.taken == [] and "was altered" in state(people, certificate_id)[2]


def secret(session: Session, people: People) -> int:
    mail = mails.queue(
        session, kind="invitation", to_email="new@kestrelvane.example", to_name="Nora", subject="Welcome",
        body="https://coi.example/invite/SECRET", requested_by_id=people.ada.account_id, secret_body=True,
    )  # fmt: skip
    assert mail.id is not None
    return mail.id


def test_a_secret_link_is_forgotten_when_it_left(people: People, post: smtp.Post) -> None:
    with db.writing() as session:
        mail_id = secret(session, people)
    send_mail.run(mail_id, 1)
    assert b"SECRET" in post.taken[0].content
    with db.writing() as session:
        assert session.get_one(models.Mail, mail_id).body == ""
        assert seen.detail(session, people.ada, mail_id).body_hidden
        with pytest.raises(errors.Conflict):
            mails.try_again(session, people.ada, mail_id)


def test_only_an_admin_sees_a_secret_link_in_the_outbox(people: People) -> None:
    with db.writing() as session:
        mail_id = secret(session, people)
    send_mail.run(mail_id, 1)
    with db.reading() as session:
        assert "SECRET" in seen.detail(session, people.ada, mail_id).body
        for other in (people.sam, people.vic):
            assert seen.detail(session, other, mail_id).body == ""
        for outsider in people.insureds_people:
            with pytest.raises(errors.NotAllowed):
                seen.page(session, outsider)
            with pytest.raises(errors.NotAllowed):
                mails.try_again(session, outsider, mail_id)


@pytest.mark.parametrize(("said", "passes"), [("database is locked", True), ("no such column", False)])
def test_a_database_that_is_busy_is_waited_for(
    people: People, post: smtp.Post, monkeypatch: pytest.MonkeyPatch, said: str, passes: bool
) -> None:
    """What the mail server said is kept all the same, and the message is sent once."""
    monkeypatch.setattr(patience, "PAUSES_SECONDS", (0, 0))
    record, failures = mail_attempts.record, [OperationalError("UPDATE", {}, Exception(said))]

    def busy(*given: Any) -> None:
        if failures:
            raise failures.pop()
        record(*given)

    monkeypatch.setattr(mail_attempts, "record", busy)
    with db.writing() as session:
        mail_id = secret(session, people)
    if passes:
        send_mail.run(mail_id, 1)
    else:
        with pytest.raises(OperationalError):
            send_mail.run(mail_id, 1)
    with db.reading() as session:
        state = session.get_one(models.Mail, mail_id).state
    assert (len(post.taken), state) == (1, "sent" if passes else "queued")


def test_rolled_back_means_not_sent(people: People) -> None:
    with pytest.raises(RuntimeError), db.writing() as session:
        secret(session, people)
        raise RuntimeError
    with db.reading() as session:
        assert queued(session) == [] and session.exec(select(models.Mail)).all() == []


def with_engine_until_sent(*mail_ids: int) -> None:
    """Start the engine, wait until these are sent and their jobs are over, stop it."""
    engine.start("test")
    try:
        for mail_id in mail_ids:
            for _ in range(400):
                with db.reading() as session:
                    if ended(session, f"mail:{mail_id}:1"):
                        break
                time.sleep(0.05)
            else:
                raise AssertionError(f"The job of mail {mail_id} did not end well.")
    finally:
        engine.stop(5)


def ended(session: Session, workflow_id: str) -> bool:
    table = "workflow_status" if db.is_sqlite(session) else "dbos.workflow_status"
    query = text(f"SELECT status FROM {table} WHERE workflow_uuid = :id")
    return session.execute(query, {"id": workflow_id}).scalar() == "SUCCESS"


def test_the_engine_sends_what_was_queued_before_it_started(people: People, post: smtp.Post) -> None:
    with db.writing() as session:
        mail_id = secret(session, people)
    with_engine_until_sent(mail_id)
    assert len(post.taken) == 1


def test_the_engine_forgets_what_ended_long_ago(
    people: People, post: smtp.Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing() as session:
        mail_id = secret(session, people)
        later = secret(session, people)
        job_engine.enqueue(
            session, mails.SEND_MAIL, job_engine.MAIL, f"mail:{later}:2", later, 2, delay_seconds=600
        )
    with_engine_until_sent(mail_id, later)
    with db.reading() as session:
        assert queued(session) == [f"mail:{mail_id}:1", f"mail:{later}:1", f"mail:{later}:2"]
    monkeypatch.setattr(job_engine, "KEPT_FINISHED", timedelta(seconds=-1))
    with_engine_until_sent()
    with db.reading() as session:
        assert queued(session) == [f"mail:{later}:2"]

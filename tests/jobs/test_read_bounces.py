"""The mailbox of undelivered mail, read over a real socket: reports are heeded once, other mail stays unread."""

import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from coi_app import db, models, settings
from coi_app.jobs import read_bounces
from coi_app.queries.mails import MailState
from coi_app.services import mails
from tests import bounces as written
from tests import imap

LETTER = (
    b"From: dana@halvorsenpg.example\r\nSubject: Thank you\r\nContent-Type: text/plain\r\n\r\nGot it.\r\n"
)


@pytest.fixture
def message_id(house: dict[str, str]) -> str:
    """Of a mail that a server took."""
    with db.writing() as session:
        mail = mails.queue(
            session, kind="request", to_email="certs@halvorsenpg.example", to_name="", subject="Yours", body="Here.",
            requested_by_id=None,
        )  # fmt: skip
        mails.finish(session, mail, MailState.SENT)
        return mail.message_id


@pytest.fixture
def box(message_id: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[imap.Box]:
    with imap.server(LETTER, written.report(message_id), written.report("<other@elsewhere.example>")) as box:
        use(monkeypatch, box.url)
        yield box
    settings.current.cache_clear()


def use(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("COI_IMAP_URL", url)
    settings.current.cache_clear()


def found(message_id: str) -> tuple[str, int]:
    """The mail's state, and how many reports were heeded."""
    with db.reading() as session:
        state = session.exec(select(models.Mail.state).where(models.Mail.message_id == message_id)).one()
        return state, len(session.exec(select(models.BounceReport)).all())


def looks(session: Session) -> list[str]:
    table = "workflow_status" if db.is_sqlite(session) else "dbos.workflow_status"
    query = text(f"SELECT workflow_uuid FROM {table} WHERE workflow_uuid LIKE 'bounces:%'")
    return list(session.execute(query).scalars())


def test_reports_are_read_and_other_mail_is_left_alone(box: imap.Box, message_id: str) -> None:
    read_bounces.run(1)
    assert found(message_id) == ("failed", 1)
    assert box.seen == {2, 3}, "the letter stays unread"
    assert not any("EXPUNGE" in one or "Deleted" in one for one in box.said)


def test_a_report_that_is_read_twice_changes_nothing(box: imap.Box, message_id: str) -> None:
    read_bounces.run(1)
    box.seen.clear()
    read_bounces.run(2)
    assert found(message_id) == ("failed", 1)


def test_after_a_dropped_connection_it_is_read_at_the_next_look(
    box: imap.Box, message_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    box.drops = True
    with caplog.at_level(logging.WARNING):
        read_bounces.run(1)
    assert found(message_id) == ("sent", 0) and box.seen == set() and "127.0.0.1" in caplog.text
    read_bounces.run(2)
    assert found(message_id) == ("failed", 1)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [("p%40ss", "wrong", "AUTHENTICATIONFAILED"), ("INBOX", "Elsewhere", "no such mailbox")],
)
def test_what_is_wrong_is_logged_without_the_password(
    box: imap.Box, message_id: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, before: str,
    after: str, said: str,
) -> None:  # fmt: skip
    use(monkeypatch, box.url.replace(before, after))
    with caplog.at_level(logging.WARNING):
        read_bounces.run(1)
    assert said in caplog.text and "ss word" not in caplog.text and found(message_id) == ("sent", 0)


def test_each_look_queues_the_next_and_nothing_is_queued_without_a_mailbox(
    box: imap.Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        read_bounces.queue_next()
    with db.reading() as session:
        assert len(looks(session)) in (1, 2), "two only when a turn ended meanwhile"
    use(monkeypatch, "")
    said = len(box.said)
    read_bounces.run(1)
    assert len(box.said) == said

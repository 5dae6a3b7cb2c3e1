"""The bell: who is told of what, and that it is one's own."""

import pytest
from sqlmodel import Session, col, select

from coi_app import models
from coi_app.adapters import mailer
from coi_app.queries import notifications as seen
from coi_app.rules import errors
from coi_app.services import mails, notifications, requests
from coi_app.services.notifications import NotificationKind
from tests import asked
from tests.cast import People


def told(session: Session) -> list[tuple[int, str, str]]:
    row = models.Notification
    query = select(row.account_id, row.kind, row.words).order_by(col(row.id))
    return [tuple(one) for one in session.exec(query)]


def failed_mail(session: Session, people: People, by: int | None) -> models.Mail:
    mail = mails.queue(
        session, kind="certificate", to_email="certs@halvorsenpg.example", to_name="", subject="Certificate",
        body="Attached.", requested_by_id=by, insured_id=people.redwood.id,
    )  # fmt: skip
    mails.record_outcome(session, mail, mailer.Outcome(mailer.Result.PERMANENT, "550 no such user"))
    return mail


def test_the_agent_of_the_insured_is_told_of_a_request(session: Session, people: People) -> None:
    asked.give_agent(session, people.redwood, people.sam.account_id)
    request_id = requests.ask(session, people.nia, people.redwood.id, asked.FORM)
    assert told(session) == [(people.sam.account_id, "request", "New request: Halvorsen Property Group LLC")]
    (ring,) = seen.latest(session, people.sam)
    assert ring.href == f"/requests?request={request_id}" and not ring.is_read
    requests.arrange(session, people.sam, request_id, {"assigned_to": str(people.ada.account_id)})
    assert [account for account, _, _ in told(session)] == [people.sam.account_id, people.ada.account_id]


def test_without_an_agent_all_who_answer_requests_are(session: Session, people: People) -> None:
    requests.ask(session, people.nia, people.redwood.id, asked.FORM)
    assert {account for account, _, _ in told(session)} == {people.ada.account_id, people.sam.account_id}


def test_a_failed_mail_is_told_to_who_sent_it_else_to_the_agent(session: Session, people: People) -> None:
    asked.give_agent(session, people.redwood, people.ada.account_id)
    failed_mail(session, people, people.sam.account_id)
    failed_mail(session, people, people.ivy.account_id)
    failed_mail(session, people, None)
    ada, sam = people.ada.account_id, people.sam.account_id
    words = "Mail to certs@halvorsenpg.example failed"
    assert told(session) == [(who, "mail_failed", words) for who in (sam, ada, ada)]


def test_one_reads_ones_own(session: Session, people: People) -> None:
    for who in (people.sam, people.sam, people.ada):
        assert who.account_id is not None
        notifications.tell_one(session, who.account_id, NotificationKind.REQUEST, "New", "/requests")
    session.flush()
    first = seen.latest(session, people.sam)[0].id
    notifications.read(session, people.ada, first)
    assert seen.unread_count(session, people.sam) == 2
    notifications.read(session, people.sam, first)
    assert seen.unread_count(session, people.sam) == 1
    notifications.read(session, people.sam)
    session.expire_all()
    assert (seen.unread_count(session, people.sam), seen.unread_count(session, people.ada)) == (0, 1)
    assert all(one.is_read for one in seen.latest(session, people.sam))


def test_an_insured_has_no_bell(session: Session, people: People) -> None:
    for look in (seen.latest, seen.unread_count, notifications.read):
        with pytest.raises(errors.NotAllowed):
            look(session, people.ivy)

"""Mails that somebody may do without: chosen alone, wanted until turned off; the bell tells anyway."""

import pytest
from sqlmodel import Session, col, select

from coi_app import models
from coi_app.adapters import mailer
from coi_app.queries import sessions
from coi_app.rules import errors
from coi_app.rules.access import Actor
from coi_app.rules.notices import Notice
from coi_app.services import bounces, holders_reviews, mails, notices, request_answers, requests
from coi_app.services.portal import account as own_account
from tests import asked, factories
from tests.cast import People

REFUSED = mailer.Outcome(mailer.Result.PERMANENT, "550 no such user")


def mailed(session: Session, kind: str) -> list[str]:
    row = models.Mail
    return list(session.exec(select(row.to_email).where(row.kind == kind).order_by(col(row.id))))


def turn_off(session: Session, who: Actor, notice: Notice) -> None:
    notices.turn(session, who, notice.value, False)
    session.flush()


def sent_by(session: Session, who: Actor, people: People, kind: str = "certificate") -> models.Mail:
    return mails.queue(
        session, kind=kind, to_email="certs@halvorsenpg.example", to_name="", subject="Certificate KV-26-1",
        body="Attached.", requested_by_id=who.account_id, insured_id=people.redwood.id,
    )  # fmt: skip


def test_it_is_ones_own_and_part_of_the_history(session: Session, people: People) -> None:
    turn_off(session, people.sam, Notice.REQUEST)
    notices.turn(session, people.sam, Notice.REQUEST.value, False)
    assert sessions.mails_off(session, people.sam) == {"request.arrived"}
    assert sessions.mails_off(session, people.ada) == frozenset()
    notices.turn(session, people.sam, Notice.REQUEST.value, True)
    assert sessions.mails_off(session, people.sam) == frozenset()
    row = models.Activity
    query = select(row.sentence).where(row.account_id == people.sam.account_id).order_by(col(row.id))
    assert session.exec(query).all() == [
        "Turned off the mails “New requests”",
        "Turned on the mails “New requests”",
    ]


@pytest.mark.parametrize(
    ("key", "on"),
    [("request.answered", False), ("", False), (None, True), ([], True), ("request.arrived", "no")],
)
def test_what_staff_does_not_get_staff_cannot_turn(
    session: Session, people: People, key: object, on: object
) -> None:
    with pytest.raises(errors.InvalidInput):
        notices.turn(session, people.sam, key, on)


def test_the_door_of_insureds_is_for_insureds(session: Session, people: People) -> None:
    with pytest.raises(errors.NotFound):
        own_account.turn_notice(session, people.sam, Notice.ANSWER.value, False)
    with pytest.raises(errors.InvalidInput):
        own_account.turn_notice(session, people.ivy, Notice.REQUEST.value, False)
    own_account.turn_notice(session, people.ivy, Notice.ANSWER.value, False)
    assert sessions.mails_off(session, people.ivy) == {"request.answered"}


@pytest.mark.parametrize("wanted", [True, False])
def test_an_agent_is_mailed_of_requests_while_wanted(session: Session, people: People, wanted: bool) -> None:
    asked.give_agent(session, people.redwood, people.sam.account_id)
    if not wanted:
        turn_off(session, people.sam, Notice.REQUEST)
    requests.ask(session, people.nia, people.redwood.id, asked.FORM)
    assert mailed(session, "request") == ([people.sam.email] if wanted else [])
    told = select(models.Notification.account_id)
    assert session.exec(told).all() == [people.sam.account_id]


@pytest.mark.parametrize("wanted", [True, False])
def test_who_asked_is_answered_by_mail_while_wanted(session: Session, people: People, wanted: bool) -> None:
    turn_off(session, people.sam, Notice.REQUEST)
    asked.give_agent(session, people.redwood, people.sam.account_id)
    if not wanted:
        turn_off(session, people.nia, Notice.ANSWER)
    request_id = requests.ask(session, people.nia, people.redwood.id, asked.FORM)
    request_answers.refuse(session, people.sam, request_id, "No such policy.")
    assert mailed(session, "request") == ([people.nia.email] if wanted else [])


@pytest.mark.parametrize("wanted", [True, False])
def test_an_insured_learns_that_a_certificate_did_not_arrive(
    session: Session, people: People, wanted: bool
) -> None:
    if not wanted:
        turn_off(session, people.ivy, Notice.UNDELIVERED)
    mails.record_outcome(session, sent_by(session, people.ivy, people), REFUSED)
    assert mailed(session, "undelivered") == ([people.ivy.email] if wanted else [])


def test_nobody_is_mailed_of_other_mails_nor_is_staff(session: Session, people: People) -> None:
    mails.record_outcome(session, sent_by(session, people.ivy, people, "request"), REFUSED)
    mails.record_outcome(session, sent_by(session, people.sam, people), REFUSED)
    (own,) = [sent_by(session, people.ivy, people)]
    mails.record_outcome(session, own, REFUSED)
    (notice,) = session.exec(select(models.Mail).where(models.Mail.kind == "undelivered")).all()
    mails.record_outcome(session, notice, REFUSED)
    assert mailed(session, "undelivered") == [people.ivy.email]


def test_what_comes_back_later_is_told_like_what_failed_at_once(session: Session, people: People) -> None:
    mail = sent_by(session, people.ivy, people)
    session.flush()
    report = bounces.Bounce("key", mail.message_id, mail.to_email, "5.1.1 no such user")
    assert bounces.take(session, [report]) == 1
    assert mailed(session, "undelivered") == [people.ivy.email]
    assert session.exec(select(models.Notification.kind)).first() == "mail_failed"


@pytest.mark.parametrize("wanted", [True, False])
def test_a_review_is_asked_by_mail_while_wanted(session: Session, people: People, wanted: bool) -> None:
    factories.interest(session, people.redwood, factories.holder(session))
    if not wanted:
        turn_off(session, people.ivy, Notice.REVIEW)
    holders_reviews.ask(session, people.sam, people.redwood.id, {"due_on": ""})
    assert (people.ivy.email in mailed(session, "holders_review")) == wanted

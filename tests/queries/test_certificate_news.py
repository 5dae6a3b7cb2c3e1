from typing import Any

import pytest
from sqlmodel import Session

from coi_app import clock, models
from coi_app.queries import certificate_news
from coi_app.queries.mails import MailState
from coi_app.rules import errors
from coi_app.services import refusals
from tests import factories
from tests.cast import People


@pytest.fixture
def version(session: Session, people: People) -> models.MasterVersion:
    return factories.master(session, people.redwood, [factories.policy(session, people.redwood)])


@pytest.fixture
def shown(session: Session, people: People, version: models.MasterVersion) -> models.Certificate:
    return factories.certificate(session, people.redwood, factories.holder(session, "One LLC"), version)


def stamp(session: Session, people: People, shown: models.Certificate) -> tuple[Any, ...]:
    session.flush()
    return certificate_news.stamp(session, people.vic, [shown.id])


@pytest.mark.parametrize(
    "change", [{"delivery": "failed"}, {"superseded_at": clock.now()}, {"withdrawn_at": clock.now()}]
)
def test_a_change_of_what_is_shown_is_seen(
    session: Session, people: People, shown: models.Certificate, change: dict[str, Any]
) -> None:
    before = stamp(session, people, shown)
    assert stamp(session, people, shown) == before
    for name, value in change.items():
        setattr(shown, name, value)
    assert stamp(session, people, shown) != before


def test_a_new_one_is_seen_and_a_change_of_others_is_not(
    session: Session, people: People, shown: models.Certificate, version: models.MasterVersion
) -> None:
    before = stamp(session, people, shown)
    new = factories.certificate(session, people.redwood, factories.holder(session, "Two LLC"), version)
    after = stamp(session, people, shown)
    assert after != before
    new.delivery = "sent"
    assert stamp(session, people, shown) == after


def test_the_pulse_is_felt_when_one_is_issued_something_is_told_or_kept_in_the_outbox(
    session: Session, people: People, version: models.MasterVersion
) -> None:
    mail = models.Mail(
        kind="certificate",
        to_email="a@b.example",
        subject="x",
        body="x",
        message_id="x",
        created_at=clock.now(),
    )
    session.add(mail)
    felt = [certificate_news.pulse(session)]
    assert certificate_news.pulse(session) == felt[0]
    factories.certificate(session, people.redwood, factories.holder(session, "Two LLC"), version)
    felt.append(certificate_news.pulse(session))
    mail.state = MailState.OUTBOX.value
    felt.append(certificate_news.pulse(session))
    refusals.record(session, people.vic, "do this")
    felt.append(certificate_news.pulse(session))
    assert len(set(felt)) == 4


def test_it_is_the_staffs(session: Session, people: People, shown: models.Certificate) -> None:
    with pytest.raises(errors.NotAllowed):
        certificate_news.stamp(session, people.ivy, [shown.id])

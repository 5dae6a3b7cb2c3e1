"""Fix address and send again: who may, what goes out, what stays on record, and which record takes the address."""

from typing import Any

import pytest
from sqlmodel import Session, col, select

from coi_app import models
from coi_app.queries import certificate_detail, delivery_failures, mails
from coi_app.queries.delivery_failures import KeptBy
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import errors
from coi_app.services import certificate_corrections, certificates, delivery_repairs
from coi_app.services import mails as mail_services
from tests import desk
from tests.cast import People

WRONG, RIGHT = "certs@halvorsenpg.example", "office@halvorsenpg.example"
MESSAGE = {
    "to": WRONG,
    "cc": f"copy@halvorsenpg.example {RIGHT}",
    "subject": "Yours",
    "message": "Here {{it}} is.",
}


def newest(session: Session) -> models.Mail:
    row = session.exec(select(models.Mail).order_by(col(models.Mail.id).desc())).first()
    assert row is not None
    return row


@pytest.fixture
def place(session: Session, people: People) -> desk.Desk:
    return desk.ready(session, people.redwood)


@pytest.fixture
def failed(session: Session, people: People, place: desk.Desk) -> models.Mail:
    """A certificate's mail that came to nothing."""
    return failing(session, people, place)


def failing(session: Session, people: People, place: desk.Desk, **given: Any) -> models.Mail:
    recipient = Recipient(interest_id=place.links[0].id)
    certificates.issue_and_send(session, people.sam, place.master_id, recipient, Wording(), MESSAGE | given)
    mail = newest(session)
    mail.server_reply = "550 5.1.1 No such mailbox here"
    mail_services.finish(session, mail, mails.MailState.FAILED)
    session.flush()
    return mail


def certificate_of(session: Session, mail: models.Mail) -> models.Certificate:
    (found,) = delivery_failures.certificates_of(session, mail)
    return found


def test_the_reason_is_told_in_plain_words(session: Session, people: People, failed: models.Mail) -> None:
    found = delivery_failures.of_certificate(session, people.vic, certificate_of(session, failed).id)
    assert (found.mail_id, found.told.what) == (failed.id, "There is no such mailbox.")
    assert found.keeper.kind is KeptBy.HOLDER and found.keeper.name == "001 Sawtooth Homes LLC"


@pytest.mark.parametrize("who", ["ada", "sam"])
def test_it_goes_out_again_and_the_old_one_counts_as_taken_care_of(
    session: Session, people: People, failed: models.Mail, who: str
) -> None:
    certificate = certificate_of(session, failed)
    assert mails.troubled_count(session, people.vic) == 1
    values = {"to": RIGHT, "also_change": True}
    new_id = delivery_repairs.send_again(session, getattr(people, who), failed.id, values)
    sent = newest(session)
    assert sent.id == new_id == failed.replaced_by_id
    assert (sent.to_email, sent.cc, sent.subject, sent.body) == (RIGHT, ["copy@halvorsenpg.example"], "Yours",
                                                               "Here {it} is.")  # fmt: skip
    assert sent.message_id != failed.message_id
    session.refresh(certificate)
    assert certificate.delivery == "queued" and mails.troubled_count(session, people.vic) == 0
    detail = certificate_detail.detail(session, people.vic, certificate.id)
    assert [(one.state, one.is_settled, one.needs_care) for one in detail.deliveries] == [
        ("queued", False, False), ("failed", True, False),
    ]  # fmt: skip
    said = session.exec(
        select(models.Activity.sentence).order_by(col(models.Activity.id).desc()).limit(2)
    ).all()
    assert list(said) == [
        "Changed the holder 001 Sawtooth Homes LLC",
        f"Resent {certificate.number} to {RIGHT} instead of {WRONG}",
    ]
    assert session.get_one(models.Holder, certificate.holder_id).email == RIGHT


def test_the_record_stays_unless_it_is_to_change(
    session: Session, people: People, failed: models.Mail
) -> None:
    delivery_repairs.send_again(session, people.sam, failed.id, {"to": RIGHT})
    holder = session.get_one(models.Holder, certificate_of(session, failed).holder_id)
    assert holder.email == WRONG


def test_the_address_is_changed_where_it_is_kept(session: Session, people: People, place: desk.Desk) -> None:
    place.links[0].delivery_email = "own@halvorsenpg.example"
    contact = models.Contact(insured_id=people.redwood.id, name="Dana", email="dana@redwood.example")
    session.add(contact)
    session.flush()
    for at, row, field in (
        ("own@halvorsenpg.example", place.links[0], "delivery_email"),
        ("dana@redwood.example", contact, "email"),
        ("typed@by-hand.example", place.links[0], "delivery_email"),
    ):
        mail = failing(session, people, place, to=at)
        delivery_repairs.send_again(session, people.sam, mail.id, {"to": f"new.{at}", "also_change": "on"})
        session.refresh(row)
        assert getattr(row, field) == f"new.{at}"


def test_a_link_goes_out_as_a_link_again(session: Session, people: People, place: desk.Desk) -> None:
    mail = failing(session, people, place, how="link")
    assert mail.secret_links == ""
    delivery_repairs.send_again(session, people.sam, mail.id, {"to": RIGHT})
    assert "/d/" in newest(session).secret_links


@pytest.mark.parametrize(
    "to",
    [
        "",
        "a@b.c, x@y.z",
        "a@b.example; c@d.example",
        "a@b.example\nBcc: x@y.example",
        "=?utf-8?q?a?=@b.example",
    ],
)
def test_a_wrong_address_leaves_everything_as_it_was(
    session: Session, people: People, failed: models.Mail, to: str
) -> None:
    with pytest.raises(errors.InvalidInput) as wrong:
        delivery_repairs.send_again(session, people.sam, failed.id, {"to": to, "also_change": True})
    assert set(wrong.value.problems) == {"to"}
    assert newest(session).id == failed.id and failed.replaced_by_id is None


def test_it_is_done_once(session: Session, people: People, failed: models.Mail) -> None:
    new_id = delivery_repairs.send_again(session, people.sam, failed.id, {"to": RIGHT})
    with pytest.raises(errors.Conflict, match="took care of this already"):
        delivery_repairs.send_again(session, people.ada, failed.id, {"to": RIGHT})
    with pytest.raises(errors.Conflict, match="taken care of"):
        mail_services.try_again(session, people.ada, failed.id)
    with pytest.raises(errors.Conflict, match="did not fail"):
        delivery_repairs.send_again(session, people.sam, new_id, {"to": RIGHT})


def test_a_withdrawn_certificate_stays_where_it_is(
    session: Session, people: People, failed: models.Mail
) -> None:
    certificate_corrections.withdraw(session, people.sam, certificate_of(session, failed).id, "Wrong project")
    with pytest.raises(errors.Conflict, match="withdrawn"):
        delivery_repairs.send_again(session, people.sam, failed.id, {"to": RIGHT})


def test_who_may_not(session: Session, people: People, failed: models.Mail) -> None:
    for who in (people.vic, *people.insureds_people):
        with pytest.raises(errors.NotAllowed):
            delivery_repairs.send_again(session, who, failed.id, {"to": RIGHT, "also_change": True})
    for wrong in (0, -1, "x", None, 987_654, 2**70):
        with pytest.raises(errors.NotFound):
            delivery_repairs.send_again(session, people.sam, wrong, {"to": RIGHT})
    assert newest(session).id == failed.id

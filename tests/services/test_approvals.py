"""R43: what the portal sends waits for an agent, and approving issues exactly that."""

import pytest
from sqlmodel import Session, func, select

from coi_app import models
from coi_app.queries import approvals
from coi_app.queries import requests as seen
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import errors
from coi_app.rules.coverage import EndorsementKind, Line
from coi_app.services import certificates, insureds, request_answers, requests
from tests import asked, desk, factories
from tests.cast import People


@pytest.fixture
def place(session: Session, people: People) -> desk.Desk:
    """Redwood Ridge, whose certificates wait always."""
    made = desk.ready(session, people.redwood)
    session.get_one(models.Master, made.master_id).portal_visible = True
    insureds.change(session, people.ada, people.redwood.id, {"portal_approval": "always"})
    return made


@pytest.fixture
def waiting(session: Session, people: People, place: desk.Desk) -> int:
    """Ivy's wish."""
    return requests.ask_approval(
        session, people.ivy, place.master_id, recipient(place), Wording(), asked.MESSAGE
    )


def recipient(place: desk.Desk) -> Recipient:
    return Recipient(interest_id=place.links[0].id)


def issued(session: Session) -> int:
    return session.exec(select(func.count()).select_from(models.Certificate)).one()


def test_it_cannot_be_sent_around_the_agent(session: Session, people: People, place: desk.Desk) -> None:
    with pytest.raises(errors.Conflict, match="approval"):
        certificates.issue_and_send(
            session, people.ivy, place.master_id, recipient(place), Wording(), asked.MESSAGE
        )
    assert issued(session) == 0


def test_it_waits_with_all_that_issuing_takes(session: Session, people: People, waiting: int) -> None:
    shown = seen.detail(session, people.vic, waiting)
    assert (shown.row.status, shown.row.asked_by) == ("waiting", "Ivy")
    assert shown.wish is not None
    assert (shown.wish.master, shown.wish.to) == ("All Lines", "certs@sawtooth.example")
    assert shown.wish.text == "Re: 001 Sawtooth Homes LLC."
    assert asked.kinds(session)[0] == "certificate:approval_asked"
    assert issued(session) == 0


def test_approving_issues_exactly_that(session: Session, people: People, waiting: int) -> None:
    (made,) = request_answers.approve(session, people.sam, waiting)
    certificate = session.get_one(models.Certificate, made)
    assert (certificate.description, certificate.source) == ("Re: 001 Sawtooth Homes LLC.", "portal")
    assert certificate.issued_by_id == people.sam.account_id
    kept = asked.one(session, waiting)
    assert (kept.status, kept.certificate_id) == ("issued", made)
    mail = session.exec(select(models.Mail).where(models.Mail.kind == "certificate")).one()
    assert (mail.to_email, mail.subject) == ("certs@sawtooth.example", "Certificate")
    assert asked.kinds(session)[0] == "certificate:approved"
    assert asked.mails(session)[-1][0] == people.ivy.email
    with pytest.raises(errors.Conflict, match="issued"):
        request_answers.approve(session, people.ada, waiting)
    assert issued(session) == 1


def test_it_is_judged_again(session: Session, people: People, place: desk.Desk, waiting: int) -> None:
    place.policies[0].status, place.policies[0].cancelled_on = "cancelled", factories.today()
    session.flush()
    with pytest.raises(errors.Blocked):
        request_answers.approve(session, people.sam, waiting)
    assert asked.one(session, waiting).status == "waiting" and issued(session) == 0


def test_another_holder_or_wording_is_not_what_was_asked(
    session: Session, people: People, place: desk.Desk, waiting: int
) -> None:
    holder = session.get_one(models.Holder, place.links[0].holder_id)
    holder.address_line_one = "1 Elsewhere Road"
    session.flush()
    assert "address was changed" in approvals.now(session, people.sam, waiting).problem
    with pytest.raises(errors.Conflict, match="Choose Change"):
        request_answers.approve(session, people.sam, waiting)
    holder.address_line_one = "800 W Main Street"
    place.links[0].description = "Other words."
    session.flush()
    with pytest.raises(errors.Conflict, match="wording"):
        request_answers.approve(session, people.sam, waiting)


def test_free_text_takes_the_agents_reason(session: Session, people: People, place: desk.Desk) -> None:
    waiting = requests.ask_approval(
        session, people.ivy, place.master_id, recipient(place), Wording(description="Re: Lot 4.")
    )
    with pytest.raises(errors.InvalidInput) as wrong:
        request_answers.approve(session, people.sam, waiting)
    assert set(wrong.value.problems) == {"reason"}
    (made,) = request_answers.approve(session, people.sam, waiting, reason="Read and found right")
    certificate = session.get_one(models.Certificate, made)
    assert (certificate.description, certificate.override_reason) == ("Re: Lot 4.", "Read and found right")


def test_no_insured_overrides_by_asking(session: Session, people: People, place: desk.Desk) -> None:
    for link, refusal in ((desk.blocked, errors.Blocked), (desk.warned, errors.NotAllowed)):
        to = Recipient(interest_id=link(session, place).id)
        with pytest.raises(refusal):
            requests.ask_approval(session, people.ivy, place.master_id, to, Wording())
    assert asked.mails(session) == []


def test_who_may_not_ask_for_it(session: Session, people: People, place: desk.Desk) -> None:
    for who, refusal in ((people.nia, errors.NotAllowed), (people.otto, errors.NotFound)):
        with pytest.raises(refusal):
            requests.ask_approval(session, who, place.master_id, recipient(place), Wording())


def test_no_insured_approves(session: Session, people: People, waiting: int) -> None:
    for who in people.insureds_people:
        with pytest.raises((errors.NotAllowed, errors.NotFound)):
            request_answers.approve(session, who, waiting)
    assert issued(session) == 0


def test_a_refused_one_is_told(session: Session, people: People, waiting: int) -> None:
    request_answers.refuse(session, people.sam, waiting, "Not on this policy.")
    assert asked.kinds(session)[0] == "certificate:approval_refused"
    assert asked.mails(session)[-1] == (people.ivy.email, "Not issued: 001 Sawtooth Homes LLC")


@pytest.mark.parametrize("setting, wording, waits", [
    ("never", Wording(description="Re: Lot 4."), False), ("boxes", Wording(), True),
    ("free_text", Wording(), False), ("free_text", Wording(description="Re: Lot 4."), True),
    ("always", Wording(), True),
])  # fmt: skip
def test_what_waits_is_the_insureds_setting(
    session: Session, people: People, place: desk.Desk, setting: str, wording: Wording, waits: bool
) -> None:
    insureds.change(session, people.sam, people.redwood.id, {"portal_approval": setting})
    link = desk.link(
        session, people.redwood, "Ironwood Construction Managers Inc", types=["additional_insured"],
        wants_additional_insured=[Line.GENERAL_LIABILITY.value], written_contract="Subcontract 24-117",
        written_contract_on=factories.today(),
    )  # fmt: skip
    factories.endorsement(session, place.policies[0], EndorsementKind.ADDITIONAL_INSURED)
    to = Recipient(interest_id=link.id)
    assert approvals.needed(session, people.ivy, place.master_id, to, wording) is waits
    assert approvals.needed(session, people.sam, place.master_id, to, wording) is False
    if not waits:
        with pytest.raises(errors.Conflict, match="send it now"):
            requests.ask_approval(session, people.ivy, place.master_id, to, wording)

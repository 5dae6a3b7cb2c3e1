"""Who may ask, who answers, and whom the agency tells."""

from datetime import timedelta

import pytest
from sqlmodel import Session, func, select

from coi_app import models
from coi_app.queries import requests as seen
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import errors
from coi_app.services import insured_agents, request_answers, requests
from tests import asked, desk, factories
from tests.cast import People


@pytest.fixture
def request_id(session: Session, people: People) -> int:
    """Nia asked; Sam looks after Redwood Ridge."""
    asked.give_agent(session, people.redwood, people.sam.account_id)
    return requests.ask(session, people.nia, people.redwood.id, asked.FORM)


def test_somebody_without_the_right_to_send_may_ask(
    session: Session, people: People, request_id: int
) -> None:
    kept = asked.one(session, request_id)
    assert (kept.status, kept.source, kept.asked_by_id) == ("open", "portal", people.nia.account_id)
    assert kept.holder_text == "Halvorsen Property Group LLC\n800 W Main Street\nBoise, ID 83702"
    assert kept.assigned_to_id == people.sam.account_id
    assert asked.kinds(session)[0] == "request:received"
    assert asked.mails(session) == [(people.sam.email, "Request: Halvorsen Property Group LLC")]


def test_without_an_agent_the_agency_is_told(session: Session, people: People) -> None:
    session.get_one(models.Agency, 1).email = "desk@kestrelvane.example"
    requests.ask(session, people.ivy, people.redwood.id, asked.FORM)
    assert [to for to, _ in asked.mails(session)] == ["desk@kestrelvane.example"]


def test_an_agent_who_left_is_not_given_anything(session: Session, people: People) -> None:
    gone = factories.account(session, "Gus", "agent", status="deactivated")
    asked.give_agent(session, people.redwood, gone.id)
    kept = asked.one(session, requests.ask(session, people.ivy, people.redwood.id, asked.FORM))
    assert kept.assigned_to_id is None and asked.mails(session) == []


def test_staff_writes_down_who_called(session: Session, people: People) -> None:
    day = factories.today() + timedelta(days=1)
    form = asked.STRANGER | {"due_on": day.isoformat(), "due_time": "14:30", "rush": "on"}
    kept = asked.one(session, requests.ask(session, people.sam, people.harbor.id, form))
    assert (kept.source, kept.asked_by_text, kept.rush) == ("desk", "Dana Whitfield", True)
    shown = seen.detail(session, people.vic, kept.id)
    assert shown.row.due_at is not None and f"{shown.row.due_at:%M}" == "30"
    assert shown.holder["line_one"] == "800 W Main Street"


def test_a_viewer_asks_and_answers_nothing(session: Session, people: People, request_id: int) -> None:
    attempts = (
        lambda: requests.ask(session, people.vic, people.redwood.id, asked.FORM),
        lambda: requests.arrange(session, people.vic, request_id, {"rush": "on"}),
        lambda: request_answers.refuse(session, people.vic, request_id, "No"),
        lambda: request_answers.approve(session, people.vic, request_id),
    )
    for attempt in attempts:
        with pytest.raises(errors.NotAllowed):
            attempt()
    assert asked.one(session, request_id).status == "open"


def test_another_insured_is_told_that_it_is_not_there(
    session: Session, people: People, request_id: int
) -> None:
    said = set()
    for wanted in (request_id, 987_654):
        for answer in (requests.arrange, request_answers.refuse):
            with pytest.raises(errors.NotFound) as missing:
                answer(session, people.otto, wanted, {})
            said.add(str(missing.value))
    with pytest.raises(errors.NotFound):
        requests.ask(session, people.otto, people.redwood.id, asked.FORM)
    assert len(said) == 1


def test_a_colleague_neither_sees_nor_answers_it(session: Session, people: People, request_id: int) -> None:
    with pytest.raises(errors.NotFound):
        seen.in_sight(session, people.ivy, request_id)
    with pytest.raises(errors.NotAllowed):
        request_answers.refuse(session, people.nia, request_id, "Mine")


@pytest.mark.parametrize("wrong", [
    {"holder_name": ""}, {"holder_name": "..."}, {"holder_name": "x" * 201}, {"requirements": "x" * 2_001},
    {"due_on": "2020-01-01"}, {"due_on": "soon"}, {"due_on": "12/31/2099", "due_time": "25:00"},
    {"holder_state": "XX"}, {"holder_email": "nobody"}, {"due_on": []}, {"requirements": {"a": 1}},
])  # fmt: skip
def test_what_is_wrong_is_named(session: Session, people: People, wrong: dict[str, object]) -> None:
    with pytest.raises(errors.InvalidInput) as refused:
        requests.ask(session, people.nia, people.redwood.id, asked.FORM | wrong)
    assert set(refused.value.problems) <= set(wrong)
    assert session.exec(select(func.count()).select_from(models.CertificateRequest)).one() == 0


def test_it_is_given_to_somebody_else(session: Session, people: People, request_id: int) -> None:
    given = {"assigned_to": str(people.ada.account_id), "rush": "on"}
    requests.arrange(session, people.sam, request_id, given)
    kept = asked.one(session, request_id)
    assert (kept.assigned_to_id, kept.rush) == (people.ada.account_id, True)
    assert asked.kinds(session)[0] == "request:assigned"
    last = (people.ada.email, "Rush request: Halvorsen Property Group LLC")
    assert asked.mails(session)[-1] == last
    requests.arrange(session, people.sam, request_id, given)
    assert asked.mails(session)[-1] == last and len(asked.mails(session)) == 2


def test_it_cannot_be_given_to_a_viewer_or_a_stranger(
    session: Session, people: People, request_id: int
) -> None:
    for who in (people.vic.account_id, people.ivy.account_id, 987_654, "x"):
        with pytest.raises(errors.InvalidInput, match="from the list"):
            requests.arrange(session, people.sam, request_id, {"assigned_to": who})


def test_a_day_that_is_past_may_stay(session: Session, people: People, request_id: int) -> None:
    late = asked.one(session, request_id).created_at - timedelta(days=3)
    asked.one(session, request_id).due_at = late
    day = (factories.today() - timedelta(days=3)).isoformat()
    requests.arrange(session, people.sam, request_id, {"due_on": day, "rush": "on"})
    assert asked.one(session, request_id).due_at == late
    with pytest.raises(errors.InvalidInput):
        requests.arrange(session, people.sam, request_id, {"due_on": "2020-01-01"})


def test_a_refusal_has_a_reason_and_is_told(session: Session, people: People, request_id: int) -> None:
    with pytest.raises(errors.InvalidInput) as wrong:
        request_answers.refuse(session, people.sam, request_id, "  ")
    assert set(wrong.value.problems) == {"reason"}
    request_answers.refuse(session, people.sam, request_id, "The policy has ended.")
    kept = asked.one(session, request_id)
    assert (kept.status, kept.answer, kept.answered_by_id) == (
        "refused",
        "The policy has ended.",
        people.sam.account_id,
    )
    assert asked.kinds(session)[0] == "request:declined"
    assert asked.mails(session)[-1] == (people.nia.email, "Not issued: Halvorsen Property Group LLC")
    with pytest.raises(errors.Conflict, match="refused"):
        request_answers.refuse(session, people.ada, request_id, "Again")


def test_issuing_answers_it(session: Session, people: People, request_id: int) -> None:
    place = desk.ready(session, people.redwood)
    to = Recipient(interest_id=place.links[0].id)
    ids = request_answers.issue_and_send(
        session, people.sam, request_id, place.master_id, to, Wording(), asked.MESSAGE
    )
    kept = asked.one(session, request_id)
    assert (kept.status, kept.certificate_id) == ("issued", ids[0])
    assert asked.kinds(session)[0] == "request:answered"
    assert asked.mails(session)[-1] == (people.nia.email, "Issued: Halvorsen Property Group LLC")
    with pytest.raises(errors.Conflict):
        request_answers.issue_one(session, people.ada, request_id, place.master_id, to, Wording())


def test_who_gets_the_certificate_itself_gets_no_second_mail(
    session: Session, people: People, request_id: int
) -> None:
    place = desk.ready(session, people.redwood)
    message = asked.MESSAGE | {"to": people.nia.email}
    to = Recipient(interest_id=place.links[0].id)
    request_answers.issue_and_send(session, people.sam, request_id, place.master_id, to, Wording(), message)
    assert [to for to, _ in asked.mails(session)] == [people.sam.email]


def test_another_insureds_master_answers_nothing(session: Session, people: People, request_id: int) -> None:
    place = desk.ready(session, people.harbor)
    to = Recipient(interest_id=place.links[0].id)
    with pytest.raises(errors.NotFound):
        request_answers.issue_one(session, people.sam, request_id, place.master_id, to, Wording())
    assert asked.one(session, request_id).status == "open"


def test_the_insureds_agent_is_chosen_and_gets_what_comes(session: Session, people: People) -> None:
    for who in (people.sam, people.ada):
        insured_agents.choose(session, people.sam, people.redwood.id, who.account_id)
    kept = asked.one(session, requests.ask(session, people.ivy, people.redwood.id, asked.FORM))
    assert kept.assigned_to_id == people.ada.account_id
    assert asked.kinds(session).count("insured:changed") == 2
    insured_agents.choose(session, people.sam, people.redwood.id, "")
    other = requests.ask(session, people.ivy, people.redwood.id, asked.FORM)
    assert asked.one(session, other).assigned_to_id is None


def test_who_may_not_choose_the_agent(session: Session, people: People) -> None:
    for who, refusal in (
        (people.vic, errors.NotAllowed), (people.ivy, errors.NotAllowed), (people.otto, errors.NotFound)
    ):  # fmt: skip
        with pytest.raises(refusal):
            insured_agents.choose(session, who, people.redwood.id, people.sam.account_id)
    with pytest.raises(errors.InvalidInput):
        insured_agents.choose(session, people.ada, people.redwood.id, people.vic.account_id)

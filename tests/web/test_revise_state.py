"""Revise: what the page begins with, what each choice does, and that nothing typed is lost."""

from typing import Any

import pytest
from sqlmodel import select

from coi_app import db, models
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules.access import ROLE_RIGHTS, Role
from coi_app.rules.coverage import Line
from coi_app.services import certificates, policies, revisions
from coi_app.web.agency.revise import page
from coi_app.web.agency.revise.mail_state import ReviseMailState
from coi_app.web.agency.revise.state import ReviseState
from tests import desk, factories, states

assert page.page


@pytest.fixture
def old(engine: object) -> int:
    """Issued, then its limit was raised."""
    actor, _ = states.somebody(Role.AGENT)
    with db.writing() as session:
        place = desk.ready(session, factories.insured(session))
        recipient = Recipient(interest_id=place.links[0].id)
        (made,) = certificates.issue_one(session, actor, place.master_id, recipient, Wording())
        policies.change(session, actor, place.policies[0].id, {"each_occurrence": "2,000,000"})
    return made


def opened(role: Role, certificate: int | str) -> tuple[Any, Any]:
    _, token = states.somebody(role)
    root = states.tree(token, f"/certificates/{certificate}/revise")
    found = states.of(root, ReviseState)
    states.call(found, "load")
    return root, found


def test_it_begins_as_it_was_issued_and_goes_where_it_went(old: int) -> None:
    root, found = opened(Role.AGENT, old)
    mail = states.of(root, ReviseMailState)
    assert (found.ground, found.is_same, found.verdict) == ("correction", True, "ready")
    assert (mail.to, mail.goes, found.next_revision) == ("certs@halvorsenpg.example", True, 1)
    assert [one.title for one in found.choices] == ["General Liability", "Automobile", "Workers Comp"]
    assert not found.choices[2].has_insured
    states.call(found, "choose_ground", "records")
    (line,) = found.differences
    assert (line.before, line.after, found.is_same) == ("$1,000,000", "$2,000,000", False)
    states.call(found, "choose_ground", "nonsense")
    assert found.is_same


def test_what_was_typed_for_the_last_one_is_where_the_next_begins(old: int) -> None:
    actor, _ = states.somebody(Role.AGENT)
    with db.writing() as session:
        new = revisions.issue(session, actor, old, revisions.Asked(attention="Risk Desk"), why="Contact")
    _, found = opened(Role.AGENT, new)
    assert (found.attention, found.is_same, found.next_revision) == ("Risk Desk", True, 2)
    states.call(found, "choose_ground", "records")
    assert found.attention == ""  # as the record has it
    states.call(found, "type_attention", "Claims")
    states.call(found, "choose_ground", "correction")
    assert found.attention == "Claims"


def test_a_refused_issue_keeps_everything_and_names_every_field(old: int) -> None:
    root, found = opened(Role.AGENT, old)
    mail = states.of(root, ReviseMailState)
    states.call(found, "type_description", "Re: Lot 14.")
    states.call(mail, "type_in", "to", "nowhere")
    states.call(found, "issue")
    assert set(found.problems) == {"why", "reason", "to"}
    assert (found.description, mail.to, found.is_busy) == ("Re: Lot 14.", "nowhere", False)
    states.call(mail, "type_in", "_certificate", "7")
    assert mail._certificate == old


def test_the_revision_is_issued_and_shown_in_the_chain(old: int) -> None:
    _, found = opened(Role.AGENT, old)
    states.call(found, "choose_ground", "records")
    states.call(found, "type_why", "Limit raised")
    said = states.call(found, "issue")
    assert "is on its way" in str(said) and found.is_busy
    with db.reading() as session:
        new = session.exec(select(models.Certificate.id).where(models.Certificate.supersedes_id == old)).one()
    _, again = opened(Role.VIEWER, old)
    assert "newer revision" in again.conflict and again.newest == new and not again.page
    assert [(one.name, one.why) for one in again.chain] == [
        ("Revision 1", "Limit raised"),
        ("First issue", ""),
    ]
    states.call(again, "look_at", old)
    assert again.copy_href == f"/files/certificates/{old}.pdf?use=preview"
    states.call(again, "look_at", 987_654)
    states.call(again, "close_copy")
    assert again.copy_href == ""


def test_a_colleague_who_was_quicker_is_said_and_the_typed_words_stay(old: int) -> None:
    _, found = opened(Role.AGENT, old)
    states.call(found, "type_description", "Re: Lot 14.")
    states.call(found, "type_why", "Wrong lot")
    states.call(found, "type_reason", "Typed by hand")
    actor, _ = states.somebody(Role.AGENT)
    with db.writing() as session:
        revisions.issue(session, actor, old, revisions.Asked(description="X"), why="Mine", reason="Typed too")
    states.call(found, "issue")
    assert "newer revision" in found.problems["form"] and "newer revision" in found.page_problem
    assert (found.description, found.why, found.verdict) == ("Re: Lot 14.", "Wrong lot", "")


@pytest.mark.parametrize("address", ["987654", "x", "-1"])
def test_an_address_that_is_not_there(engine: object, address: str) -> None:
    _, found = opened(Role.AGENT, address)
    assert found.is_missing and found.is_loaded


def test_a_box_that_was_issued_is_asked_for_again(engine: object) -> None:
    actor, _ = states.somebody(Role.AGENT)
    with db.writing() as session:
        place = desk.ready(session, factories.insured(session))
        link = desk.link(
            session,
            place.insured,
            "Cedar Lofts",
            written_contract_on=factories.today(),
            written_contract="C-7",
        )
        recipient = Recipient(interest_id=link.id)
        (old,) = certificates.issue_one(session, actor, place.master_id, recipient, Wording())
        asked = revisions.Asked(wants_additional_insured=frozenset({Line.GENERAL_LIABILITY}))
        new = revisions.issue(session, actor, old, asked, why="Contract came in")
    _, found = opened(Role.AGENT, new)
    assert found.wants_insured == ["general_liability"] and found.is_same
    states.call(found, "wish_insured", "general_liability", False)
    assert found.differences[0].is_loss and found.boxes[0].insured == ""
    states.call(found, "wish_waiver", "no such line", True)
    assert found.wants_waiver == []


def test_a_viewer_sees_the_chain_and_revises_nothing(old: int) -> None:
    root, found = opened(Role.VIEWER, old)
    assert (found.page, found.verdict, len(found.chain)) == ("", "", 1)
    closed = {
        name.partition(".")[2]
        for name, right in states.marked("revise").items()
        if right not in ROLE_RIGHTS[Role.VIEWER]
    }
    assert {"issue", "choose_ground", "type_description", "type_in"} <= closed
    assert states.refused(root, ReviseState, "issue") and states.refused(root, ReviseMailState, "type_in")

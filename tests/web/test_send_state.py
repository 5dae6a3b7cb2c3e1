"""The Send page's state: what it shows for what is chosen, and that nothing typed is lost."""

from dataclasses import dataclass
from typing import Any

import pytest
from reflex.state import State
from sqlmodel import col, select

from coi_app import db, models
from coi_app.rules import wording
from coi_app.rules.access import ROLE_RIGHTS, Right, Role
from coi_app.web.agency.send import page
from coi_app.web.agency.send.message_state import MessageState
from coi_app.web.agency.send.new_holder_state import NewHolderState
from coi_app.web.agency.send.state import OWN, SendState
from coi_app.web.agency.send.view_state import PreviewState
from tests import desk, factories, forms, states

assert page.page


@dataclass(frozen=True)
class Counter:
    """An agent at the Send page of an insured that is ready to issue."""

    root: State
    send: Any
    insured_id: int
    holder_ids: tuple[int, ...]
    warned_id: int
    blocked_id: int
    master_id: int


@pytest.fixture
def counter(engine: object) -> Counter:
    _, token = states.somebody(Role.AGENT)
    with db.writing() as session:
        insured = factories.insured(session, "Kettle Gap Framing LLC")
        place = desk.ready(session, insured)
        warned, blocked = desk.warned(session, place), desk.blocked(session, place)
        assert insured.id is not None
        root = states.tree(token, f"/insureds/{insured.id}/send")
        ids = tuple(link.holder_id for link in place.links)
        made = (insured.id, ids, warned.holder_id, blocked.holder_id, place.master_id)
    send = states.of(root, SendState)
    states.call(send, "load")
    return Counter(root, send, *made)


def certificates_of(insured_id: int) -> list[tuple[str, str]]:
    """Delivery and reason of what was issued."""
    row = models.Certificate
    asked = select(row.delivery, row.override_reason).where(row.insured_id == insured_id)
    with db.reading() as session:
        return list(session.exec(asked.order_by(col(row.id))))


def test_a_chosen_holder_brings_verdict_page_and_address(counter: Counter) -> None:
    send = counter.send
    assert (send.insured_name, send.verdict, send.page) == ("Kettle Gap Framing LLC", "", "")
    states.call(send, "pick_holder", counter.holder_ids[0])
    assert send.verdict == "ready" and send.page.startswith("<svg") and len(send.boxes) == 3
    assert send.to == "certs@halvorsenpg.example" and "800 W Main Street" in send.holder_words
    states.call(send, "pick_holder", 0)
    assert (send.verdict, send.page, send.to, send.boxes) == ("", "", "", [])


def test_the_address_may_name_holder_and_master(counter: Counter) -> None:
    with db.writing() as session:
        policies = [factories.policy(session, session.get_one(models.Insured, counter.insured_id))]
        owner = session.get_one(models.Insured, counter.insured_id)
        other = factories.master(session, owner, policies, name="Zebra").master_id
    _, token = states.somebody(Role.AGENT)
    root = states.tree(
        token, f"/insureds/{counter.insured_id}/send?holder={counter.holder_ids[1]}&master={other}"
    )
    send = states.of(root, SendState)
    states.call(send, "load")
    assert send.master == str(other) and send.picked["id"] == counter.holder_ids[1]


def test_own_wording_begins_with_what_stood_there_and_survives_another_holder(counter: Counter) -> None:
    send = counter.send
    states.call(send, "pick_holder", counter.holder_ids[0])
    states.call(send, "choose_template", OWN)
    assert send.description == "Re: 001 Sawtooth Homes LLC."
    states.call(send, "type_description", "Framing of the north wing.")
    states.call(send, "pick_holder", counter.holder_ids[1])
    assert send.description == "Framing of the north wing." and "Framing of the north wing." in send.page


def test_a_refused_send_keeps_what_was_typed_and_says_where(counter: Counter) -> None:
    send = counter.send
    states.call(send, "send")
    assert send.problems == {"holder": "Choose the certificate holder."} and send.is_busy == ""
    states.call(send, "pick_holder", counter.holder_ids[0])
    states.call(send, "type_to", "nobody at all")
    states.call(send, "send")
    assert set(send.problems) == {"to"} and send.to == "nobody at all"
    assert certificates_of(counter.insured_id) == []


def test_a_description_that_is_too_long_is_refused_and_not_cut(counter: Counter) -> None:
    send, typed = counter.send, "Room. " * 4_000
    states.call(send, "pick_holder", counter.holder_ids[0])
    states.call(send, "choose_template", OWN)
    states.call(send, "type_description", typed)
    states.call(send, "send")
    assert "description" in send.problems and certificates_of(counter.insured_id) == []
    assert len(send.description) > wording.MAX_DESCRIPTION


def test_a_warning_asks_for_a_reason_and_a_block_for_a_repair(counter: Counter) -> None:
    send = counter.send
    states.call(send, "pick_holder", counter.warned_id)
    assert send.verdict == "warned" and send.warnings == 1
    states.call(send, "download")
    assert set(send.problems) == {"reason"}
    states.call(send, "type_reason", "The holder accepted it by e-mail.")
    states.call(send, "download")
    ((_, reason),) = certificates_of(counter.insured_id)
    assert reason == "The holder accepted it by e-mail."

    states.call(send, "load")
    states.call(send, "pick_holder", counter.blocked_id)
    (found,) = [one for one in send.findings if one.severity == "block"]
    assert send.verdict == "blocked" and found.rule == "R20"
    assert found.repair.href == f"/holders?holder={counter.blocked_id}"
    states.call(send, "send")
    assert "form" in send.problems and len(certificates_of(counter.insured_id)) == 1


def test_sent_means_issued_and_queued_once_whatever_is_pressed(counter: Counter) -> None:
    send = counter.send
    states.call(send, "pick_holder", counter.holder_ids[0])
    states.call(send, "send")
    states.call(send, "send")
    states.call(send, "download")
    assert certificates_of(counter.insured_id) == [("queued", "")] and send.is_busy == "send"


def test_a_project_is_typed_into_the_description(counter: Counter) -> None:
    send = counter.send
    states.call(send, "pick_holder", counter.holder_ids[0])
    states.call(send, "choose_template", OWN)
    states.call(send, "type_description", "Project: {project}.")
    assert send.verdict == "blocked"
    states.call(send, "type_project", "Cedar Street Lofts")
    assert "Project: Cedar Street Lofts." in send.page and send.verdict == "warned"
    states.call(send, "pick_holder", counter.holder_ids[1])
    assert send.project == ""


def test_what_was_repaired_elsewhere_is_seen_when_checked_again(counter: Counter) -> None:
    send = counter.send
    states.call(send, "pick_holder", counter.blocked_id)
    with db.writing() as session:
        holder = session.get_one(models.Holder, counter.blocked_id)
        holder.address_line_one, holder.city, holder.state, holder.zip_code = (
            "1 Main St",
            "Boise",
            "ID",
            "83702",
        )
    states.call(send, "check_again")
    assert send.verdict == "ready" and "1 Main St" in send.holder_words


def test_a_new_holder_is_chosen_at_once_and_a_twin_is_told_of(counter: Counter) -> None:
    new = states.of(counter.root, NewHolderState)
    typed = {f"new_holder_{name}": value for name, value in forms.HOLDER.items()}
    states.call(new, "open")
    states.call(new, "save", {"new_holder_name": ""})
    assert "name" in new.problems and new.form == "new_holder"
    picked = states.call(new, "save", typed | {"new_holder_name": "Silver Creek Mill Owners"})
    assert new.form == "" and any("pick_holder" in str(event) for event in picked)
    states.call(new, "open")
    states.call(new, "save", typed | {"new_holder_name": "silver creek mill owners"})
    assert new.twins and new.form == "new_holder"
    states.call(new, "save", typed | {"new_holder_name": "silver creek mill owners"})
    assert new.form == ""


def test_an_insured_that_is_not_there_is_said(engine: object) -> None:
    _, token = states.somebody(Role.AGENT)
    for wrong in ("/insureds/999999/send", "/insureds/x/send"):
        send = states.of(states.tree(token, wrong), SendState)
        states.call(send, "load")
        assert send.is_missing and send.masters == []


def test_the_preview_steps_between_sizes_and_fits(counter: Counter) -> None:
    view = states.of(counter.root, PreviewState)
    states.call(view, "measure", 848)
    assert view.fit == 100
    states.call(view, "measure", "wide")
    states.call(view, "zoom_in")
    assert (view.fit, view.zoom) == (100, 125)
    states.call(view, "zoom_out")
    states.call(view, "zoom_out")
    assert view.zoom == 88
    states.call(view, "zoom_to_fit")
    assert view.zoom == 0


def test_who_only_looks_cannot_issue(counter: Counter) -> None:
    _, token = states.somebody(Role.VIEWER)
    root = states.tree(token, f"/insureds/{counter.insured_id}/send")
    rights = ROLE_RIGHTS[Role.VIEWER]
    closed = {said for said, right in states.marked("send").items() if right not in rights}
    assert {f"SendState.{name}" for name in ("load", "send", "download", "pick_holder", "type_to")} <= closed
    assert {"NewHolderState.open", "NewHolderState.save"} <= closed
    kinds = {"SendState": SendState, "NewHolderState": NewHolderState, "MessageState": MessageState}
    for said in closed:
        kind, handler = said.split(".")
        assert states.refused(root, kinds[kind], handler), said


def test_who_may_issue_but_not_mail_is_refused_the_mail(counter: Counter) -> None:
    marks = states.marked("send")
    assert marks["SendState.send"] is Right.CERTIFICATES_SEND
    assert marks["SendState.download"] is Right.CERTIFICATES_ISSUE

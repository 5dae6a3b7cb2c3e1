"""The desk's handlers of requests, and the public form's: what they show, and who may call them."""

from dataclasses import dataclass
from typing import Any

import pytest
from reflex.state import State
from sqlmodel import Session, col, select

from coi_app import db, models
from coi_app.rules.access import Actor, Right, Role
from coi_app.services import public_requests, request_links, requests
from coi_app.web import session
from coi_app.web.agency.insured_profile.requests_state import InsuredRequestsState
from coi_app.web.agency.requests.detail_state import RequestState
from coi_app.web.agency.requests.new_state import NewRequestState
from coi_app.web.agency.requests.state import RequestsState
from coi_app.web.agency.send.new_holder_state import NewHolderState
from coi_app.web.agency.send.state import SendState
from coi_app.web.ask import page as ask_page
from coi_app.web.ask.state import AskState
from tests import asked, desk, factories, states

assert ask_page.page
ANSWERS = {
    "RequestState.begin", "RequestState.arrange", "RequestState.refuse", "RequestState.approve",
    "NewRequestState.open", "NewRequestState.search", "NewRequestState.pick", "NewRequestState.save",
}  # fmt: skip


@dataclass
class Room:
    actor: Actor
    token: str
    insured: int
    master: int
    request: int

    def tree(self, address: str = "/requests") -> State:
        return states.tree(self.token, address)


@pytest.fixture
def room(engine: object) -> Room:
    """An agent with one open request of an insured that is ready to issue."""
    actor, token = states.somebody(Role.AGENT)
    with db.writing() as session:
        insured = factories.insured(session, "Kettle Gap Framing LLC")
        place = desk.ready(session, insured)
        request = requests.ask(session, actor, insured.id, asked.STRANGER)
        assert insured.id is not None
        return Room(actor, token, insured.id, place.master_id, request)


def answer_of(request_id: int) -> tuple[str, int | None]:
    """State and holder."""
    with db.reading() as session:
        found = session.get_one(models.CertificateRequest, request_id)
        return found.status, found.holder_id


def test_only_who_may_answer_calls_what_answers() -> None:
    found = states.marked("requests")
    assert {name for name, right in found.items() if right is Right.REQUESTS_ANSWER} == ANSWERS
    assert {right for name, right in found.items() if name not in ANSWERS} == {Right.DESK_VIEW}


def test_a_viewer_is_refused(room: Room) -> None:
    _, token = states.somebody(Role.VIEWER)
    root = states.tree(token, "/requests")
    for kind, handler in ((RequestState, "approve"), (RequestState, "refuse"), (NewRequestState, "save")):
        assert states.refused(root, kind, handler)
    assert not states.refused(root, RequestsState, "load")


def test_the_list_and_the_request_of_the_address(room: Room) -> None:
    root = room.tree(f"/requests?q=halvorsen&request={room.request}&show=open")
    listed, one = states.of(root, RequestsState), states.of(root, RequestState)
    states.call(listed, "load")
    assert room.request in [row.id for row in listed.rows]
    assert (one.is_open, one.shown.title) == (True, "Certificate for Halvorsen Property Group LLC")
    assert one.shown.send_href == f"/insureds/{room.insured}/send?request={room.request}"


@pytest.mark.parametrize("address", [
    "/requests?show=x&source=y&assigned=z&sort=q&dir=up&after=%00", "/requests?q=%27%25_%00&from=-1",
    "/requests?sort=asked&dir=down&assigned=me&source=link&rush=1", "/requests?show=waiting&assigned=nobody",
])  # fmt: skip
def test_any_address_gives_a_list(room: Room, address: str) -> None:
    listed = states.of(room.tree(address), RequestsState)
    states.call(listed, "load")
    assert listed.phase == "ready"


@pytest.mark.parametrize("wrong", ["987654", "x", "0", "-1", "9" * 30])
def test_a_request_that_is_not_there_says_so(room: Room, wrong: str) -> None:
    root = room.tree(f"/requests?request={wrong}")
    states.call(states.of(root, RequestsState), "load")
    (said,) = states.of(root, session.SessionState).messages
    assert "This request is not here" in said.words
    assert not states.of(root, RequestState).is_open


def test_refusing_keeps_what_is_typed_until_it_has_a_reason(room: Room) -> None:
    root = room.tree(f"/requests?request={room.request}")
    states.call(states.of(root, RequestsState), "load")
    one = states.of(root, RequestState)
    states.call(one, "begin", "refuse")
    states.call(one, "refuse", {"refuse_reason": " "})
    assert one.form == "refuse" and set(one.problems) == {"reason"}
    states.call(one, "refuse", {"refuse_reason": "The policy ended."})
    assert one.form == "" and answer_of(room.request)[0] == "refused"


def test_arranging_shows_it_at_once(room: Room) -> None:
    root = room.tree(f"/requests?request={room.request}")
    states.call(states.of(root, RequestsState), "load")
    one = states.of(root, RequestState)
    form = {"arrange_assigned_to": str(room.actor.account_id), "arrange_due_on": "", "arrange_rush": True}
    states.call(one, "arrange", form)
    assert (one.shown.assigned_to, one.shown.urgency) == (room.actor.name, "rush")


def test_sending_is_filled_in_and_answers_it(room: Room) -> None:
    root = room.tree(f"/insureds/{room.insured}/send?request={room.request}")
    send = states.of(root, SendState)
    states.call(send, "load")
    assert send.asked.id == room.request and send.to == "dana@halvorsenpg.example"
    new = states.of(root, NewHolderState)
    states.call(new, "open")
    assert new.values["line_one"] == "800 W Main Street"
    values = {f"new_holder_{name}": value for name, value in new.values.items()}
    states.call(new, "save", values)
    if new.form:
        states.call(new, "save", values)  # there is one of that name: it is another
    with db.reading() as session:
        newest = session.exec(select(models.Holder.id).order_by(col(models.Holder.id).desc())).first()
    states.call(send, "pick_holder", newest)
    states.call(send, "send")
    assert send.problems == {}
    assert answer_of(room.request) == ("issued", newest)


def test_another_insureds_page_is_not_filled_in(room: Room) -> None:
    with db.writing() as session:
        other = factories.insured(session, "Fern Hollow Property Mgmt").id
    send = states.of(room.tree(f"/insureds/{other}/send?request={room.request}"), SendState)
    states.call(send, "load")
    assert send.asked.id == 0 and "not here" in send.problems["form"]


def test_a_request_by_phone_needs_its_insured(room: Room) -> None:
    new = states.of(room.tree(), NewRequestState)
    states.call(new, "open")
    form = {f"new_request_{name}": value for name, value in asked.STRANGER.items()}
    states.call(new, "save", form)
    assert set(new.problems) == {"insured"}
    states.call(new, "search", "Kettle Gap")
    states.call(new, "pick", new.found["options"][0]["id"])
    states.call(new, "save", form)
    assert new.form == "" and new.problems == {}


def test_the_insureds_link_is_made_and_ended(room: Room) -> None:
    own = states.of(room.tree(f"/insureds/{room.insured}"), InsuredRequestsState)
    states.call(own, "load")
    assert (own.link, own.has_link, own.may_have_link) == ("", False, True)
    states.call(own, "renew_link")
    states.call(own, "load")
    assert "/ask/" in own.link
    _, token = states.somebody(Role.VIEWER)
    theirs = states.of(states.tree(token, f"/insureds/{room.insured}"), InsuredRequestsState)
    states.call(theirs, "load")
    assert (theirs.link, theirs.has_link) == ("", True)


def opened(code: str) -> tuple[State, Any]:
    root = states.tree("", f"/ask/{code}")
    state = states.of(root, AskState)
    states.call(state, "arrive")
    return root, state


@pytest.fixture
def code(room: Room) -> str:
    with db.writing() as session:
        forget(session)
        return request_links.renew(session, room.actor, room.insured)


def forget(session: Session) -> None:
    session.execute(models.SignInAttempt.__table__.delete())  # type: ignore[attr-defined]


def test_a_stranger_asks(code: str) -> None:
    root, state = opened(code)
    assert not states.refused(root, AskState, "arrive") and not states.refused(root, AskState, "send")
    assert (state.phase, state.insured) == ("form", "Kettle Gap Framing LLC")
    states.call(state, "send", asked.STRANGER | {"asked_by": ""})
    assert set(state.problems) == {"asked_by"} and state.phase == "form"
    states.call(state, "send", asked.STRANGER)
    assert (state.phase, state.sent_to) == ("sent", "dana@halvorsenpg.example")


@pytest.mark.parametrize(
    "form", [None, [], "x", {}, {"holder_name": None}, {str(n): "x" for n in range(999)}]
)
def test_what_is_no_form_is_no_request(code: str, form: Any) -> None:
    _, state = opened(code)
    states.call(state, "send", form)
    assert state.phase == "form" and state.problems


def test_a_wrong_link_tells_nothing_and_is_counted(code: str) -> None:
    for number in range(public_requests.WRONG_CODES):
        _, state = opened(f"wrong{number}")
        assert (state.phase, state.insured) == ("unknown", "")
    _, state = opened(code)
    assert (state.phase, state.insured) == ("refused", "")
    with db.writing() as session:
        forget(session)

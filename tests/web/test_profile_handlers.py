"""Who may call the handlers of the insured's page, whatever it draws."""

import asyncio

from reflex.istate.data import ReflexURL, URLData
from reflex.state import State
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from coi_app import db
from coi_app.rules.access import ROLE_RIGHTS, Right, Role
from coi_app.web import gate, guards
from coi_app.web.agency.insured_head import ProfileState
from coi_app.web.agency.insured_profile import panels
from tests import factories, states

ROOMS = ("insured_head", "insured_profile", "policies", "additional_interests")
CHANGES = {
    "ProfileFormState": {"edit_insured", "save_insured", "edit_contact", "save_contact", "ask_remove_contact",
                         "remove_contact"},
    "PolicyFormState": {"add", "edit", "choose_line", "search_carrier", "pick_carrier", "enter_new_carrier", "save",
                        "ask_cancel", "cancel", "ask_reinstate", "reinstate"},
    "EndorsementFormState": {"add", "edit", "choose_kind", "choose_reach", "search_holder", "pick_holder",
                             "drop_holder", "save", "ask_remove", "remove"},
    "VehicleFormState": {"add", "edit", "save", "ask_remove", "remove", "create_id_card"},
    "InterestFormState": {"add", "edit", "search_holder", "pick_holder", "enter_new_holder", "save", "ask_end", "end",
                          "resume"},
    "InterestsState": {"tick", "tick_page", "tick_all", "tick_none"},
    "InterestEditsState": {"open", "submit"},
    "InsuredRequestsState": {"edit_agent", "save_agent", "ask", "renew_link", "close_link"},
    "HoldersReviewState": {"open", "ask", "call_off", "accept", "decline"},
}  # fmt: skip
WANTED = {f"{state}.{handler}" for state, names in CHANGES.items() for handler in names}


def handlers() -> dict[str, str]:
    """Wire name → "State.handler" of the insured's page."""
    assert panels.PANELS
    rooms = tuple(f"coi_app.web.agency.{room}" for room in ROOMS)
    return {
        name: f"{registered.states[0].__name__}.{name.rsplit('.', 1)[-1]}"
        for name, registered in RegistrationContext.get().event_handlers.items()
        if registered.states
        and registered.states[0].__module__.startswith(rooms)
        and not name.endswith(".setvar")
    }


def test_a_viewer_calls_nothing_that_changes_anything(tree_of_viewer: State) -> None:
    found = {
        said: asyncio.run(gate.Gate().preprocess(None, tree_of_viewer, Event(name=name, payload={})))
        is not None
        for name, said in handlers().items()
        if said in WANTED
    }
    assert found == dict.fromkeys(WANTED, True)


def test_whatever_else_there_is_only_looks() -> None:
    """A new handler that changes something must be added to CHANGES, so that the gate is tried on it."""
    events = RegistrationContext.get().event_handlers
    looks = {Right.DESK_VIEW, *ROLE_RIGHTS[Role.VIEWER]}
    marks = {said: guards.mark_of(events[name].handler.fn) for name, said in handlers().items()}
    assert {said for said, mark in marks.items() if mark is None or mark.right not in looks} == WANTED


def test_what_was_changed_is_read_again_wherever_one_is_by_then(engine: object) -> None:
    """A change's last words may arrive when the page was left already."""
    _, token = states.somebody(Role.VIEWER)
    with db.writing() as session:
        number = factories.insured(session, "Lantern Row Bakery LLC").id
    root = states.tree(token, f"/insureds/{number}")
    profile = states.of(root, ProfileState)
    states.call(profile, "load")
    root.rx_router_url = URLData.from_url(ReflexURL("http://localhost:8000/insureds"))
    states.call(profile, "refresh")
    assert (profile.name, profile.is_missing, profile.is_loaded) == ("Lantern Row Bakery LLC", False, True)

"""Who may call the handlers of the desk's lists and settings, whatever the page draws."""

import asyncio

from reflex.state import State
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from coi_app.rules.access import ROLE_RIGHTS, Role
from coi_app.web import gate, guards
from coi_app.web.agency.activity import state as activity
from coi_app.web.agency.holders import state as holders
from coi_app.web.agency.home import state as home
from coi_app.web.agency.insureds import state as insureds
from coi_app.web.agency.settings import state as settings

SCREENS = tuple(
    module.__name__.rpartition(".")[0] for module in (activity, holders, home, insureds, settings)
)
CHANGES = {
    "InsuredsState": {"open_form", "save"},
    "HoldersState": {"open_new", "save"},
    "MergeState": {"open_ticked", "open_these", "choose_survivor", "keep", "merge"},
    "DuplicatesState": {"open", "look_through", "more", "again"},
    "AgencyState": {"save", "choose_json", "remove_logo", "remove_signature"},
    "UsersState": {"load", "open_invitation", "invite", "ask", "change_role", "deactivate", "reactivate",
                   "reset_password", "invite_again", "take_back", "close_invitation"},
    "MailState": {"send_test", "save", "show"},
    "TemplatesState": {"open", "save", "retire", "resume", "search", "pick", "type_body"},
    "FormsState": {"ask_retire", "retire"},
    "MatchingState": {"choose", "next_open", "save", "set_meaning"},
    "CarriersState": {"open", "save", "retire", "resume"},
    "HomeState": {"choose_insured", "choose"},
}  # fmt: skip


def handlers() -> dict[str, str]:
    """Wire name → "State.handler" of these screens."""
    return {
        name: f"{registered.states[0].__name__}.{name.rsplit('.', 1)[-1]}"
        for name, registered in RegistrationContext.get().event_handlers.items()
        if registered.states
        and registered.states[0].__module__.startswith(SCREENS)
        and not name.endswith(".setvar")
    }


def refused(root: State, name: str) -> bool:
    answer = asyncio.run(gate.Gate().preprocess(None, root, Event(name=name, payload={})))
    return answer is not None


def test_a_viewer_calls_nothing_that_changes_anything(tree_of_viewer: State) -> None:
    wanted = {f"{state}.{handler}" for state, names in CHANGES.items() for handler in names}
    found = {said: refused(tree_of_viewer, name) for name, said in handlers().items() if said in wanted}
    assert found == dict.fromkeys(wanted, True)


def test_whatever_else_a_viewer_may_call_only_looks() -> None:
    """A new handler that changes something must be added to CHANGES, so that the gate is tried on it."""
    wanted = {f"{state}.{handler}" for state, names in CHANGES.items() for handler in names}
    rights = ROLE_RIGHTS[Role.VIEWER]
    events = RegistrationContext.get().event_handlers
    closed = {
        said for name, said in handlers().items() if _right(events[name].handler.fn) not in {None, *rights}
    }
    assert closed == wanted


def _right(handler: object) -> object:
    mark = guards.mark_of(handler)
    assert mark is not None
    return mark.right

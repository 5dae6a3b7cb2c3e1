"""The desk around every agency page: navigation, search, the account's menu, messages."""

import reflex as rx

from coi_app.web import routes, session
from coi_app.web.agency.bell import bell
from coi_app.web.agency.search.state import SearchState
from coi_app.web.shared import combobox, menu, notice, shell
from coi_app.web.shared.kinds import Child

Me = session.SessionState


def desk(*content: Child, current: str, action_bar: bool = False, rail: bool = False) -> rx.Component:
    """A page of the desk; `current` is the key of its place in the navigation."""
    return shell.shell(
        *content,
        current=current,
        agency=Me.agency_name,
        person=Me.name,
        initials=Me.initials,
        account_items=[
            menu.Item("Your account", "user_round", href=routes.with_query(routes.SETTINGS, {"tab": "you"})),
            menu.LINE,
            menu.Item("Sign out", "log_out", Me.sign_out),
        ],
        counts={"requests": shell.Count(Me.open_requests), "outbox": shell.Count(Me.failed_mails, hot=True)},
        bell=bell.bell(),
        search=combobox.global_search(SearchState.found, SearchState.search),
        messages=notice.messages(rx.foreach(Me.messages, _message)),
        action_bar=action_bar,
        rail=rail,
    )


def _message(message: rx.Var[session.Message]) -> rx.Component:
    return notice.message(message.key, message.words, message.tone, Me.dismiss)


def may(right: str) -> rx.Var[bool]:
    """Whether to draw what needs the right; the gate asks again."""
    return Me.rights.contains(right)


def has_arrived() -> rx.Var[bool]:
    """Whether the tab was told who is looking: before that nobody may anything."""
    return rx.Var.create(Me.role) != ""

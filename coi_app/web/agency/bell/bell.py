"""The bell of the top bar: how much is new, and a list that leads to each."""

import reflex as rx

from coi_app.web.agency.bell.state import BellState, Ring
from coi_app.web.session import SessionState
from coi_app.web.shared import icon, menu

Bell = BellState


def bell() -> rx.Component:
    unread = SessionState.unread
    label = rx.cond(unread > 0, "Notifications, " + unread.to(str) + " new", "Notifications")
    trigger = rx.el.button(
        icon.icon("bell", 17),
        rx.cond(unread > 0, rx.el.span(unread, class_name="bell-count", aria_hidden="true")),
        type="button",
        aria_label=label,
        title="Notifications",
        class_name="bell-button",
    )
    nothing = rx.dropdown_menu.item(rx.cond(Bell.is_loaded, "Nothing yet", "One moment"), disabled=True)
    return menu.menu(
        trigger,
        [
            rx.cond(Bell.rings.length() > 0, rx.foreach(Bell.rings, _ring), nothing),
            rx.cond(unread > 0, rx.dropdown_menu.separator()),
            menu.Item("Mark all as read", "check", Bell.read_all, shown=unread > 0),
        ],
        align="end",
        width="320px",
        on_open_change=Bell.open,
    )


def _ring(one: rx.Var[Ring]) -> rx.Component:
    return rx.dropdown_menu.item(
        rx.el.span(class_name=["bell-dot", rx.cond(one.is_new, "is-new", "")], aria_hidden="true"),
        rx.el.span(one.words, rx.el.span(one.at, class_name="bell-at num"), class_name="grow"),
        on_select=Bell.go(one.id),
        class_name="bell-item",
        key=one.id,
    )

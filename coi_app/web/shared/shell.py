"""The staff shell: side bar, top bar, main landmark, skip link. Values and handlers come from the session's
state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import reflex as rx

from coi_app.web.shared import brand, button, icon, link, menu, notice
from coi_app.web.shared.kinds import Child, Flag, Text, when


@dataclass(frozen=True)
class Place:
    """One entry of the side navigation; `key` is what a page passes as `current`."""

    key: str
    words: str
    href: str
    icon_name: str


HOME = Place("home", "Home", "/", "house")
PLACES: tuple[Place, ...] = (
    Place("insureds", "Insureds", "/insureds", "building_2"),
    Place("certificates", "Certificates", "/certificates", "file_badge"),
    Place("holders", "Holders", "/holders", "users"),
    Place("requests", "Requests", "/requests", "inbox"),
    Place("imports", "Imports", "/imports", "upload"),
    Place("activity", "Activity", "/activity", "activity"),
    Place("outbox", "Outbox", "/outbox", "send"),
)
SETTINGS = Place("settings", "Settings", "/settings", "settings")


@dataclass(frozen=True)
class Count:
    """A number at a navigation entry; hidden at 0. `hot` is the red kind, for what failed."""

    value: int | rx.Var
    hot: bool = False


def _count(count: Count | None) -> rx.Component:
    if count is None:
        return rx.fragment()
    return rx.cond(
        rx.Var.create(count.value).to(int) > 0,
        rx.el.span(count.value, class_name=["nav-count", "is-hot" if count.hot else ""]),
    )


def _nav_item(place: Place, current: str, counts: Mapping[str, Count]) -> rx.Component:
    here = {"aria_current": "page"} if place.key == current else {}
    return link.link(
        icon.icon(place.icon_name),
        rx.el.span(place.words, class_name="nav-label"),
        _count(counts.get(place.key)),
        href=place.href,
        title=place.words,
        class_name="nav-item",
        **here,
    )


def _nav(agency: Text, current: str, counts: Mapping[str, Count]) -> rx.Component:
    return rx.el.nav(
        brand.brand(agency),
        _nav_item(HOME, current, counts),
        rx.el.div(class_name="nav-gap"),
        *[_nav_item(place, current, counts) for place in PLACES],
        rx.el.div(_nav_item(SETTINGS, current, counts), class_name="nav-foot"),
        aria_label="Main",
    )


def _drawer(agency: Text, current: str, counts: Mapping[str, Count]) -> rx.Component:
    return rx.dialog.root(
        rx.dialog.trigger(button.icon_button("Open navigation", "menu", size=20, class_name="drawer-button")),
        rx.dialog.content(
            rx.dialog.title("Navigation", class_name="sr-only"),
            _nav(agency, current, counts),
            class_name="drawer",
            custom_attrs={"aria-describedby": None},
        ),
    )


def account_menu(person: Text, initials: Text, items: Sequence[menu.Item]) -> rx.Component:
    """The person's name with its menu, at the end of the top bar."""
    trigger = rx.el.button(
        rx.el.span(initials, class_name="avatar", aria_hidden="true"),
        rx.el.span(person, class_name="account-name"),
        rx.el.span(icon.icon("chevron_down", 14, tone="muted"), class_name="account-caret"),
        type="button",
        aria_label=person,
        class_name="account-button",
    )
    return menu.menu(trigger, items, align="end")


def shell(
    *content: Child,
    current: str,
    agency: Text,
    person: Text,
    initials: Text,
    account_items: Sequence[menu.Item],
    counts: Mapping[str, Count] | None = None,
    search: Child = "",
    bell: Child = "",
    rail: Flag = False,
    messages: Child = "",
    help_href: str = "",
    action_bar: bool = False,
) -> rx.Component:
    """The whole page. `current` is a Place key, `counts` by Place key, `search` usually
    `combobox.global_search(...)`, `bell` what stands before the account.

    `messages` is `notice.messages(...)`. With `action_bar` the last of `content` must be
    `page_head.action_bar(...)`.
    """
    counts = counts or {}
    help_link = [_help(help_href)] if help_href else []
    return rx.el.div(
        rx.el.a("Skip to the content", href="#content", class_name="skip-link"),
        rx.el.div(_nav(agency, current, counts), class_name="side"),
        rx.el.div(
            rx.el.header(
                _drawer(agency, current, counts),
                rx.el.div(search, class_name="top-search"),
                rx.el.div(
                    *help_link, bell, account_menu(person, initials, account_items), class_name="top-end"
                ),
                class_name="top",
            ),
            rx.el.main(
                *content,
                id="content",
                tab_index=-1,
                class_name=["page", "has-action-bar" if action_bar else ""],
            ),
            class_name="main",
        ),
        notice.connection_banner(),
        messages,
        class_name=["shell", when(rail, "is-rail")],
    )


def _help(href: str) -> rx.Component:
    return rx.icon_button(
        link.link(icon.icon("circle_help"), href=href, aria_label="Help", title="Help"),
        as_child=True,
        variant="ghost",
        color_scheme="gray",
        class_name="help-button",
    )

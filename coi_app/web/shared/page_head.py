"""The head of a page: crumbs, the one h1 with its badges, a line of facts, actions at the right."""

from collections.abc import Sequence

import reflex as rx

from coi_app.web.shared import icon, link
from coi_app.web.shared.kinds import Child, Children, Text

Crumb = tuple[Text, str | rx.Var]


def crumbs(*path: Crumb, here: Text) -> rx.Component:
    """`path` are (words, href) from the top; `here` is this page, which is no link."""
    links = [
        rx.el.li(link.link(words, href=href, class_name="clip"), icon.icon("chevron_right", 12))
        for words, href in path
    ]
    return rx.el.nav(
        rx.el.ol(
            *links, rx.el.li(rx.el.span(here, class_name="clip"), aria_current="page"), class_name="crumbs"
        ),
        aria_label="Breadcrumb",
    )


def fact(words: Child, icon_name: str = "") -> rx.Component:
    """One entry of the line under the title ("Boise, ID 83702" with a pin)."""
    parts = [icon.icon(icon_name, 13)] if icon_name else []
    return rx.el.span(*parts, words)


def page_head(
    title: Text,
    *,
    path: Sequence[Crumb] = (),
    badges: Children = (),
    facts: Children = (),
    actions: Children = (),
) -> rx.Component:
    """The only h1 of the page. `facts` come from `fact(...)` or are plain words."""
    head = rx.el.div(
        rx.el.div(
            rx.el.div(rx.el.h1(title), *badges, class_name="page-title"),
            rx.el.div(*facts, class_name="page-meta") if facts else rx.fragment(),
            class_name="grow",
        ),
        rx.el.div(*actions, class_name="page-actions") if actions else rx.fragment(),
        class_name=["page-head", "" if path else "is-centered"],
    )
    return rx.fragment(crumbs(*path, here=title), head) if path else head


def action_bar(note: Child, *actions: Child) -> rx.Component:
    """The bar that stays at the bottom of a form page: what will happen at the left, the buttons at the
    right."""
    return rx.fragment(
        rx.el.div(class_name="action-bar-room"),
        rx.el.div(
            rx.el.div(note, class_name="muted grow"),
            rx.el.div(*actions, class_name="row end"),
            class_name="action-bar",
        ),
    )

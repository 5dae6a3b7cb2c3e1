"""Buttons: one primary to a screen, the rest gray. Links that look like buttons are one tab stop, not two."""

from typing import Any, Literal

import reflex as rx

from coi_app.web.shared import icon, link
from coi_app.web.shared.kinds import Flag, Handler, Text, given

Look = Literal["primary", "second", "quiet", "danger"]
LOOKS: dict[str, dict[str, str]] = {
    "primary": {"variant": "solid", "color_scheme": "indigo"},
    "second": {"variant": "surface", "color_scheme": "gray"},
    "quiet": {"variant": "ghost", "color_scheme": "gray"},
    "danger": {"variant": "solid", "color_scheme": "red"},
}


def button(
    words: Text,
    on_click: Handler = None,
    *,
    look: Look = "second",
    icon_name: str = "",
    caret: bool = False,
    size: str = "2",
    disabled: Flag = False,
    busy: Flag = False,
    **props: Any,
) -> rx.Component:
    """`caret` marks a button that opens a menu; `busy` shows a spinner and refuses a second click."""
    parts: list[Any] = [icon.icon(icon_name, 15)] if icon_name else []
    parts.append(words)
    if caret:
        parts.append(icon.icon("chevron_down", 14))
    return rx.button(
        *parts,
        size=size,
        disabled=disabled,
        loading=busy,
        **{"type": "button", **LOOKS[look], **props},
        **given(on_click=on_click),
    )


def link_button(
    words: Text,
    href: Text,
    *,
    look: Look = "second",
    icon_name: str = "",
    size: str = "2",
    new_tab: bool = False,
    **props: Any,
) -> rx.Component:
    """Goes to another page: an <a> with the look of a button, so it can be opened in a new tab."""
    parts: list[Any] = [icon.icon(icon_name, 15)] if icon_name else []
    where = {"target": "_blank"} if new_tab else {}
    inside = link.link(*parts, words, href=href, **where)
    return rx.button(inside, as_child=True, size=size, **LOOKS[look], **props)


def file_button(words: Text, href: Text, *, icon_name: str, shows: bool = False) -> rx.Component:
    """As `link.file`, with the look of a button."""
    file = link.file(icon.icon(icon_name, 15), words, href=href, shows=shows)
    return rx.button(file, as_child=True, size="2", **LOOKS["second"])


def icon_button(
    label: Text,
    icon_name: str,
    on_click: Handler = None,
    *,
    size: int = 16,
    disabled: Flag = False,
    **props: Any,
) -> rx.Component:
    """A ghost button of 28 px; `label` is its accessible name and its tooltip."""
    return rx.icon_button(
        icon.icon(icon_name, size),
        variant="ghost",
        color_scheme="gray",
        aria_label=label,
        title=label,
        disabled=disabled,
        type="button",
        **props,
        **given(on_click=on_click),
    )


def text_link(
    words: Text, href: Text = "", on_click: Handler = None, *, small: bool = False, **props: Any
) -> rx.Component:
    """An indigo link: an <a> when it goes somewhere, a <button> when it does something."""
    names = ["link", "is-small" if small else ""]
    if isinstance(href, str) and not href:
        return rx.el.button(words, type="button", class_name=names, **props, **given(on_click=on_click))
    return link.link(
        words,
        href=href,
        class_name=names,
        **props,
        **given(on_click=on_click),
    )

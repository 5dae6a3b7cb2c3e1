"""Menus: items with icon and shortcut, dangerous ones in red, lines between groups.

Handlers go on the items (on_select), never on the trigger: a click handler there would not fire.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.web.shared import icon, link
from coi_app.web.shared.kinds import Child, Flag, Handler, Text, given


@dataclass(frozen=True)
class Item:
    """One line of a menu. `shown` hides it by a state condition; `href` makes it a link instead of an
    action."""

    words: Text
    icon_name: str = ""
    on_select: Handler = None
    shortcut: str = ""
    danger: bool = False
    disabled: Flag = False
    href: Text = ""
    is_file: bool = False  # of ours: kept by the browser
    shown: Flag = True


LINE = Item("")
SETTLE_MS = 30


def _look(item: Item) -> dict[str, Any]:
    props: dict[str, Any] = {"disabled": item.disabled}
    if item.danger:
        props["color_scheme"] = "red"
    if item.shortcut:
        props["shortcut"] = item.shortcut
    return props


def _settled(handler: Handler) -> Handler:
    """The handler a moment later, when the menu has given the focus back to its button.

    A dialog that opens before that would give the focus to nobody when it closes.
    """
    return handler.debounce(SETTLE_MS) if hasattr(handler, "debounce") else handler


def _entry(item: Item) -> rx.Component:
    parts: list[Any] = [icon.icon(item.icon_name, 15)] if item.icon_name else []
    if isinstance(item.href, str) and not item.href:
        return rx.dropdown_menu.item(
            *parts, item.words, **_look(item), **given(on_select=_settled(item.on_select))
        )
    kind = link.file if item.is_file else link.link
    return rx.dropdown_menu.item(kind(*parts, item.words, href=item.href), as_child=True, **_look(item))


def _shown(item: Item) -> rx.Component:
    if item is LINE:
        return rx.dropdown_menu.separator()
    if isinstance(item.shown, bool):
        return _entry(item) if item.shown else rx.fragment()
    return rx.cond(item.shown, _entry(item))


def menu(
    trigger: Child,
    items: Sequence[Item | rx.Component],
    *,
    align: str = "start",
    width: str = "212px",
    **root: Any,
) -> rx.Component:
    """`items` may also hold ready components, for example an `rx.foreach` of `rx.dropdown_menu.item`."""
    entries = [item if isinstance(item, rx.Component) else _shown(item) for item in items]
    return rx.dropdown_menu.root(
        rx.dropdown_menu.trigger(trigger),
        rx.dropdown_menu.content(
            *entries, align=align, size="2", variant="solid", side_offset=4, min_width=width, loop=True
        ),
        modal=False,
        **root,
    )

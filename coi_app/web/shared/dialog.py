"""Dialogs: one to a page, opened and closed by state. Radix keeps the focus inside and answers Esc.

Widths: 480 to confirm, 640 progress, 680 account, 1120 generate.
"""

from typing import Any

import reflex as rx

from coi_app.web.shared import button, opener
from coi_app.web.shared.kinds import Child, Children, Flag, Handler, Text

WIDTHS = {"confirm": "480px", "progress": "640px", "form": "680px", "wide": "1120px"}


def _head(title: Text, lead: Child | None, part: Any, close: Child | None) -> rx.Component:
    words = [part.title(title, size="5")]
    if lead is not None:
        words.append(part.description(lead, class_name="dialog-lead"))
    return rx.el.div(
        rx.el.div(*words, class_name="grow"),
        close if close is not None else rx.fragment(),
        class_name="dialog-head",
    )


def dialog(
    title: Text,
    *content: Child,
    open: Flag,
    on_open_change: Handler,
    lead: Child | None = None,
    note: Child = "",
    actions: Children = (),
    size: str = "form",
    close_label: str = "Close",
    close_icon: str = "x",
    split: bool = False,
) -> rx.Component:
    """Head, scrolling body, foot. `on_open_change(bool)` also hears Esc and the cross. `note` stands left
    in the foot.

    With `split` the content is `main(...)` and `side(...)` next to each other in a dialog of fixed height.
    """
    cross = rx.dialog.close(button.icon_button(close_label, close_icon, size=18))
    return rx.dialog.root(
        rx.dialog.content(
            _head(title, lead, rx.dialog, cross),
            rx.el.div(*content, class_name=["dialog-body", "is-split" if split else ""]),
            _foot(note, actions),
            max_width=WIDTHS[size],
            width="calc(100vw - 32px)",
            **opener.remembered(),
            class_name=["dialog", "is-fixed" if split else ""],
            **_described(lead),
        ),
        open=open,
        on_open_change=on_open_change,
    )


def alert(
    title: Text,
    lead: Text,
    *content: Child,
    open: Flag,
    on_open_change: Handler,
    confirm: Child,
    cancel_words: str = "Cancel",
    note: Child = "",
) -> rx.Component:
    """Where mail goes out or something is withdrawn: says count and recipients in `lead`, focus starts on
    Cancel."""
    cancel = rx.alert_dialog.cancel(button.button(cancel_words))
    return rx.alert_dialog.root(
        rx.alert_dialog.content(
            _head(title, lead, rx.alert_dialog, None),
            rx.el.div(*content, class_name="dialog-body") if content else rx.fragment(),
            _foot(note, [cancel, confirm]),
            max_width=WIDTHS["confirm"],
            width="calc(100vw - 32px)",
            **opener.remembered(),
            class_name="dialog",
        ),
        open=open,
        on_open_change=on_open_change,
    )


def cancel_button(words: str = "Cancel") -> rx.Component:
    """Closes the dialog it stands in, by `on_open_change(False)`."""
    return rx.dialog.close(button.button(words))


def main(*content: Child) -> rx.Component:
    """The left part of a split dialog; give a list inside it `scroll(...)`."""
    return rx.el.div(*content, class_name="dialog-main")


def side(*content: Child) -> rx.Component:
    """The sunk right part (316 px) of a split dialog."""
    return rx.el.div(*content, class_name="dialog-side")


def scroll(*content: Child, label: Text) -> rx.Component:
    """A list that scrolls inside the dialog; it can be reached and moved by keyboard."""
    return rx.el.div(
        *content,
        role="group",
        aria_label=label,
        tab_index=0,
        style={"overflow_y": "auto", "flex": "1", "min_height": "0"},
    )


def _foot(note: Child, actions: Children) -> rx.Component:
    if not actions:
        return rx.fragment()
    return rx.el.div(
        rx.el.span(note, class_name="foot-note") if isinstance(note, str | rx.Var) else note,
        rx.el.span(*actions, class_name="foot-actions"),
        class_name="dialog-foot",
    )


def _described(lead: Child | None) -> dict[str, Any]:
    # Radix warns about a dialog without description unless it is told that none is meant.
    return {} if lead is not None else {"custom_attrs": {"aria-describedby": rx.Var("undefined")}}

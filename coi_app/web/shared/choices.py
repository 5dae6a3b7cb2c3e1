"""Check boxes, switches and radio cards, each with its words and a hint."""

import reflex as rx

from coi_app.web.shared import checkbox
from coi_app.web.shared.kinds import Child, Flag, Handler, Text, given


def check(
    field_id: str, label: Text, checked: Flag, on_change: Handler, *, hint: Text = "", disabled: Flag = False
) -> rx.Component:
    """A check box with a title and a hint; `on_change(bool)`."""
    return rx.el.div(
        checkbox.checkbox(
            checked,
            on_change,
            id=field_id,
            disabled=disabled,
            aria_labelledby=f"{field_id}_label",
            aria_describedby=f"{field_id}_hint",
        ),
        rx.el.div(
            rx.el.label(label, html_for=field_id, id=f"{field_id}_label", class_name="check-title"),
            rx.el.div(hint, id=f"{field_id}_hint", class_name="hint"),
        ),
        class_name="check-line",
    )


def switch(
    field_id: str, label: Text, on: Flag, on_change: Handler, *, hint: Text = "", disabled: Flag = False
) -> rx.Component:
    """A switch, for a right or a setting that holds at once; `on_change(bool)`."""
    return rx.el.div(
        rx.switch(
            id=field_id,
            checked=on,
            on_change=on_change,
            size="1",
            disabled=disabled,
            aria_labelledby=f"{field_id}_label",
            aria_describedby=f"{field_id}_hint",
        ),
        rx.el.div(
            rx.el.label(label, html_for=field_id, id=f"{field_id}_label", class_name="check-title"),
            rx.el.div(hint, id=f"{field_id}_hint", class_name="hint"),
        ),
        class_name="switch-line",
    )


def choice(
    group: str,
    key: str,
    title: Text,
    chosen: Text,
    on_choose: Handler,
    *,
    hint: Text = "",
    more: Child | None = None,
) -> rx.Component:
    """A radio card of `group`; `on_choose(key)`. `more` opens inside the card while it is the chosen one."""
    mine = rx.Var.create(chosen) == key
    card_id = f"{group}_{key}"
    return rx.el.div(
        rx.el.input(
            type="radio",
            id=card_id,
            name=group,
            value=key,
            checked=mine,
            on_change=on_choose(key),
            aria_labelledby=f"{card_id}_label",
            aria_describedby=f"{card_id}_hint",
            class_name="choice-radio",
        ),
        rx.el.div(
            rx.el.label(title, html_for=card_id, id=f"{card_id}_label", class_name="choice-title"),
            rx.el.div(hint, id=f"{card_id}_hint", class_name="hint"),
            rx.cond(mine, rx.el.div(more, class_name="choice-more")) if more is not None else rx.fragment(),
            class_name="choice-body",
        ),
        class_name="choice",
    )


def choice_group(legend: Text, *cards: Child, field_id: str | None = None) -> rx.Component:
    """Radio cards under one legend."""
    return rx.el.fieldset(rx.el.legend(legend), *cards, class_name="choice-group", **given(id=field_id))


def check_group(legend: Text, *parts: Child) -> rx.Component:
    """Check boxes or switches under one legend."""
    return rx.el.fieldset(rx.el.legend(legend), *parts, class_name="choice-group")

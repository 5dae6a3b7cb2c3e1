"""The bare check box. Radix's own, because Reflex's `rx.checkbox` always wraps it in a label of its own."""

from typing import Any

import reflex as rx
from reflex_components_radix.themes.components.checkbox import Checkbox  # type: ignore[import-untyped]  # no stubs

from coi_app.web.shared.kinds import Flag, Handler, Text


def checkbox(
    checked: Flag, on_change: Handler, *, mixed: Flag = False, disabled: Flag = False, **props: Any
) -> rx.Component:
    """`on_change(bool)`; `mixed` shows the dash. Name it by `aria_label` or `aria_labelledby`."""
    state = checked if mixed is False else rx.cond(mixed, "indeterminate", checked)
    return Checkbox.create(
        custom_attrs={"checked": rx.Var.create(state)},
        on_change=on_change,
        size="2",
        disabled=disabled,
        **props,
    )


def named(label: Text, checked: Flag, on_change: Handler, **more: Any) -> rx.Component:
    """A check box without words beside it, as in a grid; `label` is its accessible name."""
    return checkbox(checked, on_change, aria_label=label, **more)

"""Fields: label above, hint and error under, tied together for screen readers. Errors are checked on submit.

A field's `field_id` is also its name in the form and in the error summary; keep it a plain word
("holder_name").
"""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from coi_app.web.shared import icon
from coi_app.web.shared.kinds import Child, Flag, Handler, Text, given

NO_ERROR = ""


def _has(error: Text) -> Any:
    return bool(error) if isinstance(error, str) else error != ""


def error_line(field_id: str, error: Text) -> rx.Component:
    """The sentence under a field: what to do, not what is wrong."""
    line = rx.el.span(
        icon.icon("circle_alert", 13, stroke=2), error, id=f"{field_id}_error", class_name="field-error"
    )
    if isinstance(error, str):
        return line if error else rx.fragment()
    return rx.cond(error != "", line)


def said_by(field_id: str, error: Text, hint: Child | None) -> dict[str, Any]:
    """The aria attributes that tie a control to its hint and its error."""
    hint_id = f"{field_id}_hint" if hint is not None else ""
    both = f"{field_id}_error {hint_id}".strip()
    if isinstance(error, str):
        described = both if error else hint_id
        return given(aria_describedby=described or None, aria_invalid="true" if error else None)
    return {
        "aria_describedby": rx.cond(error != "", both, hint_id),
        "aria_invalid": rx.cond(error != "", "true", "false"),
    }


def field(
    field_id: str,
    label: Text,
    control: Child,
    *,
    hint: Child | None = None,
    error: Text = NO_ERROR,
    optional: bool = False,
    beside: Child | None = None,
) -> rx.Component:
    """Label, control, hint, error around any control whose id is `field_id`. `beside` stands at the label's
    right."""
    words = [rx.el.span(" (optional)", class_name="field-optional")] if optional else []
    name = rx.el.label(label, *words, html_for=field_id, class_name="field-label")
    return rx.el.div(
        name
        if beside is None
        else rx.el.div(name, rx.el.span(beside, class_name="end small"), class_name="row"),
        control,
        error_line(field_id, error),
        rx.el.span(hint, id=f"{field_id}_hint", class_name="hint") if hint is not None else rx.fragment(),
        class_name=[
            "field",
            rx.cond(_has(error), "has-error", "")
            if not isinstance(error, str)
            else ("has-error" if error else ""),
        ],
    )


def stack(*parts: Child) -> rx.Component:
    """Fields under each other at the distance of a form."""
    return rx.el.div(*parts, class_name="field-stack")


def text(
    field_id: str,
    label: Text,
    value: Text = "",
    on_change: Handler = None,
    *,
    hint: Child | None = None,
    error: Text = NO_ERROR,
    optional: bool = False,
    beside: Child | None = None,
    icon_name: str = "",
    end_part: Child | None = None,
    type: str = "text",
    size: str = "2",
    **props: Any,
) -> rx.Component:
    """One line of text. With `on_change` the state has the value; without, it is a named field of a native
    form.

    `end_part` stands inside at the right (an icon button). `type` may be "email", "tel", "password", "date".
    """
    slots = [rx.input.slot(icon.icon(icon_name, 15))] if icon_name else []
    if end_part is not None:
        slots.append(rx.input.slot(end_part, side="right"))
    held = {"default_value": value} if on_change is None else {"value": value, "on_change": on_change}
    control = rx.input(
        *slots,
        id=field_id,
        name=field_id,
        type=type,
        size=size,
        width="100%",
        **held,
        **said_by(field_id, error, hint),
        **props,
    )
    return field(field_id, label, control, hint=hint, error=error, optional=optional, beside=beside)


def date(field_id: str, label: Text, value: Text, on_change: Handler, **more: Any) -> rx.Component:
    """A native date; ISO day in and out ("2026-03-04"). Takes what `text` takes."""
    return text(field_id, label, value, on_change, type="date", **more)


def typed_date(field_id: str, label: Text, value: Text, on_change: Handler, **more: Any) -> rx.Component:
    """A day typed as 3/4/2026 or 2026-03-04; the state reads it with `rules.forms` and answers with an
    error."""
    return text(field_id, label, value, on_change, input_mode="numeric", placeholder="MM/DD/YYYY", **more)


def money(field_id: str, label: Text, value: Text, on_change: Handler, **more: Any) -> rx.Component:
    """Whole dollars as people type them ("1,000,000"); a $ stands before it."""
    return text(field_id, label, value, on_change, icon_name="dollar_sign", input_mode="numeric", **more)


def text_area(
    field_id: str,
    label: Text,
    value: Text = "",
    on_change: Handler = None,
    *,
    rows: int = 4,
    hint: Child | None = None,
    error: Text = NO_ERROR,
    optional: bool = False,
    **props: Any,
) -> rx.Component:
    """Several lines; without `on_change` a named field of a form, as `text`."""
    held = {"default_value": value} if on_change is None else {"value": value, "on_change": on_change}
    control = rx.text_area(
        id=field_id,
        name=field_id,
        **held,
        rows=str(rows),
        width="100%",
        **said_by(field_id, error, hint),
        **props,
    )
    return field(field_id, label, control, hint=hint, error=error, optional=optional)


def select_box(
    field_id: str,
    value: Text,
    on_change: Handler,
    options: Child | Sequence[tuple[str, str]],
    *,
    icon_name: str = "",
    **props: Any,
) -> rx.Component:
    """The bare native list box. `options` are (value, words), or `rx.foreach(State.rows, lambda r:
    option(r.id, r.name))`."""
    held = {"name": field_id, "value": value, "on_change": on_change}
    return _native_select(field_id, options, icon_name, **held, **props)


def _native_select(
    field_id: str, options: Child | Sequence[tuple[str, str]], icon_name: str = "", **props: Any
) -> rx.Component:
    entries = (
        options
        if isinstance(options, rx.Component | rx.Var | str)
        else rx.fragment(*[option(key, words) for key, words in options])
    )
    return rx.el.div(
        rx.el.span(icon.icon(icon_name, 15), class_name="select-icon") if icon_name else rx.fragment(),
        rx.el.select(entries, id=field_id, class_name="native-select", **props),
        rx.el.span(icon.icon("chevrons_up_down", 14), class_name="select-caret"),
        class_name=["select-box", "has-icon" if icon_name else ""],
    )


def option(value: Text, words: Text) -> rx.Component:
    """One choice of a select."""
    return rx.el.option(words, value=value)


def select(
    field_id: str,
    label: Text,
    value: Text,
    on_change: Handler,
    options: Child | Sequence[tuple[str, str]],
    *,
    hint: Child | None = None,
    error: Text = NO_ERROR,
    icon_name: str = "",
    **props: Any,
) -> rx.Component:
    """One of a few choices; for many use `combobox.combobox`."""
    control = select_box(
        field_id, value, on_change, options, icon_name=icon_name, **said_by(field_id, error, hint), **props
    )
    return field(field_id, label, control, hint=hint, error=error)


def choose(
    field_id: str,
    label: Text,
    value: Text,
    options: Child | Sequence[tuple[str, str]],
    *,
    hint: Child | None = None,
    error: Text = NO_ERROR,
    optional: bool = False,
    name: str = "",
    on_change: Handler = None,
    **props: Any,
) -> rx.Component:
    """One of a few choices as a named field of a form, which begins at `value`; for one that the state
    holds see `select`. `on_change` only hears it."""
    control = _native_select(
        field_id,
        options,
        name=name or field_id,
        default_value=value,
        **given(on_change=on_change),
        **said_by(field_id, error, hint),
        **props,
    )
    return field(field_id, label, control, hint=hint, error=error, optional=optional)


def tick(
    field_id: str, label: Text, ticked: Flag = False, *, hint: Child | None = None, name: str = ""
) -> rx.Component:
    """A native check box as a named field of a form; it is sent as a boolean."""
    box = rx.el.input(
        type="checkbox",
        id=field_id,
        name=name or field_id,
        default_checked=ticked,
        class_name="tick",
        **given(aria_describedby=f"{field_id}_hint" if hint is not None else None),
    )
    words = [rx.el.label(label, html_for=field_id, class_name="check-title")]
    if hint is not None:
        words.append(rx.el.div(hint, id=f"{field_id}_hint", class_name="hint"))
    return rx.el.div(box, rx.el.div(*words), class_name="check-line")


def password(
    field_id: str, label: Text, *, shown: Flag = False, toggle: Child | None = None, **more: Any
) -> rx.Component:
    """A secret; `toggle` is the eye button, `shown` its state."""
    kind = (
        rx.cond(shown, "text", "password")
        if not isinstance(shown, bool)
        else ("text" if shown else "password")
    )
    return text(field_id, label, end_part=toggle, type=kind, **more)

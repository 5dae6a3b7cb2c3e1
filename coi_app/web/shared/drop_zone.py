"""A place to drop a file or choose one; the answer comes in the same place."""

import reflex as rx

from coi_app.web.shared import icon
from coi_app.web.shared.kinds import Child, Text, classes


def drop_zone(
    field_id: str,
    title: Text,
    words: Text,
    *,
    accept: str = "",
    icon_name: str = "file_search",
    button_words: str = "Choose a file",
    state: Text = "",
    end: Child | None = None,
    field: rx.Component | None = None,
) -> rx.Component:
    """A file field of a native form: dropping on it fills it, as the browser does by itself.

    `state` is "", "is-over", "is-good" or "is-bad"; `accept` like ".csv,.xlsx". `field` replaces the file field; it
    has `field_id` as its id.
    """
    if field is None:
        field = rx.el.input(
            type="file", id=field_id, name=field_id, accept=accept, aria_describedby=f"{field_id}_hint"
        )
    return rx.el.div(
        rx.el.span(icon.icon(icon_name, 18), class_name="tile"),
        rx.el.label(title, html_for=field_id, class_name="strong"),
        rx.el.p(words, id=f"{field_id}_hint", class_name="muted"),
        rx.el.span(
            button_words,
            class_name="big-button is-second",
            aria_hidden="true",
            style={"width": "auto", "min_height": "44px", "font_size": "14px"},
        ),
        end if end is not None else rx.fragment(),
        field,
        class_name=classes("drop-zone", state),
    )

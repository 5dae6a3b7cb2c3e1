"""A drop zone whose files are sent at once, and a line for each that says how far it is and what came of it."""

from typing import Any

import reflex as rx

from coi_app.web.shared import drop_zone, icon, scripts
from coi_app.web.shared.kinds import Child, Handler, Text


class FileSender(rx.Component):
    """The file field; see docs/decisions for why it has a JavaScript file."""

    library = scripts.beside(__name__, "file_sender.jsx")
    tag = "FileSender"

    accept: rx.Var[str]
    multiple: rx.Var[bool]
    action: rx.Var[str]
    largest: rx.Var[int]

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """`on_progress(name, percent)`, `on_answer(name, status, words)` for each file, `on_end()` after the last."""
        return {
            **super().get_event_triggers(),
            "on_progress": rx.event.passthrough_event_spec(str, int),
            "on_answer": rx.event.passthrough_event_spec(str, int, str),
            "on_end": rx.event.no_args_event_spec,
        }


def file_sender(
    field_id: str,
    title: Text,
    words: Text,
    *,
    action: Text,
    accept: str,
    largest: Any,
    on_progress: Handler,
    on_answer: Handler,
    on_end: Handler,
    multiple: bool = True,
    button_words: str = "Choose files",
) -> rx.Component:
    """`action` is the address that takes a POST of the file; `largest` in bytes."""
    field = FileSender.create(
        id=field_id, accept=accept, multiple=multiple, action=action, largest=largest,
        on_progress=on_progress, on_answer=on_answer, on_end=on_end,
        custom_attrs={"aria-describedby": f"{field_id}_hint"},
    )  # fmt: skip
    return drop_zone.drop_zone(
        field_id, title, words, icon_name="upload", button_words=button_words, field=field
    )


def lines(shown: Child) -> rx.Component:
    """The list of what was sent, read out as it changes: `lines(rx.foreach(State.sent, ... line(...)))`."""
    return rx.el.ul(shown, class_name="sent-lines", aria_live="polite", aria_label="Sent files")


def line(name: Text, percent: Any, look: Text, words: Text) -> rx.Component:
    """`look` is "sending", "good" or "bad"; `words` what the server said."""
    sign = rx.match(
        look,
        ("good", icon.icon("circle_check", tone="tone-green")),
        ("bad", icon.icon("octagon_x", tone="tone-red")),
        icon.icon("loader", tone="muted"),
    )
    return rx.el.li(
        sign,
        rx.el.div(
            rx.el.div(name, class_name="clip medium", title=name),
            rx.el.div(words, class_name="small muted"),
            class_name="grow",
        ),
        rx.cond(look == "sending", rx.el.progress(value=percent, max=100, aria_label="Sent so far")),
        class_name="row gap-8",
        key=name,
    )

"""What the product tells a person: notes in the page, messages that pass, and the lost connection.

Messages are state, because nothing that a handler sends as script runs under the content security policy.
"""

from typing import Any

import reflex as rx

from coi_app.web.shared import button, icon
from coi_app.web.shared.kinds import Child, Handler, Text

# tone -> icon
TONES = {
    "gray": "info",
    "indigo": "info",
    "green": "circle_check",
    "amber": "triangle_alert",
    "red": "circle_alert",
}


def note(
    words: Child, tone: str = "gray", *, title: Text = "", action: Child | None = None, alert: bool = False
) -> rx.Component:
    """A note in the page. `alert` has it read out at once; use it for what just went wrong."""
    lines = [rx.el.div(title, class_name="medium")] if not isinstance(title, str) or title else []
    return rx.el.div(
        icon.icon(TONES[tone], 16, stroke=2),
        rx.el.div(*lines, rx.el.div(words), class_name="grow"),
        action if action is not None else rx.fragment(),
        class_name=f"note is-{tone}",
        **({"role": "alert"} if alert else {}),
    )


class MessageLife(rx.el.Span):
    """Counts a message's time down; the count stops while the pointer or the focus is on it."""

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """Besides the usual ones, the end of the count."""
        return {**super().get_event_triggers(), "on_animation_end": rx.event.no_args_event_spec}


def message(
    key: Text, words: Text, tone: Text, on_dismiss: Handler, *, action: Child | None = None
) -> rx.Component:
    """One passing message, gone after 12 s or by its button; `on_dismiss(key)`. `action` is for Undo.

    `tone` is "green", "red", "amber" or "gray".
    """
    return rx.el.div(
        icon.one_of(
            tone,
            {"green": "circle_check", "red": "circle_alert", "amber": "triangle_alert"},
            "info",
            stroke=2,
            tone="tone-" + tone,
        ),
        rx.el.div(words, class_name="grow"),
        action if action is not None else rx.fragment(),
        button.icon_button("Dismiss", "x", on_dismiss(key), size=15),
        MessageLife.create(class_name="message-life", aria_hidden="true", on_animation_end=on_dismiss(key)),
        class_name="message",
        key=key,
    )


def messages(shown: Child) -> rx.Component:
    """The region for messages, always in the page: `messages(rx.foreach(State.messages, lambda m:
    message(...)))`."""
    return rx.el.div(shown, role="status", aria_live="polite", class_name="message-region")


def live(words: Text, **props: Any) -> rx.Component:
    """A sentence that is read out whenever it changes (counts, progress)."""
    return rx.el.span(words, aria_live="polite", **props)


def connection_banner() -> rx.Component:
    """Shown by the browser alone while the server cannot be reached, and gone by itself."""
    banner = rx.el.div(
        icon.icon("wifi_off", 16),
        rx.el.span("Connection lost. What you typed is kept. Trying again."),
        class_name="connection-banner",
    )
    return rx.el.div(rx.connection_banner(banner), role="status", aria_live="assertive")

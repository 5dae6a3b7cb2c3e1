"""The four reasons why there is nothing to see; each says what to do next."""

import reflex as rx

from coi_app.web.shared import button, icon
from coi_app.web.shared.kinds import Child, Handler, Text


def _empty(icon_name: str, title: Text, words: Text, action: Child | None, look: str = "") -> rx.Component:
    return rx.el.div(
        rx.el.span(icon.icon(icon_name, 20), class_name="empty-icon"),
        rx.el.h3(title),
        rx.el.p(words),
        rx.el.div(action, class_name="empty-action") if action is not None else rx.fragment(),
        class_name=f"empty {look}",
    )


def nothing_yet(
    title: Text, words: Text, action: Child | None = None, icon_name: str = "file_plus_2"
) -> rx.Component:
    """Nothing has been made here yet; `action` is the button that makes the first."""
    return _empty(icon_name, title, words, action)


def nothing_matches(
    on_clear: Handler, words: Text = "Try fewer words, other dates or no filters."
) -> rx.Component:
    """Filters leave nothing."""
    return _empty(
        "search_x", "Nothing matches these filters", words, button.button("Clear filters", on_clear)
    )


def not_allowed(words: Text, action: Child | None = None) -> rx.Component:
    """The right is missing; `words` say whom to ask."""
    return _empty("lock", "You cannot see this", words, action)


def failed_to_load(
    on_retry: Handler, words: Text = "The list did not arrive. Nothing was changed."
) -> rx.Component:
    """The server did not answer."""
    return _empty(
        "cloud_alert",
        "This did not load",
        words,
        button.button("Try again", on_retry, icon_name="refresh_cw"),
        "is-failed",
    )

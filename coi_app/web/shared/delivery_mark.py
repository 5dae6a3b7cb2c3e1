"""Delivery: an icon and a word without a fill, the address or the server's words under it."""

import reflex as rx

from coi_app.web.shared import icon
from coi_app.web.shared.kinds import Child, Text

# delivery value -> (icon, tone, word)
DELIVERIES: dict[str, tuple[str, str, str]] = {
    "sent": ("circle_check", "tone-green", "Sent"),
    "queued": ("clock", "tone-gray", "Queued"),
    "failed": ("circle_alert", "tone-red", "Failed"),
    "downloaded": ("arrow_down_to_line", "tone-gray", "Downloaded"),
    "outbox": ("inbox", "tone-gray", "In the Outbox"),
    "none": ("mail_minus", "tone-gray", "Not e-mailed"),
}


def _one(delivery: str) -> rx.Component:
    icon_name, tone, word = DELIVERIES[delivery]
    return rx.el.div(icon.icon(icon_name, 15, stroke=2, tone=tone), word, class_name="state-mark")


def delivery_mark(
    delivery: Text, detail: Text = "", *, title: Text | None = None, beside: Child | None = None
) -> rx.Component:
    """`delivery` is a key of DELIVERIES; `detail` is the address, "Not e-mailed" or what the mail server
    said; `title` replaces the tooltip. `beside` stands at the right of the word: what to do about it."""
    if isinstance(delivery, str):
        mark = _one(delivery)
    else:
        mark = rx.match(delivery, *[(key, _one(key)) for key in DELIVERIES], _one("none"))
    return rx.fragment(
        mark if beside is None else rx.el.div(mark, beside, class_name="row"),
        rx.el.div(detail, class_name="line-2 clip muted small", title=detail if title is None else title),
    )

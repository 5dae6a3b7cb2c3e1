"""Standing: the only filled badge of a row. Icon, words and colour always together."""

import reflex as rx

from coi_app.web.shared import icon
from coi_app.web.shared.kinds import Child, Text

# standing value -> (colour, icon, words when the caller has none of its own)
STANDINGS: dict[str, tuple[str, str, str]] = {
    "in_force": ("green", "check", "In force"),
    "expires_soon": ("amber", "clock", "Expires soon"),
    "expired": ("red", "x", "Expired"),
    "cancelled": ("red", "x", "Cancelled"),
    "superseded": ("gray", "history", "Superseded"),
    "withdrawn": ("gray", "ban", "Withdrawn"),
    "pending": ("gray", "hourglass", "Pending"),
}


def badge(words: Child, color: Text = "gray", icon_name: str = "") -> rx.Component:
    """A soft badge for anything but standing ("Insured", "Portal active"); `icon_name` is optional."""
    parts = [icon.icon(icon_name, 12, stroke=2.25)] if icon_name else []
    return rx.badge(*parts, words, color_scheme=color, variant="soft", size="1")


def _one(standing: str, words: Text) -> rx.Component:
    color, icon_name, default = STANDINGS[standing]
    if isinstance(words, str):
        return badge(words or default, color, icon_name)
    return badge(rx.cond(words == "", default, words), color, icon_name)


def standing_badge(standing: Text, words: Text = "") -> rx.Component:
    """`standing` is a key of STANDINGS; `words` replaces the default ("Expires in 23 days", "Cancelled
    03/04/2026")."""
    if isinstance(standing, str):
        return _one(standing, words)
    return rx.match(standing, *[(key, _one(key, words)) for key in STANDINGS], _one("pending", words))

"""Lucide icons at one stroke. Always decoration: the words beside it, or the button's label, carry the
meaning."""

from collections.abc import Mapping

import reflex as rx

from coi_app.web.shared.kinds import Text


def icon(name: str, size: int = 16, *, stroke: float = 1.75, tone: Text = "") -> rx.Component:
    """One icon by its lucide name (underscores). `tone` is a class such as "tone-red"."""
    return rx.icon(
        name, size=size, custom_attrs={"strokeWidth": stroke}, aria_hidden="true", class_name=["icon", tone]
    )


def one_of(
    value: Text,
    icons: Mapping[str, str],
    default: str,
    size: int = 16,
    *,
    stroke: float = 1.75,
    tone: Text = "",
) -> rx.Component:
    """The icon that belongs to a state value. Only named icons reach the browser, never the whole set."""
    if isinstance(value, str):
        return icon(icons.get(value, default), size, stroke=stroke, tone=tone)
    cases = [(key, icon(name, size, stroke=stroke, tone=tone)) for key, name in icons.items()]
    return rx.match(value, *cases, icon(default, size, stroke=stroke, tone=tone))

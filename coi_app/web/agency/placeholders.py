"""The placeholders of a wording: their names as they are offered while one writes, and what each stands for."""

from collections.abc import Iterable

import reflex as rx

from coi_app.rules import wording
from coi_app.rules.wording import Placeholder
from coi_app.web.shared.wording_area import Name

NAMES: list[Name] = [{"key": one.key, "label": one.label} for one in wording.PLACEHOLDERS]
HINT = "Type { to choose what is filled in for each holder."


def listed(placeholders: Iterable[Placeholder]) -> rx.Component:
    """What each stands for; `placeholder-list` scrolls, so the keyboard reaches it."""
    lines = [
        rx.el.li(
            rx.el.code("{" + one.key + "}", class_name="mono"),
            rx.el.span(f"{one.label}. ", one.help, class_name="small muted"),
        )
        for one in placeholders
    ]
    return rx.el.ul(*lines, class_name="placeholder-list", tab_index=0, aria_label="Placeholders")


def explained() -> rx.Component:
    """All of them, folded away."""
    return rx.el.details(rx.el.summary("All placeholders", class_name="link"), listed(wording.PLACEHOLDERS))

"""The one place that says how Radix Themes and the stylesheet are set up.

In `rxconfig.py`: `theme.OwnColors(theme=theme.radix_theme())`.
In the entry: `rx.App(stylesheets=theme.STYLESHEETS, head_components=theme.head_components(), html_lang="en",
toaster=None, app_wraps=...)`; the connection banner is `notice.connection_banner()`, so Reflex's own
overlay goes.
"""

from typing import Any

import reflex as rx

# The scales of color that our parts and stylesheets name. Radix has thirty, and utilities for layouts that we draw
# ourselves: together half of what every first visitor would have to fetch as styles.
COLORS = ("indigo", "slate", "gray", "green", "amber", "red")
RADIX = ("tokens/base.css", *(f"tokens/colors/{name}.css" for name in COLORS), "components.css")

# In this order: tokens first, then parts. Files below `assets/`.
STYLESHEETS: list[str] = [
    "coi.css",
    "coi/controls.css",
    "coi/shell.css",
    "coi/grid.css",
    "coi/forms.css",
    "coi/marks.css",
    "coi/portal.css",
    "coi/door.css",
    "coi/paper.css",
    "coi/send.css",
    "coi/desk.css",
    "coi/requests.css",
    "coi/holders.css",
]


class OwnColors(rx.plugins.RadixThemesPlugin):
    """Radix Themes with the styles of the parts and colors that are used."""

    def get_stylesheet_paths(self, **context: Any) -> tuple[str, ...]:
        return tuple(f"@radix-ui/themes/{name}" for name in RADIX) if self.enabled else ()


def radix_theme() -> rx.Component:
    """Indigo on slate; the density comes from the whole-pixel tokens of the stylesheet, not from scaling."""
    return rx.theme(
        accent_color="indigo",
        gray_color="slate",
        radius="medium",
        panel_background="solid",
        scaling="100%",
        appearance="inherit",
        has_background=True,
    )


def head_components() -> list[rx.Component]:
    """The font early, so that text does not change under the reader; the mark in the browser's tab."""
    return [
        rx.el.link(
            rel="preload",
            href="/fonts/inter-latin.woff2",
            custom_attrs={"as": "font", "crossOrigin": "anonymous"},
            type="font/woff2",
        ),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.meta(name="color-scheme", content="light dark"),
    ]

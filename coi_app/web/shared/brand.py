"""The mark of the product and the name of the agency beside it."""

import reflex as rx

from coi_app.web.shared.kinds import Text


def mark(size: int = 24) -> rx.Component:
    """The checked page on indigo; `size` is 24, 28 or 32 px."""
    glyph = round(size * 2 / 3)
    return rx.el.span(
        rx.el.svg(
            rx.el.path(
                d="M4 1.75h5.2L12.5 5v7.4c0 1-.85 1.85-1.85 1.85h-6.3c-1 0-1.85-.85-1.85-1.85V3.6C2.5 2.6 3 1.75 4 1.75Z",  # noqa: E501
                fill="#fff",
                fill_opacity=".22",
            ),
            rx.el.path(
                d="m4.8 8.6 2.1 2.2 4.4-5",
                stroke="#fff",
                stroke_width="1.9",
                stroke_linecap="round",
                stroke_linejoin="round",
            ),
            width=str(glyph),
            height=str(glyph),
            view_box="0 0 16 16",
            fill="none",
            aria_hidden="true",
        ),
        class_name=["brand-mark", "" if size == 24 else f"is-{size}"],
    )


def brand(agency: Text, size: int = 24) -> rx.Component:
    """Mark and agency name, as at the top of the side bar, the sign-in page and the portal."""
    return rx.el.div(
        mark(size),
        rx.el.span(agency, class_name="brand-name clip"),
        class_name=["brand", "" if size == 24 else "is-large"],
    )

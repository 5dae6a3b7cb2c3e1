"""The certificate beside a form, as it would be printed now: wherever one is issued by hand.

`of` is the state that has it: `page` (SVG), `page_number`, `page_count`, `page_problem`, `turn_to(number)`.
"""

from typing import Any

import reflex as rx

from coi_app.web.agency.send.view_state import FRAME, PreviewState
from coi_app.web.shared import button, icon

View = PreviewState
FRAME_WIDTH: rx.Var[int] = rx.Var(f"(document.getElementById('{FRAME}')?.clientWidth ?? 0)", _var_type=int)
COLUMN_WIDTH: rx.Var[int] = rx.Var(
    "(document.querySelector('.send-columns')?.clientWidth ?? 0)", _var_type=int
)


def preview(of: Any, nothing: rx.Var[str] | str) -> rx.Component:
    """`nothing` is said where there is no page yet, and no problem with it."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Preview"),
            rx.el.span("Updates as you type. Real size at 100 %.", class_name="muted small clip"),
            rx.el.span(_pages(of), _zoom(), class_name="row end gap-4"),
            class_name="preview-head",
        ),
        rx.cond(of.page != "", _paper(of), _nothing(of, nothing)),
        id=FRAME,
        tab_index=-1,
        class_name=["preview-frame", "send-preview", rx.cond(View.is_open, "is-open", "")],
        aria_label="Preview",
        on_mount=View.measure(FRAME_WIDTH),
    )


def opener() -> rx.Component:
    """Only on narrow screens, where the preview stands under the form."""
    return rx.el.div(
        button.button(
            rx.cond(View.is_open, "Hide preview", "Preview"),
            View.toggle(COLUMN_WIDTH),
            icon_name="eye",
            aria_expanded=View.is_open.to(str),
            aria_controls=FRAME,
        ),
        class_name="preview-opener",
    )


def _pages(of: Any) -> rx.Component:
    return rx.cond(
        of.page_count > 1,
        rx.el.span(
            button.icon_button(
                "Previous page", "chevron_left", of.turn_to(of.page_number - 1), disabled=of.page_number <= 1
            ),
            rx.el.span(
                "Page ", of.page_number, " of ", of.page_count, class_name="num small medium", aria_live="polite"
            ),
            button.icon_button(
                "Next page", "chevron_right", of.turn_to(of.page_number + 1),
                disabled=of.page_number >= of.page_count,
            ),
            class_name="row gap-4 preview-pages",
        ),
    )  # fmt: skip


def _zoom() -> rx.Component:
    percent = rx.cond(View.zoom == 0, View.fit, View.zoom)
    return rx.fragment(
        button.icon_button("Zoom out", "zoom_out", View.zoom_out),
        rx.el.span(percent, " %", class_name="num small medium"),
        button.icon_button("Zoom in", "zoom_in", View.zoom_in),
        button.icon_button("Fit to the frame", "maximize_2", [View.measure(FRAME_WIDTH), View.zoom_to_fit()]),
    )


def _paper(of: Any) -> rx.Component:
    width = rx.cond(View.zoom == 0, "min(100%, 816px)", (View.zoom * 8.16).to(str) + "px")
    return rx.el.div(
        rx.html(of.page, class_name="paper-sheet", style={"width": width}),
        class_name="paper-scroll",
        tab_index=0,
        role="group",
        aria_label="The certificate as a draft",
    )


def _nothing(of: Any, words: rx.Var[str] | str) -> rx.Component:
    said = rx.cond(of.page_problem != "", of.page_problem, words)
    return rx.el.div(
        icon.icon("file_badge", 24, tone="tone-gray"), rx.el.p(said), class_name="paper-empty muted"
    )

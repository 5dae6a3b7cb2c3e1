"""The certificate beside the form, as it would be printed now."""

import reflex as rx

from coi_app.web.agency.send.state import SendState
from coi_app.web.agency.send.view_state import FRAME, PreviewState
from coi_app.web.shared import button, icon

Send = SendState
View = PreviewState
FRAME_WIDTH: rx.Var[int] = rx.Var(f"(document.getElementById('{FRAME}')?.clientWidth ?? 0)", _var_type=int)
COLUMN_WIDTH: rx.Var[int] = rx.Var(
    "(document.querySelector('.send-columns')?.clientWidth ?? 0)", _var_type=int
)


def preview() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Preview"),
            rx.el.span("Updates as you type. Real size at 100 %.", class_name="muted small clip"),
            rx.el.span(_pages(), _zoom(), class_name="row end gap-4"),
            class_name="preview-head",
        ),
        rx.cond(Send.page != "", _paper(), _nothing()),
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


def _pages() -> rx.Component:
    return rx.cond(
        Send.page_count > 1,
        rx.el.span(
            button.icon_button(
                "Previous page", "chevron_left", Send.turn_to(Send.page_number - 1), disabled=Send.page_number <= 1
            ),
            rx.el.span(
                "Page ", Send.page_number, " of ", Send.page_count, class_name="num small medium", aria_live="polite"
            ),
            button.icon_button(
                "Next page", "chevron_right", Send.turn_to(Send.page_number + 1),
                disabled=Send.page_number >= Send.page_count,
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


def _paper() -> rx.Component:
    width = rx.cond(View.zoom == 0, "min(100%, 816px)", (View.zoom * 8.16).to(str) + "px")
    return rx.el.div(
        rx.html(Send.page, class_name="paper-sheet", style={"width": width}),
        class_name="paper-scroll",
        tab_index=0,
        role="group",
        aria_label="The certificate as a draft",
    )


def _nothing() -> rx.Component:
    words = rx.cond(
        Send.page_problem != "",
        Send.page_problem,
        rx.cond(
            Send.masters.length() == 0,
            "Make a master certificate first, under Documents, Certificate Masters.",
            "Choose the certificate holder. The certificate appears here as it would be printed.",
        ),
    )
    return rx.el.div(
        icon.icon("file_badge", 24, tone="tone-gray"), rx.el.p(words), class_name="paper-empty muted"
    )

"""The draft of a master as it would be printed, and its versions."""

import reflex as rx

from coi_app.web.agency.masters.state import PREVIEW, VERSIONS, MastersState, VersionLine
from coi_app.web.shared import button, dialog, notice

Masters = MastersState


def dialogs() -> rx.Component:
    return rx.fragment(_preview(), _versions())


def _preview() -> rx.Component:
    href = "/files/masters/" + Masters.master.to(str) + "/draft.pdf"
    pdf = button.file_button("PDF", href, icon_name="file_text", shows=True)
    return dialog.dialog(
        Masters.name,
        rx.cond(
            Masters.page != "",
            rx.el.div(
                rx.html(Masters.page, class_name="paper-sheet"),
                class_name="paper-scroll",
                tab_index=0,
                role="group",
                aria_label="The master as a draft",
            ),
            notice.note(Masters.page_problem, "amber"),
        ),
        open=Masters.open == PREVIEW,
        on_open_change=Masters.close,
        lead="A draft with an example holder: no number, no signature.",
        note=rx.cond(Masters.page_count > 1, _pages(), rx.fragment()),
        actions=[dialog.cancel_button("Close"), pdf],
        size="wide",
    )


def _pages() -> rx.Component:
    now = Masters.page_number
    return rx.el.span(
        button.icon_button("Previous page", "chevron_left", Masters.turn_to(now - 1), disabled=now <= 1),
        rx.el.span(
            "Page ", now, " of ", Masters.page_count, class_name="num small medium", aria_live="polite"
        ),
        button.icon_button(
            "Next page", "chevron_right", Masters.turn_to(now + 1), disabled=now >= Masters.page_count
        ),
        class_name="row gap-4",
    )


def _versions() -> rx.Component:
    return dialog.dialog(
        "Versions",
        rx.el.ul(rx.foreach(Masters.versions, _version), class_name="version-list"),
        open=Masters.open == VERSIONS,
        on_open_change=Masters.close,
        lead=Masters.name,
        actions=[dialog.cancel_button("Close")],
    )


def _version(one: rx.Var[VersionLine]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(one.version, class_name="medium"),
            rx.el.span(one.issued, class_name="small muted num end"),
            class_name="row",
        ),
        rx.el.div(one.made, " by ", one.by, class_name="small muted num", title=one.made_exact),
        rx.el.div(one.policies, class_name="mono"),
        rx.cond(one.description != "", rx.el.p(one.description, class_name="small")),
        key=one.version,
    )

"""The revisions of a certificate: number, day, by whom, why; and each one's exact copy to look at."""

import reflex as rx

from coi_app.web.agency import frame
from coi_app.web.agency.revise.lines import RevisionLine
from coi_app.web.agency.revise.state import ReviseState
from coi_app.web.shared import button, card, dialog, standing_badge

Revise = ReviseState


def card_of() -> rx.Component:
    return card.card(
        card.head("Revisions"),
        rx.el.ol(rx.foreach(Revise.chain, _revision), class_name="version-list card-body"),
        label="Revisions",
    )


def _revision(line: rx.Var[RevisionLine]) -> rx.Component:
    newest = rx.cond((line.id == Revise.newest) & (Revise.chain.length() > 1), standing_badge.badge("Newest"))
    look = button.text_link(
        "Preview", on_click=Revise.look_at(line.id), small=True, aria_label="Preview " + line.name
    )
    return rx.el.li(
        rx.el.div(
            rx.el.span(line.name, class_name="medium"),
            newest,
            rx.el.span(rx.cond(frame.may("certificates:download"), look), class_name="end"),
            class_name="row gap-8",
        ),
        rx.el.div(line.issued, ", ", line.by, class_name="muted small num", title=line.issued_exact),
        rx.cond(line.why != "", rx.el.div(line.why)),
    )


def copy_dialog() -> rx.Component:
    paper = rx.el.iframe(
        src=Revise.copy_href, title="Certificate " + Revise.copy_name, class_name="paper-frame"
    )
    return dialog.dialog(
        "Certificate " + Revise.copy_name,
        rx.cond(Revise.copy_href != "", paper),
        open=Revise.copy_href != "",
        on_open_change=Revise.close_copy,
        lead="The exact copy, as it was issued.",
        actions=[dialog.cancel_button("Close")],
        size="wide",
    )

"""Over the list of Additional Interests: the review of the holders by the insured's own people."""

import reflex as rx

from coi_app.web.agency import frame, record_form
from coi_app.web.agency.insured_head import ProfileState
from coi_app.web.agency.insured_profile.review_state import ASK, CALL_OFF, HoldersReviewState, Line
from coi_app.web.shared import button, card, dialog, standing_badge

Review = HoldersReviewState
form = record_form.Form(Review, ASK)


def review_card() -> rx.Component:
    """Nothing while there never was a review."""
    may = frame.may("interests:change")
    actions = rx.cond(
        Review.is_under_way & may,
        rx.el.span(
            button.text_link("Ask again", on_click=Review.open(ASK), small=True),
            button.text_link("Call off", on_click=Review.open(CALL_OFF), small=True),
            class_name="row",
        ),
    )
    shown = card.card(
        card.head(Review.title, actions),
        rx.el.p(Review.words, class_name="small muted num review-words"),
        rx.foreach(Review.lines, _line),
        rx.cond(Review.more != "", card.foot(Review.more)),
        label="Holders review",
    )
    return rx.cond(Review.title != "", shown)


def _line(line: rx.Var[Line]) -> rx.Component:
    badge = rx.cond(
        line.kind == "End",
        standing_badge.badge("End", "red", "x"),
        standing_badge.badge("Correct", "amber", "pencil"),
    )
    decide = rx.el.span(
        button.button("Accept", Review.accept(line.id), size="1", aria_label="Accept: " + line.holder),
        button.button(
            "Decline", Review.decline(line.id), size="1", look="quiet", aria_label="Decline: " + line.holder
        ),
        class_name="row",
    )
    return rx.el.div(
        rx.el.div(
            rx.el.div(line.holder, class_name="medium"),
            rx.el.div(line.change, class_name="small"),
            rx.cond(
                line.note != "", rx.el.div("Remark of ", line.by, ": ", line.note, class_name="small muted")
            ),
            class_name="grow review-change",
        ),
        badge,
        rx.cond(frame.may("interests:change"), decide),
        class_name="card-row is-wrap",
        key=line.id,
    )


def dialogs() -> rx.Component:
    """They open over any tab."""
    lead = (
        "Everybody of "
        + ProfileState.name
        + " who may edit holders gets a message with a link to the portal."
    )
    return rx.fragment(
        form.dialog(
            "Ask for a holders review",
            form.day("due_on", "Due", optional=True),
            on_submit=Review.ask,
            on_close=Review.close,
            save="Send",
            lead=lead,
            size="confirm",
        ),
        dialog.alert(
            "Call off the review",
            "What they have said so far is kept, and nothing of it is done.",
            open=Review.form == CALL_OFF,
            on_open_change=Review.close,
            confirm=button.button("Call off", Review.call_off, look="danger"),
        ),
    )

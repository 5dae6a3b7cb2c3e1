"""`/portal/holders-review`: one's holders one after another, with what was said of each kept until it is finished."""

import reflex as rx

from coi_app.rules.field_values import STATES
from coi_app.rules.holders_review import Answer
from coi_app.rules.portal_rights import PortalRight
from coi_app.web import routes
from coi_app.web.portal import forms, frame
from coi_app.web.portal.holders_review.state import (
    CORRECT,
    DONE,
    END,
    FORM,
    KEEP_OTHERS,
    Line,
    PortalReviewState,
)
from coi_app.web.shared import button, card, dialog, icon, link, notice, standing_badge, tabs

Review = PortalReviewState
form = forms.Form(Review, FORM)
MARKS = {
    Answer.KEEP: ("Kept", "green", "check"),
    Answer.CORRECT: ("To correct", "amber", "pencil"),
    Answer.END: ("To end", "red", "x"),
}


def page() -> rx.Component:
    shown = rx.cond(Review.is_under_way, _under_way(), _not_yet())
    return frame.page(
        rx.el.h1("Holders review", class_name="phone-title"),
        frame.guarded(PortalRight.EDIT_HOLDERS, Review.is_loaded, shown),
        current="holders_review",
    )


def _not_yet() -> rx.Component:
    words = (
        "Before a renewal, look through everybody who gets certificates of you: keep each, correct it, or end it. "
        "Nothing is done before you finish."
    )
    begin = rx.el.button(
        icon.icon("list_checks", 19, stroke=2), "Begin the review", type="button", on_click=Review.begin,
        class_name="big-button phone-after",
    )  # fmt: skip
    nobody = rx.el.p("There are no holders on your list yet.", class_name="phone-nothing")
    return rx.cond(Review.number > 0, rx.fragment(rx.el.p(words, class_name="muted"), begin), nobody)


def _under_way() -> rx.Component:
    return rx.fragment(
        rx.cond(Review.progress.due != "", notice.note(Review.progress.due, "indigo")),
        _progress(),
        _segments(),
        rx.cond(Review.lines.length() > 0, _list(), _none()),
        _pages(),
        _last_step(),
        _correct(),
        _end(),
        _question(),
    )


def _progress() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h2("How far you are"),
            rx.el.span(Review.progress.words, class_name="count num", aria_live="polite"),
            class_name="section-head",
        ),
        card.progress("Looked at", Review.progress.said, Review.progress.total),
        class_name="review-progress",
    )


def _segments() -> rx.Component:
    base = routes.PORTAL_HOLDERS_REVIEW
    entries = [
        tabs.Tab("", "To look at", base, Review.progress.left),
        tabs.Tab(DONE, "Looked at", routes.with_query(base, {"show": DONE}), Review.progress.said),
    ]
    return rx.el.div(tabs.segments("Holders", entries, Review.show), class_name="review-segments")


def _list() -> rx.Component:
    return rx.el.ul(rx.foreach(Review.lines, _line), aria_label="Holders", class_name="phone-card")


def _line(one: rx.Var[Line]) -> rx.Component:
    badges = [(key.value, standing_badge.badge(*look)) for key, look in MARKS.items()]
    said = rx.fragment(
        rx.match(one.answer, *badges, rx.fragment()),
        button.button("Change", Review.take_back(one.id), size="3", aria_label="Change: " + one.name),
    )
    return rx.el.li(
        rx.el.div(
            rx.el.span(one.name, class_name="phone-row-title"),
            rx.el.span(one.about, class_name="phone-row-note"),
            rx.el.span(one.address, class_name="phone-row-note"),
            rx.cond(one.email != "", rx.el.span(one.email, class_name="phone-row-note")),
            rx.cond(one.note != "", rx.el.span("Remark: ", one.note, class_name="phone-row-note ink")),
        ),
        rx.el.div(rx.cond(one.answer != "", said, _choices(one)), class_name="review-choices"),
        class_name="review-row",
        key=one.id,
    )


def _choices(one: rx.Var[Line]) -> rx.Component:
    return rx.fragment(
        button.button(
            "Keep", Review.keep(one.id), size="3", icon_name="check", aria_label="Keep " + one.name
        ),
        button.button(
            "Correct", Review.open(CORRECT, one.id), size="3", icon_name="pencil",
            aria_label="Correct " + one.name,
        ),
        button.button(
            "End", Review.open(END, one.id), size="3", icon_name="x", aria_label="End " + one.name
        ),
    )  # fmt: skip


def _none() -> rx.Component:
    all_done = rx.el.p("You have looked at everybody.", class_name="phone-nothing", role="status")
    nothing = rx.el.p("Nothing was said yet.", class_name="phone-nothing")
    return rx.cond(Review.show == DONE, nothing, all_done)


def _pages() -> rx.Component:
    before = link.link("Before", href=Review.previous_href, class_name="big-button is-second")
    after = link.link("More", href=Review.next_href, class_name="big-button is-second")
    return rx.el.nav(
        rx.cond(Review.previous_href != "", before),
        rx.cond(Review.next_href != "", after),
        class_name="phone-seconds phone-after",
        aria_label="Pages",
    )


def _last_step() -> rx.Component:
    finish = rx.el.button(
        icon.icon("check", 19, stroke=2), "Finish the review", type="button",
        on_click=Review.finish(Review.progress.seen), class_name="big-button phone-after",
    )  # fmt: skip
    others = rx.el.button(
        "Keep all the others", type="button", on_click=Review.ask_keep_others,
        class_name="big-button is-second phone-after",
    )  # fmt: skip
    return rx.cond(Review.progress.left > 0, others, finish)


def _correct() -> rx.Component:
    return dialog.dialog(
        "Correct the holder",
        form.draw(
            Review.save,
            form.text("name", "Holder"),
            form.text("attention", "Attention", optional=True),
            form.text("line_one", "Address"),
            form.text("line_two", "Second line", optional=True),
            form.text("city", "City"),
            rx.el.div(
                form.choose("state", "State", [("", "Choose"), *((code, code) for code in STATES)]),
                form.text("zip_code", "ZIP", input_mode="numeric"),
                class_name="two-columns",
            ),
            form.text("email", "E-mail", type="email", optional=True),
            form.area("note", "Remark", optional=True, rows=3),
        ),
        open=Review.shown == CORRECT,
        on_open_change=Review.close,
        lead="Your agency checks it before it holds: other companies may use this holder too.",
        actions=[dialog.cancel_button(), _save("Save")],
    )


def _end() -> rx.Component:
    hint = "If you write one, your agency reads it before anything ends."
    return dialog.dialog(
        "End this holder?",
        form.draw(Review.save, form.area("note", "Remark", optional=True, rows=3, hint=hint)),
        open=Review.shown == END,
        on_open_change=Review.close,
        lead=Review.name + " gets no certificates any more, once you have finished the review.",
        actions=[dialog.cancel_button(), _save("End")],
    )


def _save(words: str) -> rx.Component:
    return button.button(words, look="primary", type="submit", form=FORM, size="3")


def _question() -> rx.Component:
    return dialog.alert(
        "Keep all the others?",
        Review.progress.left.to(str) + " holders stay on your list as they are. You can still change each.",
        open=Review.shown == KEEP_OTHERS,
        on_open_change=Review.close,
        confirm=button.button("Keep them", Review.keep_others, look="primary"),
    )

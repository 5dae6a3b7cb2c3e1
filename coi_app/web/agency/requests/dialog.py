"""The dialog of one request: what is asked, what waits for approval, and the answer."""

import reflex as rx

from coi_app.rules.findings import Severity, State
from coi_app.web.agency import frame, record_form
from coi_app.web.agency.choices import Choice
from coi_app.web.agency.requests.detail_state import APPROVE, ARRANGE, REFUSE, RequestState
from coi_app.web.agency.requests.lines import Box, Said
from coi_app.web.agency.requests.state import RequestsState
from coi_app.web.shared import (
    button,
    card,
    error_summary,
    fields,
    icon,
    link,
    notice,
    verdict_card,
    verdict_mark,
)
from coi_app.web.shared import dialog as dialogs

One = RequestState
Shown = rx.Var.create(RequestState.shown)
Wished = rx.Var.create(RequestState.wished)
may_answer = frame.may("requests:answer")
is_wish = Wished.master != ""
FORMS = {key: record_form.Form(One, key) for key in (ARRANGE, REFUSE, APPROVE)}


def request_dialog() -> rx.Component:
    return dialogs.dialog(
        Shown.title,
        rx.cond(One.refusal != "", notice.note(One.refusal, "red", alert=True)),
        rx.match(One.form, (REFUSE, _refusal()), (ARRANGE, _arrange()), _everything()),
        open=One.is_open,
        on_open_change=RequestsState.close,
        lead=rx.fragment(Shown.insured, " · ", Shown.status_words),
        actions=[
            rx.match(
                One.form,
                (REFUSE, _foot(REFUSE, "Refuse request", "danger")),
                (ARRANGE, _foot(ARRANGE, "Save", "primary")),
                _actions(),
            )
        ],
    )


def _foot(key: str, words: str, look: button.Look) -> rx.Component:
    return rx.el.span(
        button.button("Back", One.begin("")),
        button.button(words, look=look, type="submit", form=f"{key}_form"),
        class_name="row",
    )


def _actions() -> rx.Component:
    may_issue = frame.may("certificates:issue")
    approve = button.button(
        "Approve", look="primary", icon_name="check", type="submit", form=f"{APPROVE}_form", busy=One.is_busy,
        disabled=(Wished.problem != "") | (Wished.verdict == State.BLOCKED.value),
    )  # fmt: skip
    issue = button.link_button("Issue certificate", Shown.send_href, look="primary", icon_name="send")
    change = button.link_button("Change", Shown.send_href, icon_name="pencil")
    return rx.cond(
        Shown.is_unanswered & may_answer,
        rx.el.span(
            button.button("Refuse", One.begin(REFUSE)),
            rx.cond(may_issue, rx.cond(is_wish, rx.fragment(change, approve), issue)),
            class_name="row",
        ),
        dialogs.cancel_button("Close"),
    )


def _everything() -> rx.Component:
    return rx.el.div(
        _facts(), rx.cond(is_wish, _wish()), rx.cond(~Shown.is_unanswered, _answer()), class_name="stack"
    )


def _facts() -> rx.Component:
    none = rx.el.span("None", class_name="muted")
    arrange = rx.cond(
        Shown.is_unanswered & may_answer,
        button.text_link("Change", on_click=One.begin(ARRANGE), small=True, aria_label="Change who and when"),
    )
    late = rx.el.span("Late", class_name="tone-red medium")
    rush = rx.el.span("Rush", class_name="tone-amber medium")
    return card.facts(
        [
            ("Insured", link.link(Shown.insured, href=Shown.insured_href, class_name="link")),
            ("Holder", rx.fragment(Shown.holder, rx.el.div(Shown.place, class_name="muted"))),
            (
                "Needed",
                rx.el.span(
                    rx.cond(Shown.due != "", Shown.due, "No day given"),
                    rx.match(Shown.urgency, ("late", late), ("rush", rush), rx.fragment()),
                    arrange,
                    class_name="row",
                ),
            ),
            ("Assigned", rx.cond(Shown.assigned_to != "", Shown.assigned_to, "Nobody")),
            ("Asked by", rx.fragment(Shown.asked, " · ", Shown.source)),
            ("Answer to", rx.cond(Shown.email != "", Shown.email, none)),
            (
                rx.cond(is_wish, "Description", "What for"),
                rx.cond(Shown.requirements != "", _lines(Shown.requirements), none),
            ),
            (
                "File",
                rx.cond(
                    Shown.file != "", link.file(Shown.file, href=Shown.file_href, class_name="link"), none
                ),
            ),
        ]
    )


def _lines(words: rx.Var[str]) -> rx.Component:
    return rx.el.div(words, style={"white_space": "pre-wrap", "overflow_wrap": "anywhere"})


def _wish() -> rx.Component:
    """What would be issued, and what the rules say to it at this moment."""
    form = FORMS[APPROVE]
    reason = form.text("reason", "Reason", hint="Kept in Activity History with your name.")
    return rx.el.div(
        rx.cond(Wished.problem != "", notice.note(Wished.problem, "amber")),
        card.facts([("Master", Wished.master), ("Delivery", Wished.sends)]),
        verdict_card.verdict_card(rx.foreach(Wished.boxes, _box), verdict_mark.verdict_mark(Wished.verdict)),
        rx.foreach(Wished.findings, _finding),
        rx.form(
            _summary(APPROVE),
            rx.cond((Wished.verdict == State.WARNED.value) & Shown.is_unanswered & may_answer, reason),
            id=f"{APPROVE}_form",
            on_submit=One.approve,
            no_validate=True,
            key=One.form_round.to(str),
        ),
        class_name="stack",
    )


def _box(box: rx.Var[Box]) -> rx.Component:
    return verdict_card.verdict_policy(box.title, box.insured, box.waiver)


def _finding(one: rx.Var[Said]) -> rx.Component:
    mark = rx.cond(
        one.severity == Severity.BLOCK.value,
        icon.icon("octagon_x", 16, stroke=2, tone="tone-red"),
        icon.icon("triangle_alert", 16, stroke=2, tone="tone-amber"),
    )
    return rx.el.div(mark, rx.el.span(one.why), verdict_mark.rule_tag(one.rule), class_name="row is-top")


def _answer() -> rx.Component:
    number = link.link(Shown.certificate, href=Shown.certificate_href, class_name="link mono")
    is_issued = Shown.certificate != ""
    said = rx.cond(is_issued, number, _lines(Shown.answer))
    return card.facts(
        [(Shown.status_words, Shown.answered), (rx.cond(is_issued, "Certificate", "Reason"), said)]
    )


def _refusal() -> rx.Component:
    told = rx.cond(
        Shown.email != "",
        rx.fragment(Shown.email, " gets this by mail."),
        rx.fragment("No address was given: nobody is told by mail."),
    )
    reason = FORMS[REFUSE].area("reason", "Reason", rows=4, hint=told)
    return _form(REFUSE, RequestState.refuse, reason)


def _arrange() -> rx.Component:
    form = FORMS[ARRANGE]
    return _form(
        ARRANGE,
        RequestState.arrange,
        form.choose("assigned_to", "Assigned", rx.foreach(One.agents, _agent)),
        record_form.pair(
            form.day("due_on", "Needed on", optional=True),
            form.text("due_time", "Until", type="time", optional=True),
        ),
        form.tick("rush", "Rush", hint="Comes first on Home."),
    )


def _agent(one: rx.Var[Choice]) -> rx.Component:
    return fields.option(one.value, one.words)


def _form(key: str, on_submit: rx.EventHandler, *content: rx.Component) -> rx.Component:
    return rx.form(
        _summary(key),
        fields.stack(*content),
        id=f"{key}_form",
        on_submit=on_submit,
        no_validate=True,
        class_name="dialog-form",
        key=One.form_round.to(str),
    )


def _summary(key: str) -> rx.Component:
    return error_summary.error_summary(
        rx.foreach(One.problems.entries(), lambda pair: error_summary.entry(f"{key}_" + pair[0], pair[1])),
        has_errors=One.problems.length() > 0,
        focus=record_form.focus_of(key),
    )

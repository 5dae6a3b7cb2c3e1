"""Send Certificate: form and verdict at the left, the real page at the right, what will happen in the bar."""

import reflex as rx

from coi_app.rules.field_values import STATES
from coi_app.web import routes
from coi_app.web.agency import frame
from coi_app.web.agency.send.state import DEFAULT, OWN, BoxLine, FindingLine, SendState
from coi_app.web.shared import (
    button,
    card,
    combobox,
    dialog,
    empty,
    error_summary,
    fields,
    icon,
    notice,
    page_head,
    standing_badge,
    verdict_card,
    verdict_mark,
)

Send = SendState


def page() -> rx.Component:
    insured_href = rx.Var.create("/insureds/") + Send.insured
    return frame.desk(
        page_head.page_head(
            "Send Certificate", path=[("Insureds", routes.INSUREDS), (Send.insured_name, insured_href)]
        ),
        rx.cond(
            Send.is_missing,
            empty.nothing_yet("This insured is not here", "The address is not complete, or it is not yours to see."),
            rx.el.div(
                rx.el.div(_problem_note(), _form(), _verdict(), _findings(), class_name="stack"),
                _preview(),
                class_name="send-columns",
            ),
        ),
        _new_holder(),
        page_head.action_bar(
            _what_will_happen(),
            button.link_button("Cancel", insured_href, look="quiet"),
            button.button(
                "Issue and download", Send.download, icon_name="download", busy=Send.is_busy == "download", disabled=_stops()
            ),
            button.button(
                "Send Certificate", Send.send, look="primary", icon_name="send", busy=Send.is_busy == "send", disabled=_stops()
            ),
        ),
        current="insureds",
        action_bar=True,
        rail=True,
    )  # fmt: skip


def _stops() -> rx.Var[bool]:
    return (Send.verdict == "blocked") | (Send.verdict == "")


def _problem_note() -> rx.Component:
    return rx.cond(Send.problems.contains("form"), notice.note(Send.problems["form"], "red", alert=True))


def _form() -> rx.Component:
    add = rx.cond(
        frame.may("holders:change"),
        button.text_link("New holder", on_click=Send.open_new_holder(True), small=True),
    )
    return card.card(
        rx.el.div(
            combobox.combobox(
                "holder",
                "Certificate holder",
                found=Send.found,
                picked=Send.picked,
                on_search=Send.search_holder,
                on_pick=Send.pick_holder,
                placeholder="Search holders, those used last come first",
                icon_name="building_2",
                error=_problem("holder"),
                hint=rx.fragment(Send.holder_words, " ", add),
            ),
            rx.el.div(_master(), _template(), class_name="two-columns"),
            rx.cond(
                Send.asks_project,
                fields.text(
                    "project", "Project", Send.project, Send.type_project.debounce(250),
                    hint="Fills {project} in the description. " + _characters(),
                ),
            ),
            rx.cond(
                Send.template == OWN,
                fields.text_area(
                    "description", "Description of operations", Send.description,
                    Send.type_description.debounce(300), rows=6, hint=_characters(), error=_problem("description"),
                ),
            ),
            fields.text(
                "to", "Send to", Send.to, Send.type_to, icon_name="mail", type="email", error=_problem("to")
            ),
            class_name="stack",
        ),
        padded=True,
    )  # fmt: skip


def _characters() -> rx.Var[str]:
    return Send.length.to(str) + " of about 1,100 characters used."


def _problem(field_id: str) -> rx.Var[str]:
    return rx.cond(Send.problems.contains(field_id), Send.problems[field_id], "")


def _master() -> rx.Component:
    return fields.select(
        "send_master", "Certificate master", Send.master, Send.choose_master,
        rx.foreach(Send.masters, lambda one: fields.option(one.value, one.words)), icon_name="file_badge",
    )  # fmt: skip


def _template() -> rx.Component:
    return fields.select(
        "send_template",
        "Description template",
        Send.template,
        Send.choose_template,
        rx.fragment(
            fields.option(DEFAULT, "The holder's or master's own"),
            rx.foreach(Send.templates, lambda one: fields.option(one.value, one.words)),
            fields.option(OWN, "Own wording"),
        ),
        icon_name="text",
    )


def _verdict() -> rx.Component:
    whole = rx.match(
        Send.verdict,
        ("ready", standing_badge.badge("Can be issued", "green", "check")),
        ("warned", standing_badge.badge("Can be issued with a reason", "amber", "triangle_alert")),
        ("blocked", standing_badge.badge("Cannot be issued", "red", "octagon_x")),
        rx.fragment(),
    )
    return rx.cond(Send.boxes.length() > 0, verdict_card.verdict_card(rx.foreach(Send.boxes, _box), whole))


def _box(box: rx.Var[BoxLine]) -> rx.Component:
    return verdict_card.verdict_policy(
        box.title,
        box.additional_insured,
        box.subrogation,
        rx.cond(
            box.additional_insured_why != "",
            verdict_card.verdict_reason("ADDL INSD", box.additional_insured_why),
        ),
        rx.cond(box.subrogation_why != "", verdict_card.verdict_reason("SUBR WVD", box.subrogation_why)),
    )


def _findings() -> rx.Component:
    reason = fields.text(
        "reason", "Reason", Send.reason, Send.type_reason, error=_problem("reason"),
        hint="Kept in Activity History with your name.",
    )  # fmt: skip
    return rx.cond(
        Send.findings.length() > 0,
        card.card(
            rx.foreach(Send.findings, _finding), rx.cond(Send.verdict == "warned", reason), padded=True
        ),
    )


def _finding(finding: rx.Var[FindingLine]) -> rx.Component:
    mark = rx.cond(
        finding.is_block,
        icon.icon("octagon_x", 16, stroke=2, tone="tone-red"),
        icon.icon("triangle_alert", 16, stroke=2, tone="tone-amber"),
    )
    return rx.el.div(
        mark,
        rx.el.div(
            rx.el.div(
                rx.el.span(finding.why, class_name="medium"),
                verdict_mark.rule_tag(finding.rule),
                class_name="row",
            ),
            rx.el.div(finding.cure, class_name="muted"),
            class_name="grow",
        ),
        class_name="row is-top finding",
    )


def _preview() -> rx.Component:
    head = rx.el.div(
        rx.el.span("Preview", class_name="medium"),
        rx.el.span("Updates as you type.", class_name="muted small"),
        rx.el.span(
            button.icon_button("Zoom out", "zoom_out", Send.zoom_by(-12)),
            rx.el.span(Send.zoom.to(str) + " %", class_name="num small medium"),
            button.icon_button("Zoom in", "zoom_in", Send.zoom_by(12)),
            class_name="row end gap-4",
        ),
        class_name="preview-head",
    )
    paper = rx.match(
        (Send.page != "").to(str),
        (
            "true",
            rx.html(Send.page, class_name="paper-sheet", style={"width": (Send.zoom * 8.16).to(str) + "px"}),
        ),
        rx.el.div(
            rx.cond(Send.page_problem != "", Send.page_problem, "Choose the holder to see the certificate."),
            class_name="paper-empty muted",
        ),
    )
    return rx.el.section(head, paper, class_name="preview-frame", aria_label="Preview")


def _what_will_happen() -> rx.Component:
    return rx.cond(
        Send.to != "",
        rx.fragment(
            "Issues the certificate and e-mails it to ",
            rx.el.span(Send.to, class_name="medium ink"),
            ". Mail cannot be called back.",
        ),
        rx.fragment("Issues the certificate. Enter an address to mail it."),
    )


def _new_holder() -> rx.Component:
    def text(field_id: str, label: str, *, optional: bool = False) -> rx.Component:
        problems = Send.new_holder_problems
        error = rx.cond(problems.contains(field_id), problems[field_id], "")
        return fields.text(field_id, label, optional=optional, error=error)

    problems = Send.new_holder_problems
    state = fields.choose(
        "state", "State", "", [("", "Choose"), *STATES.items()],
        error=rx.cond(problems.contains("state"), problems["state"], ""),
    )  # fmt: skip
    form = rx.form(
        error_summary.error_summary(
            rx.foreach(problems.entries(), lambda pair: error_summary.entry(pair[0], pair[1])),
            has_errors=problems.length() > 0,
        ),
        text("name", "Name"),
        text("attention", "Attention", optional=True),
        text("line_one", "Address"),
        text("line_two", "Suite, floor", optional=True),
        rx.el.div(text("city", "City"), state, text("zip_code", "ZIP"), class_name="place-fields"),
        rx.el.div(
            text("email", "E-mail", optional=True),
            text("phone", "Phone", optional=True),
            class_name="two-columns",
        ),
        id="new_holder_form",
        on_submit=Send.save_new_holder,
        class_name="dialog-form",
    )
    return dialog.dialog(
        "New holder",
        form,
        open=Send.new_holder_open,
        on_open_change=Send.open_new_holder,
        actions=[
            dialog.cancel_button(),
            button.button("Add holder", look="primary", type="submit", form="new_holder_form"),
        ],
    )

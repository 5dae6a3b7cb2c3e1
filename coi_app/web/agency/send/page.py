"""Send Certificate: form and verdict at the left, the real page at the right, what will happen in the bar."""

from typing import Any

import reflex as rx

from coi_app.web import routes
from coi_app.web.agency import frame, verdict_parts
from coi_app.web.agency.send import for_request, message, new_holder, preview
from coi_app.web.agency.send.for_request import DEFAULT, OWN
from coi_app.web.agency.send.new_holder_state import NewHolderState
from coi_app.web.agency.send.state import SendState
from coi_app.web.shared import (
    button,
    card,
    combobox,
    data_grid,
    empty,
    error_summary,
    fields,
    notice,
    page_head,
)

Send = SendState
INSURED = rx.Var.create("/insureds/") + Send.insured
MASTERS = INSURED + "?tab=documents&sub=masters"


def page() -> rx.Component:
    return frame.desk(
        page_head.page_head(
            "Send Certificate", path=[("Insureds", routes.INSUREDS), (Send.insured_name, INSURED)]
        ),
        rx.cond(Send.is_loaded, rx.cond(Send.is_missing, _missing(), _columns()), _not_loaded()),
        new_holder.dialog(),
        page_head.action_bar(
            _what_will_happen(),
            button.link_button("Cancel", INSURED, look="quiet"),
            button.button(
                "Issue and download", Send.download, icon_name="download",
                busy=Send.is_busy == "download", disabled=_stops(),
            ),
            button.button(
                "Send Certificate", Send.send, look="primary", icon_name="send",
                busy=Send.is_busy == "send", disabled=_stops(),
            ),
        ),
        current="insureds",
        action_bar=True,
        rail=True,
    )  # fmt: skip


def title() -> rx.Var[str]:
    """What the browser's tab says."""
    return rx.cond(Send.insured_name != "", "Send Certificate · " + Send.insured_name, "Send Certificate")


def _stops() -> Any:
    return (Send.verdict == "blocked") | (Send.is_busy != "") | ~Send.is_loaded | Send.is_missing


def _not_loaded() -> rx.Component:
    refused = frame.has_arrived() & ~frame.may("certificates:issue")
    words = "Ask an administrator of your agency for the right to issue certificates."
    return rx.cond(refused, empty.not_allowed(words), data_grid.skeleton(6))


def _missing() -> rx.Component:
    return empty.nothing_yet(
        "This insured is not here",
        "It may have been removed, or the address is not complete.",
        button.link_button("All insureds", routes.INSUREDS),
        "building_2",
    )


def _columns() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            _problems(),
            _request(),
            _form(),
            verdict_parts.verdict(Send),
            _findings(),
            preview.opener(),
            class_name="stack",
        ),
        preview.preview(Send, _no_preview()),
        class_name="send-columns",
    )


def _no_preview() -> rx.Var[str]:
    return rx.cond(
        Send.masters.length() == 0,
        "Make a master certificate first, under Documents, Certificate Masters.",
        "Choose the certificate holder. The certificate appears here as it would be printed.",
    ).to(str)


def _problems() -> rx.Component:
    """Always there: a refused Send puts the focus on it. "form" belongs to no field."""
    entries = rx.foreach(
        Send.problems.entries(),
        lambda pair: rx.cond(pair[0] == "form", rx.el.li(pair[1]), error_summary.entry(pair[0], pair[1])),
    )
    return error_summary.error_summary(entries, has_errors=Send.problems.length() > 0)


def _request() -> rx.Component:
    """What is answered by this certificate."""
    add = button.button("Add this holder", NewHolderState.open, size="1", icon_name="plus")
    missing = (Send.picked["id"] == 0) & frame.may("holders:change")
    return for_request.note(rx.Var.create(Send.asked), rx.cond(missing, add, rx.fragment()))


def _form() -> rx.Component:
    return card.card(
        rx.cond(Send.masters.length() == 0, _no_master()),
        fields.stack(
            _holder(),
            rx.el.div(_master(), _template(), class_name="two-columns"),
            _wording(),
            message.part(),
        ),
        padded=True,
        label="Certificate",
    )


def _no_master() -> rx.Component:
    return notice.note(
        "This insured has no master certificate yet. A master says which policies a certificate shows.",
        "amber",
        action=button.text_link("Certificate Masters", MASTERS),
    )


def _holder() -> rx.Component:
    edit = button.text_link(
        "Edit",
        "/holders?holder=" + Send.picked["id"].to(str),
        small=True,
        target="_blank",
        aria_label="Edit holder",
    )
    new = button.text_link("New holder", on_click=NewHolderState.open, small=True)
    may_change = frame.may("holders:change")
    return combobox.combobox(
        "holder",
        "Certificate holder",
        found=Send.found,
        picked=Send.picked,
        on_search=Send.search_holder,
        on_pick=Send.pick_holder,
        placeholder="Search holders, those used last come first",
        icon_name="building_2",
        error=_problem("holder"),
        hint=rx.el.span(
            rx.cond(Send.picked["id"] > 0, rx.el.span(Send.holder_words)),
            rx.cond((Send.picked["id"] > 0) & may_change, edit),
            rx.cond(may_change, new),
            class_name="holder-hint",
        ),
    )  # fmt: skip


def _master() -> rx.Component:
    return fields.select(
        "send_master", "Certificate master", Send.master, Send.choose_master,
        rx.foreach(Send.masters, lambda one: fields.option(one.value, one.words)), icon_name="file_badge",
    )  # fmt: skip


def _template() -> rx.Component:
    options = rx.fragment(
        fields.option(DEFAULT, "The holder's or master's own"),
        rx.foreach(Send.templates, lambda one: fields.option(one.value, one.words)),
        fields.option(OWN, "Own wording"),
    )
    return fields.select(
        "send_template",
        "Description template",
        Send.template,
        Send.choose_template,
        options,
        icon_name="text",
    )


def _wording() -> rx.Component:
    used = Send.length.to(str) + " of about 1,100 characters used."
    own = fields.text_area(
        "description", "Description of operations", Send.description, Send.type_description,
        rows=6, hint=used, error=_problem("description"),
    )  # fmt: skip
    project = fields.text(
        "project", "Project", Send.project, Send.type_project, error=_problem("project"),
        hint="Fills {project} in the description. " + rx.cond(Send.template == OWN, "", used).to(str),
    )  # fmt: skip
    return rx.fragment(rx.cond(Send.template == OWN, own), project)


def _problem(field_id: str) -> rx.Var[str]:
    return Send.problems.get(field_id, "").to(str)


def _findings() -> rx.Component:
    return verdict_parts.findings(Send, Send.type_reason, Send.check_again, error=_problem("reason"))


def _what_will_happen() -> rx.Component:
    return rx.match(
        Send.verdict,
        ("", rx.fragment("Choose the certificate holder first.")),
        ("blocked", rx.fragment("Cannot be issued. ", Send.findings[0].why)),
        rx.cond(
            Send.to != "",
            rx.fragment(
                "Issues the certificate and e-mails it to ",
                rx.el.span(Send.to, class_name="medium ink"),
                ". Mail cannot be called back.",
            ),
            rx.fragment("Issues the certificate. Enter an address to mail it."),
        ),
    )

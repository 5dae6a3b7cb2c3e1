"""`/ask/[code]`: a holder asks for a certificate of one insured. It tells the insured's name, nothing else."""

import reflex as rx

from coi_app.rules.field_values import STATES
from coi_app.web.ask.state import AskState
from coi_app.web.shared import brand, button, empty, error_summary, fields, icon, notice

Ask = AskState
TITLE = "Ask for a certificate of insurance"


def title() -> str:
    return "Ask for a certificate"


def page() -> rx.Component:
    return rx.el.div(
        _head(),
        rx.el.main(_lead(), _body(), class_name="public-body"),
        notice.connection_banner(),
        class_name="public-page ask-page",
    )


def _head() -> rx.Component:
    contact = rx.el.span(rx.el.span(Ask.place), rx.el.span(Ask.phone), class_name="public-contact")
    return rx.el.header(rx.el.div(brand.brand(Ask.agency, 28), contact), class_name="public-head")


def _lead() -> rx.Component:
    words = rx.cond(
        Ask.insured != "",
        rx.el.p("Insured: ", rx.el.strong(Ask.insured), ". The agency answers by e-mail."),
        rx.el.p("The agency answers by e-mail."),
    )
    return rx.el.div(rx.el.h1(TITLE), words, class_name="public-lead")


def _body() -> rx.Component:
    return rx.match(
        Ask.phase,
        ("form", _columns(_form())),
        ("sent", _columns(_sent())),
        ("unknown", _columns(_unknown())),
        ("refused", empty.not_allowed(Ask.refusal)),
        rx.el.div(
            rx.el.span("Looking it up", class_name="sr-only"), role="status", class_name="public-waiting"
        ),
    )


def _columns(content: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.div(content, class_name="public-main"),
        rx.el.div(_fine_print(), class_name="public-side"),
        class_name="public-columns",
    )


def _form() -> rx.Component:
    return rx.form(
        rx.cond(Ask.problem != "", notice.note(Ask.problem, "red", alert=True)),
        error_summary.error_summary(
            rx.foreach(Ask.problems.entries(), lambda pair: error_summary.entry(pair[0], pair[1])),
            has_errors=Ask.problems.length() > 0,
        ),
        _part(
            "Certificate holder",
            _text("holder_name", "Name", hint="As it is to stand on the certificate.", auto_complete="organization"),
            _text("holder_line_one", "Address", auto_complete="address-line1"),
            _text("holder_line_two", "Suite, floor", optional=True, auto_complete="address-line2"),
            _place(),
        ),
        _part(
            "What you need",
            fields.text_area(
                "requirements", "What is it for?", rows=5, error=_problem("requirements"),
                hint="The job or the contract, and what the certificate has to show.", max_length=2_000,
            ),
            _text("due_on", "Needed on", type="date", optional=True),
        ),
        _part(
            "You",
            _text("asked_by", "Your name", auto_complete="name"),
            _text("asker_email", "Your e-mail", type="email", auto_complete="email", hint="The answer goes there."),
        ),
        button.button(
            "Send request", look="primary", type="submit", size="3", icon_name="send", busy=Ask.is_sending
        ),
        on_submit=Ask.send,
        no_validate=True,
        key=Ask.form_round.to(str),
        class_name="ask-form card",
    )  # fmt: skip


def _place() -> rx.Component:
    states = [("", "Choose"), *((code, code) for code in STATES)]
    return rx.el.div(
        _text("holder_city", "City", auto_complete="address-level2"),
        fields.choose("holder_state", "State", "", states, error=_problem("holder_state")),
        _text("holder_zip_code", "ZIP", input_mode="numeric", auto_complete="postal-code"),
        class_name="ask-place",
    )


def _part(legend: str, *content: rx.Component) -> rx.Component:
    return rx.el.fieldset(rx.el.legend(legend), *content)


def _text(field_id: str, label: str, **more: object) -> rx.Component:
    return fields.text(field_id, label, error=_problem(field_id), size="3", **more)


def _problem(field_id: str) -> rx.Var[str]:
    return rx.cond(Ask.problems.contains(field_id), Ask.problems[field_id], "").to(str)


def _sent() -> rx.Component:
    return rx.el.section(
        icon.icon("circle_check", 28),
        rx.el.div(
            rx.el.h2("Your request is with the agency", class_name="public-standing"),
            rx.el.p("The answer goes to ", rx.el.strong(Ask.sent_to), "."),
            rx.el.p(button.text_link("Ask for another one", on_click=Ask.ask_again), class_name="public-checked"),
            class_name="grow",
        ),
        class_name="standing-panel public-panel is-green",
        role="status",
    )  # fmt: skip


def _unknown() -> rx.Component:
    return rx.el.section(
        icon.icon("octagon_x", 28),
        rx.el.div(
            rx.el.h2("This link does not work", class_name="public-standing"),
            rx.el.p(
                "It is not complete, or it was replaced or switched off. Ask whoever gave it to you for the "
                "new one, or call the agency."
            ),
            class_name="grow",
        ),
        class_name="standing-panel public-panel is-red",
        aria_label="Link",
    )


def _fine_print() -> rx.Component:
    call = rx.el.a(Ask.phone, href="tel:" + Ask.phone, class_name="link")
    return rx.el.p(
        "A request is not coverage. A certificate shows what the policies give on the day it is issued. Questions? ",
        Ask.agency,
        rx.cond(Ask.phone != "", rx.fragment(", ", call)),
        class_name="public-print",
    )

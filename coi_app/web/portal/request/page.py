"""`/portal/request`: for whoever may not send, and for what no master of the portal gives."""

import reflex as rx

from coi_app.rules import upload_kinds
from coi_app.rules.certificate_requests import RequestStatus
from coi_app.rules.field_values import STATES
from coi_app.web.portal import forms, frame
from coi_app.web.portal.request.state import FORM, Line, PortalRequestState
from coi_app.web.shared import button, data_grid, dialog, file_sender, notice, standing_badge

Request = PortalRequestState
form = forms.Form(Request, FORM)
MARKS = {
    RequestStatus.OPEN: ("indigo", "inbox"),
    RequestStatus.WAITING: ("amber", "hourglass"),
    RequestStatus.ISSUED: ("green", "check"),
    RequestStatus.REFUSED: ("gray", "ban"),
}


def page() -> rx.Component:
    return frame.page(
        rx.el.h1("Request a certificate", class_name="phone-title"),
        rx.cond(Request.is_loaded, rx.fragment(_form(), _own(), _file()), data_grid.skeleton(6)),
        current="request",
    )


def _form() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.cond(Request.refusal != "", notice.note(Request.refusal, "red", alert=True)),
            form.draw(
                Request.ask,
                form.text("holder_name", "Certificate holder", hint="Who wants the certificate."),
                form.text("holder_line_one", "Address", optional=True),
                form.text("holder_city", "City", optional=True),
                rx.el.div(
                    form.choose("holder_state", "State", [("", "Choose"), *((code, code) for code in STATES)]),
                    form.text("holder_zip_code", "ZIP", optional=True, input_mode="numeric"),
                    class_name="two-columns",
                ),
                form.text("holder_email", "Send it to", type="email", optional=True),
                form.area(
                    "requirements", "What is it for?", optional=True,
                    hint="The job or the contract, and what the certificate has to show.",
                ),
                form.text("due_on", "Needed on", type="date", optional=True),
            ),
            button.button(
                "Send request", look="primary", type="submit", form=FORM, size="3", busy=Request.is_sending
            ),
            class_name="phone-card phone-part field-stack",
        ),
        aria_label="Request",
    )  # fmt: skip


def _own() -> rx.Component:
    rows = rx.el.ul(rx.foreach(Request.lines, _line), class_name="phone-card")
    part = rx.el.section(
        rx.el.div(rx.el.h2("Your requests"), class_name="section-head"), rows, aria_label="Your requests"
    )
    return rx.cond(Request.lines.length() > 0, part)


def _line(one: rx.Var[Line]) -> rx.Component:
    marks = [
        (key.value, standing_badge.badge(one.status_words, color, mark))
        for key, (color, mark) in MARKS.items()
    ]
    add = button.text_link(
        rx.cond(one.file != "", "Add another file", "Add a file"),
        on_click=Request.attach(one.id),
        aria_label="Add a file: " + one.holder,
        small=True,
    )
    return rx.el.li(
        rx.el.span(
            rx.el.span(one.holder, class_name="phone-row-title clip"),
            rx.el.span(one.asked, class_name="phone-row-note"),
            rx.cond(one.said != "", rx.el.span(one.said, class_name="phone-row-note")),
            rx.cond(one.file != "", rx.el.span("File: ", one.file, class_name="phone-row-note")),
            rx.cond(one.is_open, add),
            class_name="grow",
        ),
        rx.match(one.status, *marks, standing_badge.badge(one.status_words)),
        class_name="phone-row",
        key=one.id,
    )


def _file() -> rx.Component:
    """A drop zone over the page, for one of the requests."""
    zone = file_sender.file_sender(
        "request_file_field", "Add a file to your request", Request.hint, action=Request.action,
        accept=upload_kinds.ACCEPT, largest=Request.largest, on_progress=Request.progress,
        on_answer=Request.answered, on_end=Request.load,
    )  # fmt: skip
    sent = rx.foreach(Request.sent, lambda one: file_sender.line(one.name, one.percent, one.look, one.words))
    return dialog.dialog(
        "Add a file",
        zone,
        file_sender.lines(sent),
        open=Request.attach_to > 0,
        on_open_change=Request.close,
        lead="The contract, or a sample of what the certificate has to show.",
        actions=[dialog.cancel_button("Close")],
    )

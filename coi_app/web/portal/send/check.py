"""Step 2: the paper, the boxes that carry Y, the address; one button sends it."""

import reflex as rx

from coi_app.rules.portal_rights import PortalRight
from coi_app.web import routes
from coi_app.web.portal import frame
from coi_app.web.portal.send.check_state import OWN, PAGE, TO, USUAL, WORDING, CheckState
from coi_app.web.portal.send.said import Stop
from coi_app.web.shared import (
    button,
    dialog,
    empty,
    error_summary,
    fields,
    icon,
    link,
    notice,
    paper_box,
    verdict_mark,
)

Check = CheckState


def content() -> rx.Component:
    return rx.cond(Check.is_missing, _missing(), _all())


def _all() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Check and send", class_name="phone-title"),
        _problems(),
        rx.cond(Check.masters.length() > 0, rx.fragment(_paper(), _stops(), _rows()), _closed()),
        _action(),
        _full_page(),
    )


def _missing() -> rx.Component:
    others = link.link("Your holders", href=routes.PORTAL_SEND, class_name="big-button is-second")
    return rx.fragment(
        rx.el.h1("Check and send", class_name="sr-only"),
        empty.nothing_yet("This holder is not here", "It is not on your list, or not any more.", others),
    )


def _closed() -> rx.Component:
    words = "Your agency has not opened a certificate for you to send yet. Call them, and they will."
    return notice.note(words, "amber")


def _problems() -> rx.Component:
    """Always there: a refused Send puts the focus on it. "form" belongs to no field."""
    entries = rx.foreach(
        Check.problems.entries(),
        lambda pair: rx.cond(
            pair[0] == "form", rx.el.li(pair[1]), error_summary.entry("send_" + pair[0], pair[1])
        ),
    )
    return error_summary.error_summary(entries, has_errors=Check.problems.length() > 0)


def _paper() -> rx.Component:
    full = rx.el.button(
        icon.icon("maximize_2", 16),
        "Full page",
        type="button",
        on_click=Check.open(PAGE),
        class_name="phone-full",
    )
    shown = rx.el.div(
        rx.html(Check.page, custom_attrs={"aria-hidden": "true"}),
        rx.el.div(full, class_name="phone-paper-foot"),
        class_name="phone-paper",
    )
    return rx.cond(
        Check.page != "", shown, rx.cond(Check.page_problem != "", notice.note(Check.page_problem, "amber"))
    )


def _stops() -> rx.Component:
    """What keeps it here; the agency can do more than its insureds."""
    call = rx.el.a(
        icon.icon("phone", 16), "Call ", Check.agency, href="tel:" + Check.phone, class_name="phone-call"
    )
    stops = rx.el.div(
        rx.foreach(Check.stops, _stop), rx.cond(Check.phone != "", call), class_name="phone-stops"
    )
    return rx.cond(Check.stops.length() > 0, stops)


def _stop(stop: rx.Var[Stop]) -> rx.Component:
    words = rx.el.span(stop.why, " ", verdict_mark.rule_tag(stop.rule))
    block = notice.note(words, "red", title="This cannot be sent as it is")
    return rx.cond(
        stop.is_block, block, notice.note(words, "amber", title="Your agency has to look at this one")
    )


def _rows() -> rx.Component:
    return rx.el.div(
        rx.cond(Check.additional_insured != "", _box("Additional insured", Check.additional_insured)),
        rx.cond(Check.waiver != "", _box("Waiver of subrogation", Check.waiver)),
        _to(),
        _wording(),
        class_name="phone-card phone-after",
    )


def _box(title: str, lines: rx.Var[str]) -> rx.Component:
    return _row(paper_box.paper_box(paper_box.YES, large=True), title, lines)


def _to() -> rx.Component:
    field = fields.text(
        "send_to", "Send to", Check.to, Check.type_to, error=_problem("to"), input_mode="email",
        hint="Up to 5 e-mail addresses, with commas between them.", auto_complete="off",
    )  # fmt: skip
    title = rx.cond(Check.to != "", Check.to, "No e-mail address yet")
    change = _change("the e-mail address", TO)
    return rx.fragment(
        _row(icon.icon("mail", 22, tone="muted"), title, Check.holder, change),
        rx.cond(Check.opened == TO, rx.el.div(field, class_name="phone-part")),
    )


def _wording() -> rx.Component:
    """Only where there is something to choose."""
    named = rx.match(
        Check.template,
        (USUAL, "The usual wording"),
        (OWN, "Your own wording"),
        "A wording of your agency",
    )
    name = rx.foreach(Check.masters, lambda one: rx.cond(one.value == Check.master, one.words, ""))
    can_change = (
        (Check.masters.length() > 1)
        | (Check.templates.length() > 0)
        | frame.may(PortalRight.EDIT_DESCRIPTION)
    )
    row = _row(icon.icon("file_text", 22, tone="muted"), name, named, _change("the wording", WORDING))
    part = rx.el.div(_master(), _template(), _own_words(), class_name="phone-part field-stack")
    return rx.cond(can_change, rx.fragment(row, rx.cond(Check.opened == WORDING, part)))


def _master() -> rx.Component:
    options = rx.foreach(Check.masters, lambda one: fields.option(one.value, one.words))
    chosen = fields.select("send_master", "Certificate", Check.master, Check.choose_master, options)
    return rx.cond(Check.masters.length() > 1, chosen)


def _template() -> rx.Component:
    options = rx.fragment(
        fields.option(USUAL, "The usual wording"),
        rx.foreach(Check.templates, lambda one: fields.option(one.value, one.words)),
        rx.cond(frame.may(PortalRight.EDIT_DESCRIPTION), fields.option(OWN, "Your own wording")),
    )
    return fields.select("send_template", "Wording", Check.template, Check.choose_template, options)


def _own_words() -> rx.Component:
    area = fields.text_area(
        "send_description", "Description of operations", Check.description, Check.type_description,
        rows=6, error=_problem("description"),
    )  # fmt: skip
    return rx.cond((Check.template == OWN) & frame.may(PortalRight.EDIT_DESCRIPTION), area)


def _row(
    mark: rx.Component, title: rx.Var[str] | str, note: rx.Var[str] | str, end: rx.Component | None = None
) -> rx.Component:
    return rx.el.div(
        rx.el.span(mark, class_name="phone-check-mark"),
        rx.el.span(
            rx.el.span(title, class_name="phone-row-title clip"),
            rx.el.span(note, class_name="phone-row-note"),
            class_name="grow",
        ),
        end if end is not None else rx.fragment(),
        class_name="phone-row",
    )


def _change(what: str, part: str) -> rx.Component:
    is_open = Check.opened == part
    return rx.el.button(
        rx.cond(is_open, "Close", "Change"),
        type="button",
        aria_label=rx.cond(is_open, f"Close {what}", f"Change {what}"),
        aria_expanded=is_open.to(str),
        on_click=Check.open(part),
        class_name="link phone-change",
    )


def _action() -> rx.Component:
    is_stopped = (Check.verdict != "ready") | (Check.is_busy != "")
    words = rx.cond(Check.is_busy == "send", "Sending", "Send Certificate")
    send = rx.el.button(
        icon.icon("send", 19, stroke=2), words, type="button", on_click=Check.send, disabled=is_stopped,
        class_name="big-button",
    )  # fmt: skip
    instead = rx.el.button(
        "Download without sending", type="button", on_click=Check.download, disabled=is_stopped,
        class_name="link phone-small",
    )  # fmt: skip
    ask = rx.el.p(
        "Needs a box that is blank? ",
        rx.el.a("Call your agent", href="tel:" + Check.phone, class_name="link is-underlined"),
        class_name="phone-small muted",
    )
    may_ask = (Check.phone != "") & (Check.stops.length() == 0)
    return rx.fragment(
        rx.el.div(send, class_name="phone-action"),
        rx.cond(frame.may(PortalRight.VIEW_CERTIFICATES), instead),
        rx.cond(may_ask, ask),
    )


def _full_page() -> rx.Component:
    paper = rx.el.div(
        rx.html(Check.page, class_name="paper-sheet"),
        class_name="paper-scroll", tab_index=0, role="group", aria_label="The certificate as a draft",
    )  # fmt: skip
    turn = rx.el.span(
        button.icon_button(
            "Previous page", "chevron_left", Check.turn_to(Check.page_number - 1), disabled=Check.page_number <= 1
        ),
        rx.el.span("Page ", Check.page_number, " of ", Check.page_count, class_name="num", aria_live="polite"),
        button.icon_button(
            "Next page", "chevron_right", Check.turn_to(Check.page_number + 1),
            disabled=Check.page_number >= Check.page_count,
        ),
        class_name="row",
    )  # fmt: skip
    return dialog.dialog(
        Check.holder,
        paper,
        open=Check.opened == PAGE,
        on_open_change=Check.close,
        note=rx.cond(Check.page_count > 1, turn),
        actions=[dialog.cancel_button("Close")],
        size="wide",
    )


def _problem(field_id: str) -> rx.Var[str]:
    return Check.problems.get(field_id, "").to(str)

"""`/v/[code]`: how a certificate stands now, for whoever holds it. Standing first, then facts, then the proof."""

import reflex as rx

from coi_app.web.shared import brand, card, drop_zone, empty, icon, link, paper_box
from coi_app.web.verify.pdf_input import PdfInput
from coi_app.web.verify.state import Line, VerifyState

Shown = VerifyState
ICONS = {
    "in_force": "badge_check",
    "expires_soon": "badge_check",
    "superseded": "history",
    "withdrawn": "ban",
    "pending": "hourglass",
}


def title() -> rx.Var[str]:
    return rx.cond(Shown.number != "", "Certificate check · " + Shown.number, "Certificate check")


def page() -> rx.Component:
    return rx.el.div(
        _head(), rx.el.main(_lead(), _body(), class_name="public-body"), class_name="public-page"
    )


def _head() -> rx.Component:
    contact = rx.el.span(rx.el.span(Shown.place), rx.el.span(Shown.phone), class_name="public-contact")
    small = rx.el.span("Certificate check", aria_hidden="true", class_name="public-small")
    return rx.el.header(rx.el.div(brand.brand(Shown.agency, 28), contact, small), class_name="public-head")


def _lead() -> rx.Component:
    return rx.el.div(
        rx.el.h1("Certificate check"),
        rx.el.p("The standing of one certificate of insurance, computed from the policies at this moment."),
        class_name="public-lead",
    )


def _body() -> rx.Component:
    return rx.match(
        Shown.phase,
        ("found", _certificate()),
        ("unknown", _columns(_unknown())),
        ("refused", empty.not_allowed(Shown.refusal)),
        rx.el.div(
            rx.el.span("Looking it up", class_name="sr-only"), role="status", class_name="public-waiting"
        ),
    )


def _certificate() -> rx.Component:
    return _columns(_standing(), _facts(), _coverage())


def _columns(*content: rx.Component) -> rx.Component:
    """Side by side; on a phone in one column, with the file check between facts and coverage."""
    side = (_check(), rx.cond(Shown.phase == "found", _same_page()), _fine_print())
    return rx.el.div(
        rx.el.div(*content, class_name="public-main"),
        rx.el.div(*side, class_name="public-side"),
        class_name="public-columns",
    )


def _standing() -> rx.Component:
    return rx.el.section(
        icon.one_of(Shown.kind, ICONS, "octagon_x", 28),
        rx.el.div(
            rx.el.h2(Shown.head, class_name="public-standing"),
            rx.el.p(Shown.sentence),
            rx.el.p(Shown.checked, class_name="public-checked"),
            class_name="grow",
        ),
        rx.cond(
            Shown.newest != "",
            link.link(
                Shown.newest, icon.icon("arrow_right", 18), href=Shown.newest_href, class_name="big-button"
            ),
        ),
        class_name=["standing-panel public-panel", "is-" + Shown.tone],
        aria_label="Standing",
    )


def _facts() -> rx.Component:
    return rx.el.div(
        card.facts(
            [
                ("Certificate", Shown.number),
                ("Issued", Shown.issued),
                ("Insured", Shown.insured),
                ("Holder", Shown.holder),
                ("Issued by", Shown.issued_by),
            ]
        ),
        class_name="public-facts card",
    )


def _coverage() -> rx.Component:
    heads = [rx.el.th(words, scope="col") for words in ("Coverage", "ADDL INSD", "SUBR WVD")]
    return rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(*heads)),
            rx.el.tbody(rx.foreach(Shown.lines, _line)),
            class_name="public-table",
        ),
        class_name="public-coverage card",
    )


def _line(line: rx.Var[Line]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            rx.el.span(line.title, class_name="public-row"),
            rx.el.span(line.under, class_name="public-row-note"),
            rx.cond(
                line.trouble != "",
                rx.el.span(icon.icon("octagon_x", 14), line.trouble, class_name="public-trouble"),
            ),
            scope="row",
        ),
        rx.el.td(paper_box.paper_box(line.additional_insured, "ADDL INSD")),
        rx.el.td(paper_box.paper_box(line.subrogation_waived, "SUBR WVD")),
    )


def _check() -> rx.Component:
    words = "Drop the file you were given. It is compared with the original, byte for byte, and never leaves your "
    words += "device."
    answer = rx.el.div(
        rx.cond(
            Shown.answer.title != "",
            rx.el.div(
                rx.el.p(
                    rx.cond(
                        Shown.answer.look == "is-good",
                        icon.icon("circle_check", 16),
                        icon.icon("octagon_x", 16),
                    ),
                    Shown.answer.title,
                    class_name="public-answer-head",
                ),
                rx.el.p(Shown.answer.words),
                rx.cond(
                    Shown.answer.href != "",
                    link.link("Open its page", href=Shown.answer.href, class_name="link public-answer-link"),
                ),
                class_name=["public-answer", Shown.answer.look],
            ),
        ),
        role="status",
    )
    field = PdfInput.create(
        id="check_pdf", accept=".pdf,application/pdf", on_check=Shown.check_file,
        custom_attrs={"aria-describedby": "check_pdf_hint"},
    )  # fmt: skip
    return rx.el.div(
        drop_zone.drop_zone(
            "check_pdf",
            "Check a PDF",
            words,
            button_words="Choose a PDF",
            state=Shown.answer.look,
            field=field,
        ),
        answer,
        class_name="public-check",
    )


def _same_page() -> rx.Component:
    return rx.el.div(
        rx.el.svg(
            rx.el.path(d=Shown.qr), view_box=Shown.qr_box, role="img", aria_label="QR code of this page",
            custom_attrs={"shapeRendering": "crispEdges"},
        ),
        rx.el.div(
            rx.el.p("Same page, on a phone", class_name="strong"),
            rx.el.p("The code on the certificate opens it. Check that the address is ", rx.el.span(Shown.host)),
        ),
        class_name="public-same card",
    )  # fmt: skip


def _fine_print() -> rx.Component:
    call = rx.el.a(Shown.phone, href="tel:" + Shown.phone, class_name="link")
    return rx.el.p(
        "A certificate informs. It gives the holder no rights and does not change any policy. Questions? ",
        Shown.agency,
        rx.cond(Shown.phone != "", rx.fragment(", ", call)),
        class_name="public-print",
    )


def _unknown() -> rx.Component:
    return rx.el.section(
        icon.icon("octagon_x", 28),
        rx.el.div(
            rx.el.h2("No such certificate", class_name="public-standing"),
            rx.el.p(
                "No certificate has this code. Compare the address with the one on the paper, letter by letter. If it "
                "is the same, do not rely on the paper, and call the agency."
            ),
            rx.el.p(Shown.checked, class_name="public-checked"),
            class_name="grow",
        ),
        class_name="standing-panel public-panel is-red",
        aria_label="Standing",
    )

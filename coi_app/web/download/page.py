"""`/d/[download_token]`: one certificate to fetch. How it stands comes first, then the button, then the facts."""

import reflex as rx

from coi_app.queries.download_links import Works
from coi_app.web.download.state import REFUSED, UNKNOWN, DownloadState
from coi_app.web.shared import brand, button, card, empty, icon, link

Shown = DownloadState
ICONS = {
    "in_force": "badge_check",
    "expires_soon": "badge_check",
    "superseded": "history",
    "withdrawn": "ban",
    "pending": "hourglass",
}


def title() -> rx.Var[str]:
    return rx.cond(Shown.number != "", "Certificate " + Shown.number, "Certificate")


def page() -> rx.Component:
    contact = rx.el.span(rx.el.span(Shown.place), rx.el.span(Shown.phone), class_name="public-contact")
    head = rx.el.header(rx.el.div(brand.brand(Shown.agency, 28), contact), class_name="public-head")
    lead = rx.el.div(
        rx.el.h1("Your certificate of insurance"),
        rx.el.p("The exact copy of what was issued, from the agency that issued it."),
        class_name="public-lead",
    )
    main = rx.el.main(lead, _body(), class_name="public-body", style={"max_width": "720px"})
    return rx.el.div(head, main, class_name="public-page")


def _body() -> rx.Component:
    waiting = rx.el.div(
        rx.el.span("Looking it up", class_name="sr-only"), role="status", class_name="public-waiting"
    )
    return rx.match(
        Shown.phase,
        (Works.YES.value, _stack(_standing(), _fetch(), _facts())),
        (Works.EXPIRED.value, _stack(_expired())),
        (Works.WITHDRAWN.value, _stack(_standing(), _facts())),
        (UNKNOWN, _stack(_unknown())),
        (REFUSED, empty.not_allowed(Shown.refusal)),
        waiting,
    )


def _stack(*parts: rx.Component) -> rx.Component:
    return rx.el.div(*parts, _fine_print(), class_name="stack")


def _standing() -> rx.Component:
    newest = link.link(
        Shown.newest, icon.icon("arrow_right", 18), href=Shown.newest_href, class_name="big-button"
    )
    return _panel(
        icon.one_of(Shown.kind, ICONS, "octagon_x", 28),
        Shown.head,
        Shown.sentence,
        rx.cond(Shown.newest != "", newest),
        tone=Shown.tone,
    )


def _panel(
    mark: rx.Component,
    head: str | rx.Var[str],
    words: str | rx.Var[str],
    *more: rx.Component,
    tone: str | rx.Var[str],
) -> rx.Component:
    return rx.el.section(
        mark,
        rx.el.div(rx.el.h2(head, class_name="public-standing"), rx.el.p(words), class_name="grow"),
        *more,
        class_name=["standing-panel public-panel", rx.Var.create("is-") + tone],
        aria_label="Standing",
    )  # fmt: skip


def _fetch() -> rx.Component:
    """A plain link: the browser keeps the file, and each time is recorded."""
    return card.card(
        rx.el.div(
            link.link(
                icon.icon("download", 18), "Download the PDF", href=Shown.file_href, reload_document=True,
                class_name="big-button",
            ),
            rx.el.p(
                "This link works until ", Shown.until, ". The agency sees that it was used.", class_name="small muted"
            ),
            class_name="card-body stack",
        )
    )  # fmt: skip


def _facts() -> rx.Component:
    check = button.text_link("Check how it stands, at any time", Shown.check_href)
    return rx.el.div(
        card.facts(
            [
                ("Certificate", Shown.number),
                ("Issued", Shown.issued),
                ("Insured", Shown.insured),
                ("Holder", Shown.holder),
                ("Standing", check),
            ]
        ),
        class_name="public-facts card",
    )


def _expired() -> rx.Component:
    words = "It worked until " + Shown.until + ". Ask whoever sent it to you to send the certificate again."
    return _panel(icon.icon("hourglass", 28), "This link has ended", words, tone="amber")


def _unknown() -> rx.Component:
    words = (
        "Open it once more from the message, or copy all of it: a part may be missing. A newer message ends the link "
        "of an older one."
    )
    return _panel(icon.icon("octagon_x", 28), "This link leads nowhere", words, tone="red")


def _fine_print() -> rx.Component:
    call = rx.el.a(Shown.phone, href="tel:" + Shown.phone, class_name="link")
    return rx.el.p(
        "A certificate informs. It gives the holder no rights and does not change any policy. Questions? ",
        Shown.agency,
        rx.cond(Shown.phone != "", rx.fragment(", ", call)),
        class_name="public-print",
    )

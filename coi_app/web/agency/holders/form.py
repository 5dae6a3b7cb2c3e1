"""The dialog of one holder: its form, or its facts for who may not change it; and where it is used."""

import reflex as rx

from coi_app.web.agency import form_fields, frame
from coi_app.web.agency.holders.state import NEW, HoldersState
from coi_app.web.agency.holders.uses import Place, Stand
from coi_app.web.shared import button, card, dialog, link, notice, standing_badge

FORM = "holder_form"
form = form_fields.Form(HoldersState.values, HoldersState.problems, HoldersState.form_round)
may_change = frame.may("holders:change")


def holder_dialog() -> rx.Component:
    is_new = HoldersState.holder == NEW
    save = button.button(rx.cond(is_new, "Create holder", "Save"), look="primary", type="submit", form=FORM)
    return dialog.dialog(
        HoldersState.name,
        rx.cond(may_change, _form(), _facts()),
        rx.cond(is_new, rx.fragment(), _used()),
        open=HoldersState.holder != "",
        on_open_change=HoldersState.close,
        actions=[dialog.cancel_button(), rx.cond(may_change, save)],
    )


def _form() -> rx.Component:
    return rx.fragment(
        form.draw(
            FORM,
            HoldersState.save,
            rx.cond(HoldersState.twins.length() > 0, _twins()),
            form.text("name", "Name", hint="As it is to stand on the certificate."),
            form.text("attention", "Person or department", optional=True),
            form.place(),
            form_fields.two(
                form.text("email", "E-mail", type="email", optional=True),
                form.text("phone", "Phone", type="tel", optional=True),
            ),
        ),
        rx.cond(
            HoldersState.former_names != "",
            rx.el.p("Formerly: ", HoldersState.former_names, class_name="hint"),
        ),
    )


def _twins() -> rx.Component:
    return notice.note(
        rx.fragment(
            "There is already: ",
            HoldersState.twins.join("; "),
            ". Take that one if it is the same. To make another holder of this name, press Create holder again.",
        ),
        "amber",
        alert=True,
    )


def _facts() -> rx.Component:
    def one(field_id: str) -> rx.Var[str]:
        return form.value(field_id)

    address = rx.fragment(
        one("line_one"), " ", one("line_two"), ", ", one("city"), ", ", one("state"), " ", one("zip_code")
    )
    return card.facts(
        [
            ("Attention", one("attention")),
            ("Address", address),
            ("E-mail", one("email")),
            ("Phone", one("phone")),
        ]
    )


def _used() -> rx.Component:
    used = HoldersState.used
    return rx.el.div(
        card.card(
            card.head("Where used", count=used.links_count, small=True),
            rx.cond(
                used.links.length() > 0,
                rx.el.ul(
                    rx.foreach(used.links, _place),
                    rx.cond(used.more != "", rx.el.li(used.more, class_name="small muted")),
                    class_name="use-list",
                    tab_index=0,
                    aria_label="Insureds of this holder",
                ),
                rx.el.p(
                    "No insured has this holder among its additional interests.",
                    class_name="muted card-foot",
                ),
            ),
        ),
        card.card(card.head("Certificates sent", count=used.certificates, small=True), _sent()),
        rx.cond(
            used.requests.length() > 0,
            card.card(
                card.head("Open requests", count=used.requests.length().to(str), small=True),
                rx.el.ul(rx.foreach(used.requests, _place), class_name="use-list"),
            ),
        ),
        class_name="stack use-stack",
    )


def _sent() -> rx.Component:
    used = HoldersState.used
    failed = rx.cond(
        used.failed > 0,
        link.link(
            used.failed.to(str) + rx.cond(used.failed == 1, " delivery failed", " deliveries failed"),
            href=used.failed_href,
            class_name="link",
        ),
    )
    return rx.cond(
        used.certificates == "0",
        rx.el.p("None yet.", class_name="muted card-foot"),
        rx.el.div(
            rx.foreach(used.standings, _standing),
            failed,
            link.link("Show all", href=used.certificates_href, class_name="link end"),
            class_name="row is-wrap use-marks",
        ),
    )


def _standing(one: rx.Var[Stand]) -> rx.Component:
    return link.link(standing_badge.standing_badge(one.standing, one.words), href=one.href, class_name="link")


def _place(place: rx.Var[Place]) -> rx.Component:
    return rx.el.li(
        link.link(place.name, href=place.href, class_name="link"),
        rx.el.div(place.note, class_name="small muted"),
    )

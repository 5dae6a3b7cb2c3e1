"""Settings, Agency: what is printed on every certificate from now on."""

import reflex as rx

from coi_app.web.agency import form_fields, frame
from coi_app.web.agency.settings.agency_state import AgencyState
from coi_app.web.shared import button, card, choices, data_grid, fields, native_form, notice

Agency = AgencyState
FORM = "agency_form"
form = form_fields.Form(Agency.values, Agency.problems, Agency.form_round)
FILE_BOX = {
    "box_shadow": "inset 0 0 0 1px var(--gray-a6)",
    "border_radius": "4px",
    "padding": "7px 10px",
    "max_width": "100%",
}
may_change = frame.may("settings:change")
LOGO_HINT = "Stands at the top of each certificate. Wide is better than tall."
SIGNATURE_HINT = "Of the authorized representative, dark on white."
PICTURES = (
    ("logo", "Logo", Agency.logo, Agency.remove_logo, LOGO_HINT),
    ("signature", "Signature", Agency.signature, Agency.remove_signature, SIGNATURE_HINT),
)
PICTURE_BOX = {
    "max_width": "100%",
    "height": "96px",  # kept free while it is on its way
    "object_fit": "scale-down",
    "background": "#fff",
    "padding": "8px",
    "border_radius": "6px",
}


def tab() -> rx.Component:
    columns = rx.el.div(
        rx.el.div(rx.cond(may_change, _form(), _facts()), style={"max_width": "680px", "flex": "1 1 420px"}),
        rx.el.div(
            *[_picture(*one) for one in PICTURES],
            _files(),
            class_name="stack",
            style={"flex": "1 1 300px", "max_width": "420px"},
        ),
        style={"display": "flex", "flex_wrap": "wrap", "gap": "16px", "align_items": "flex-start"},
    )
    return rx.cond(Agency.form_round > 0, columns, data_grid.skeleton(4))


def _form() -> rx.Component:
    zones = rx.foreach(Agency.zones, lambda zone: fields.option(zone, zone))
    return card.card(
        card.head("Agency"),
        rx.el.div(
            form.draw(
                FORM,
                Agency.save,
                form.text("name", "Name", hint="As the producer on every certificate."),
                form.place(),
                form_fields.two(
                    form.text("phone", "Phone", type="tel", optional=True),
                    form.text("fax", "Fax", type="tel", optional=True),
                    form.text("email", "E-mail", type="email", optional=True),
                    form.text("contact_name", "Contact", optional=True),
                ),
                form.text("representative", "Authorized representative", optional=True),
                form_fields.two(
                    form.choose(
                        "time_zone", "Time zone", zones, hint="Days begin and policies end by this clock."
                    ),
                    form.text("number_prefix", "Prefix of certificate numbers", hint="KV gives KV-26-00001."),
                ),
            ),
            class_name="card-body",
        ),
        rx.el.div(button.button("Save", look="primary", type="submit", form=FORM), class_name="card-foot"),
    )


def _facts() -> rx.Component:
    names = {"phone": "Phone", "fax": "Fax", "email": "E-mail", "contact_name": "Contact",
             "representative": "Authorized representative", "time_zone": "Time zone"}  # fmt: skip
    address = rx.foreach(Agency.address, rx.el.div)
    return card.card(
        card.head("Agency"),
        rx.el.div(
            card.facts(
                [
                    ("Name", form.value("name")),
                    ("Address", address),
                    *((words, form.value(key)) for key, words in names.items()),
                ]
            ),
            class_name="card-body",
        ),
    )


def _picture(
    purpose: str, title: str, sha256: rx.Var[str], remove: rx.EventHandler, hint: str
) -> rx.Component:
    image = rx.el.img(
        src="/files/pictures/" + sha256 + ".png", alt=f"The agency's {purpose}", style=PICTURE_BOX
    )
    shown = rx.cond(sha256 != "", image, rx.el.p(f"No {purpose} yet.", class_name="muted"))
    return card.card(
        card.head(
            title,
            rx.cond(may_change & (sha256 != ""), button.text_link("Remove", on_click=remove, small=True)),
        ),
        rx.el.div(shown, rx.cond(may_change, _upload(purpose, title, hint)), class_name="card-body stack"),
    )


def _files() -> rx.Component:
    """What the PDF of a certificate carries besides its page."""
    attach = choices.switch(
        "attach_json",
        "Attach the content as JSON to every certificate",
        Agency.has_json,
        Agency.choose_json,
        hint="A file inside the PDF that programs of holders can read. Holds for certificates issued from now on.",
        disabled=~may_change,
    )
    signing = rx.cond(
        Agency.cannot_sign,
        notice.note(Agency.signing, "red"),
        rx.el.p(Agency.signing, class_name="muted"),
    )
    return card.card(card.head("Certificate files"), rx.el.div(attach, signing, class_name="card-body stack"))


def _upload(purpose: str, title: str, hint: str) -> rx.Component:
    field_id = f"{purpose}_file"
    control = rx.el.input(
        type="file", id=field_id, name="picture", accept="image/png,image/jpeg", required=True, style=FILE_BOX,
        **fields.said_by(field_id, "", hint),
    )  # fmt: skip
    return native_form.native_form(
        fields.field(field_id, f"New {purpose}", control, hint=f"PNG or JPEG, at most 5 MB. {hint}"),
        rx.el.div(button.button(f"Upload {purpose}", type="submit")),
        action=f"/files/agency/{purpose}",
        upload=True,
        class_name="field-stack",
    )


def answer() -> rx.Component:
    """What became of an upload: it came back to this page by a full load."""
    return rx.cond(
        Agency.problem != "",
        notice.note(Agency.problem, "red", alert=True),
        rx.cond(Agency.saved != "", notice.note(Agency.saved, "green", alert=True)),
    )

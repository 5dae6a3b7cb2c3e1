"""The first tab: who the insured is, whom to call, what needs attention."""

import reflex as rx

from coi_app.web.agency import frame
from coi_app.web.agency.insured_profile.state import ContactLine, ProfileState, address_of
from coi_app.web.shared import button, card, empty, link, standing_badge, tabs

Profile = ProfileState


def panel() -> rx.Component:
    return tabs.panel(
        rx.el.div(
            rx.el.div(_facts(), class_name="stack"),
            rx.el.div(_contacts(), class_name="stack"),
            class_name="two-columns",
        ),
        label="Overview",
    )


def _facts() -> rx.Component:
    change = rx.cond(frame.may("insureds:change"), button.text_link("Edit", on_click=Profile.edit_insured))
    return card.card(
        card.head("Insured", change),
        card.facts(
            [
                ("Legal name", Profile.name),
                ("DBA", rx.cond(Profile.dba != "", Profile.dba, "None")),
                ("Address", rx.foreach(Profile.address, lambda row: rx.el.div(row))),
                ("Phone", rx.cond(Profile.phone != "", Profile.phone, "Not known")),
                ("E-mail", rx.cond(Profile.email != "", Profile.email, "Not known")),
                ("Certificates", link.link(Profile.counts["sent"], " sent", href=address_of("documents"), class_name="link")),
            ]
        ),
    )


def _contacts() -> rx.Component:
    add = rx.cond(frame.may("insureds:change"), button.text_link("Add contact", on_click=Profile.edit_contact(0)))
    return card.card(
        card.head("Contacts", add),
        rx.cond(
            Profile.contacts.length() > 0,
            rx.foreach(Profile.contacts, _contact),
            empty.nothing_yet("No contacts yet", "Add the person who asks for certificates.", icon_name="user_round"),
        ),
    )


def _contact(contact: rx.Var[ContactLine]) -> rx.Component:
    words = rx.el.div(
        rx.el.div(
            rx.el.span(contact.name, class_name="medium"),
            rx.cond(contact.is_primary, standing_badge.badge("Primary")),
            class_name="row",
        ),
        rx.el.div(
            rx.cond(contact.title != "", contact.title + ". ", ""),
            rx.cond(contact.email != "", contact.email + "  ", ""),
            contact.phone,
            class_name="muted small clip",
        ),
        class_name="grow",
    )
    edit = rx.cond(
        frame.may("insureds:change"),
        rx.el.span(
            button.icon_button("Edit contact", "pencil", Profile.edit_contact(contact.id)),
            button.icon_button("Remove contact", "trash_2", Profile.remove_contact(contact.id)),
            class_name="row",
        ),
    )
    return rx.el.div(words, edit, class_name="card-row")

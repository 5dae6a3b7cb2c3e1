"""The first tab: who the insured is, whom to call, what covers them."""

import reflex as rx

from coi_app.web.agency import frame
from coi_app.web.agency.insured_head import ContactLine, PolicyCell, ProfileState, address_of
from coi_app.web.agency.insured_profile import requests_card
from coi_app.web.agency.insured_profile.form_state import ProfileFormState
from coi_app.web.shared import button, card, empty, link, policy_strip, standing_badge, tabs

Profile = ProfileState
Edit = ProfileFormState


def panel() -> rx.Component:
    return tabs.panel(
        rx.el.div(
            rx.el.div(_facts(), _contacts(), class_name="stack"),
            rx.el.div(_policies(), requests_card.requests_card(), class_name="stack"),
            class_name="overview-columns",
        ),
        label="Overview",
    )


def _facts() -> rx.Component:
    change = rx.cond(frame.may("insureds:change"), button.text_link("Edit", on_click=Edit.edit_insured))
    return card.card(
        card.head("Insured", change),
        card.facts(
            [
                ("Legal name", Profile.name),
                ("DBA", _or_none(Profile.dba)),
                ("Address", rx.foreach(Profile.address, rx.el.div)),
                ("Phone", _or_none(Profile.phone)),
                ("E-mail", _or_none(Profile.email)),
                ("Certificates", _sent()),
            ]
        ),
    )


def _or_none(value: rx.Var[str]) -> rx.Component:
    return rx.cond(value != "", rx.el.span(value), rx.el.span("None", class_name="muted"))


def _sent() -> rx.Component:
    words = Profile.counts["certificates-sent"] + " sent"
    return link.link(words, href=address_of("documents", "certificates-sent"), class_name="link")


def _contacts() -> rx.Component:
    add = rx.cond(
        frame.may("insureds:change"), button.text_link("Add contact", on_click=Edit.edit_contact(0))
    )
    return card.card(
        card.head("Contacts", add),
        rx.cond(
            Profile.contacts.length() > 0,
            rx.fragment(rx.foreach(Profile.contacts, _contact)),
            empty.nothing_yet(
                "No contacts yet", "Add the person who asks for certificates.", icon_name="user_round"
            ),
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
            rx.cond(contact.title != "", contact.title + " · ", ""),
            contact.reach,
            class_name="muted small clip",
            title=contact.reach,
        ),
        class_name="grow",
    )
    change = rx.el.span(
        button.icon_button("Edit " + contact.name, "pencil", Edit.edit_contact(contact.id)),
        button.icon_button(
            "Remove " + contact.name, "trash_2", Edit.ask_remove_contact(contact.id, contact.name)
        ),
        class_name="row gap-4",
    )
    return rx.el.div(
        words, rx.cond(frame.may("insureds:change"), change), class_name="card-row", key=contact.id
    )


def _policies() -> rx.Component:
    return card.card(
        card.head("Policies", link.link("All policies", href=address_of("policies"), class_name="link")),
        rx.cond(
            Profile.policies.length() > 0,
            rx.fragment(rx.foreach(Profile.policies, _policy)),
            empty.nothing_yet(
                "No policies yet",
                "Certificates show what the policies cover. Add the first under Policies.",
                icon_name="shield",
            ),
        ),
    )


def _policy(policy: rx.Var[PolicyCell]) -> rx.Component:
    href = address_of("policies") + "&policy=" + policy.id.to(str)
    return rx.el.div(
        policy_strip.dot(policy.standing),
        rx.el.div(
            link.link(policy.title, href=href, class_name="medium quiet-link"),
            rx.el.div(
                rx.el.span(policy.number, class_name="mono"),
                ", ",
                policy.carrier,
                class_name="muted small clip",
                title=policy.carrier,
            ),
            class_name="grow",
        ),
        rx.el.div(
            standing_badge.standing_badge(policy.standing, policy.label),
            rx.el.div(policy.ends, class_name="muted small num"),
            class_name="policy-end",
        ),
        class_name="card-row",
        key=policy.id,
    )

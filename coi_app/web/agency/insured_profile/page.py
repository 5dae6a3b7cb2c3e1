"""The insured's page: head, standing strip, tabs; it hosts the panels."""

import reflex as rx

from coi_app.web import routes
from coi_app.web.agency import frame
from coi_app.web.agency.insured_profile import forms, overview
from coi_app.web.agency.insured_profile.state import PolicyCell, ProfileState, address_of
from coi_app.web.shared import button, data_grid, empty, link, menu, page_head, policy_strip, standing_badge, tabs

Profile = ProfileState


def page() -> rx.Component:
    return frame.desk(
        rx.cond(
            Profile.is_missing,
            _missing(),
            rx.cond(Profile.is_loaded, _profile(), data_grid.skeleton()),
        ),
        current="insureds",
    )


def _profile() -> rx.Component:
    return rx.fragment(
        _head(),
        rx.cond(
            Profile.policies.length() > 0, policy_strip.policy_strip(rx.foreach(Profile.policies, _policy_cell))
        ),
        tabs.tabs("Insured", _tabs(), Profile.tab),
        rx.match(
            Profile.tab,
            *[(key, panel()) for key, panel in PANELS.items()],
            overview.panel(),
        ),
        forms.insured_dialog(),
        forms.contact_dialog(),
    )


def _head() -> rx.Component:
    change = frame.may("insureds:change")
    return page_head.page_head(
        Profile.name,
        path=[("Insureds", routes.INSUREDS)],
        badges=[
            standing_badge.badge(Profile.kind),
            rx.cond(Profile.portal != "", standing_badge.badge(Profile.portal, "green", "check")),
        ],
        facts=[
            rx.cond(Profile.dba != "", page_head.fact("DBA " + Profile.dba)),
            rx.cond(Profile.place != "", page_head.fact(Profile.place, "map_pin")),
            rx.cond(Profile.phone != "", page_head.fact(Profile.phone, "phone")),
            rx.cond(Profile.email != "", page_head.fact(Profile.email, "mail")),
        ],
        actions=[
            menu.menu(
                button.button("More Actions", caret=True),
                [
                    menu.Item("Edit insured", "pencil", Profile.edit_insured, shown=change),
                    menu.Item("Add contact", "user_plus", Profile.edit_contact(0), shown=change),
                    menu.Item("Activity History", "activity", href=address_of("activity")),
                ],
                align="end",
            ),
            rx.cond(
                frame.may("certificates:issue"),
                button.link_button(
                    "Send Certificate", "/insureds/" + Profile.insured + "/send", look="primary", icon_name="send"
                ),
            ),
        ],
    )


def _policy_cell(cell: rx.Var[PolicyCell]) -> rx.Component:
    return policy_strip.policy_cell(
        cell.title, cell.standing, cell.words, cell.number, cell.ends, cell.elapsed
    )


def _tabs() -> list[tabs.Tab]:
    counts = Profile.counts
    return [
        tabs.Tab("overview", "Overview", address_of("overview")),
        tabs.Tab("policies", "Policies", address_of("policies"), counts["policies"]),
        tabs.Tab(
            "additional-interests", "Additional Interests", address_of("additional-interests"), counts["interests"]
        ),
        tabs.Tab("documents", "Documents", address_of("documents", "certificates-sent")),
        tabs.Tab("activity", "Activity History", address_of("activity")),
    ]


PANELS = {"overview": overview.panel}


def _missing() -> rx.Component:
    return rx.fragment(
        page_head.page_head("Insured not found", path=[("Insureds", routes.INSUREDS)]),
        empty.nothing_yet(
            "This insured is not here",
            "It may have been removed, or the address is not complete.",
            link.link("All insureds", href=routes.INSUREDS, class_name="link"),
            "building_2",
        ),
    )

"""The insured's page: head, standing strip, tabs; it hosts the panels and the dialogs over them."""

import reflex as rx

from coi_app.web import routes
from coi_app.web.agency import frame
from coi_app.web.agency.generate import dialog as generate
from coi_app.web.agency.generate import progress
from coi_app.web.agency.insured_head import PolicyCell, ProfileState, address_of
from coi_app.web.agency.insured_profile import forms, panels, review_card
from coi_app.web.agency.insured_profile.form_state import ProfileFormState
from coi_app.web.agency.insured_profile.review_state import ASK, HoldersReviewState
from coi_app.web.agency.portal_accounts import dialogs as account_dialogs
from coi_app.web.agency.portal_accounts.form_state import MODIFY, AccountFormState
from coi_app.web.agency.portal_accounts.state import DEACTIVATE, RESET
from coi_app.web.agency.portal_accounts.which_state import WhichState
from coi_app.web.shared import (
    button,
    data_grid,
    empty,
    link,
    menu,
    page_head,
    policy_strip,
    standing_badge,
)

Profile = ProfileState
Edit = ProfileFormState


def page() -> rx.Component:
    shown = rx.cond(Profile.is_missing, _missing(), _profile())
    return frame.desk(rx.cond(Profile.is_loaded, shown, data_grid.skeleton()), current="insureds")


def title() -> rx.Var[str]:
    """What the browser's tab says."""
    return rx.cond(Profile.name != "", Profile.name, "Insured")


def _profile() -> rx.Component:
    strip = policy_strip.policy_strip(rx.foreach(Profile.policies, _policy_cell))
    return rx.fragment(
        _head(),
        rx.cond(Profile.policies.length() > 0, strip),
        panels.line(),
        panels.chosen(),
        forms.dialogs(),
        generate.generate_dialog(),
        progress.progress_dialog(),
        account_dialogs.dialogs(),
        review_card.dialogs(),
    )


def _head() -> rx.Component:
    return page_head.page_head(
        Profile.name,
        path=[("Insureds", routes.INSUREDS)],
        badges=[
            standing_badge.badge(Profile.kind),
            rx.cond(Profile.portal != "", _portal_badge()),
            rx.cond(Profile.untrue != "", _untrue()),
        ],
        facts=[
            rx.cond(Profile.dba != "", page_head.fact("DBA " + Profile.dba)),
            rx.cond(Profile.place != "", page_head.fact(Profile.place, "map_pin")),
            rx.cond(Profile.phone != "", page_head.fact(Profile.phone, "phone")),
            rx.cond(Profile.email != "", page_head.fact(Profile.email, "mail")),
        ],
        actions=[_more_actions(), rx.cond(frame.may("certificates:issue"), _send())],
    )


def _untrue() -> rx.Component:
    """Leads to the certificates of this insured that say more than its policies give."""
    href = routes.RADAR + "?insured=" + Profile.insured
    badge = standing_badge.badge(Profile.untrue, "red", "radar")
    return link.link(badge, href=href, title="Certificates that became untrue")


def _portal_badge() -> rx.Component:
    is_active = Profile.portal == "Portal active"
    return rx.cond(
        is_active,
        standing_badge.badge(Profile.portal, "green", "check"),
        standing_badge.badge(Profile.portal),
    )


def _more_actions() -> rx.Component:
    change = frame.may("insureds:change")
    return menu.menu(
        button.button("More Actions", caret=True),
        [
            menu.Item("Edit insured", "pencil", Edit.edit_insured, shown=change),
            menu.Item("Add contact", "user_plus", Edit.edit_contact(0), shown=change),
            menu.Item("Certificates Sent", "file_badge", href=address_of("documents", "certificates-sent")),
            menu.Item("Activity History", "activity", href=address_of("activity")),
            menu.Item(
                "Ask for a Holders Review",
                "list_checks",
                HoldersReviewState.open(ASK),
                shown=frame.may("interests:change") & (Profile.portal == "Portal active"),
            ),
            menu.Item(
                "Renew certificates", "calendar_sync", href=routes.RENEWALS + "?insured=" + Profile.insured
            ),
            *_account_items(),
        ],
        align="end",
    )


def _account_items() -> list[menu.Item | rx.Component]:
    """Of the insured's people; which of them is asked when there are several."""
    may, begin = frame.may("portal:manage"), WhichState.begin
    some = may & (Profile.portal != "")
    return [
        rx.cond(may, rx.dropdown_menu.separator()),
        menu.Item("Create User Account", "circle_user_round", AccountFormState.create, shown=may),
        menu.Item("Reset Password", "key_round", begin(RESET), shown=some),
        menu.Item("Modify Permissions", "sliders_horizontal", begin(MODIFY), shown=some),
        menu.Item("Deactivate Account", "ban", begin(DEACTIVATE), danger=True, shown=some),
    ]


def _send() -> rx.Component:
    href = "/insureds/" + Profile.insured + "/send"
    return button.link_button("Send Certificate", href, look="primary", icon_name="send")


def _policy_cell(cell: rx.Var[PolicyCell]) -> rx.Component:
    return policy_strip.policy_cell(
        cell.title, cell.standing, cell.words, cell.number, cell.ends, cell.elapsed
    )


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

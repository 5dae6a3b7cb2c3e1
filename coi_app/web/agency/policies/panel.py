"""The Policies tab: the list, or one policy with its limits and endorsements."""

import reflex as rx

from coi_app.web.agency import frame
from coi_app.web.agency.insured_head import address_of
from coi_app.web.agency.policies import endorsement_form, policy_dialogs, policy_form, vehicles
from coi_app.web.agency.policies.endorsement_state import EndorsementFormState
from coi_app.web.agency.policies.form_state import PolicyFormState
from coi_app.web.agency.policies.state import EndorsementLine, PoliciesState, PolicyLine
from coi_app.web.agency.policies.vehicle_state import VehicleFormState
from coi_app.web.shared import (
    button,
    card,
    data_grid,
    empty,
    icon,
    link,
    menu,
    notice,
    standing_badge,
    tabs,
)

Policies = PoliciesState
Edit = PolicyFormState
Granted = EndorsementFormState


def panel() -> rx.Component:
    return tabs.panel(
        rx.cond(Policies.is_loaded, rx.cond(Policies.chosen > 0, _one(), _list()), data_grid.skeleton(4)),
        policy_form.dialog(),
        policy_dialogs.dialogs(),
        endorsement_form.dialogs(),
        vehicles.dialogs(),
        label="Policies",
    )


def _may() -> rx.Var[bool]:
    return frame.may("policies:change")


def _add(look: button.Look = "second") -> rx.Component:
    return rx.cond(_may(), button.button("Add Policy", Edit.add, icon_name="plus", look=look))


def _list() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.span("Limits and dates on certificates are read from here.", class_name="muted"),
            rx.el.div(_add(), class_name="row end"),
            class_name="row is-wrap tab-tools",
        ),
        data_grid.frame(
            label="Policies",
            head=_head(),
            body=rx.foreach(Policies.rows, _row),
            has_rows=Policies.rows.length() > 0,
            instead=empty.nothing_yet(
                "No policies yet",
                "Enter the first one from its declarations; certificates are made from policies.",
                _add("primary"),
                "shield",
            ),
        ),
    )


def _head() -> list[rx.Component]:
    return [
        data_grid.actions_column(),
        data_grid.column("Line, number", "20%"),
        data_grid.column("Carrier", "19%", shown="medium"),
        data_grid.column("Term", "204px", shown="medium"),
        data_grid.column("Limits", "", shown="wide"),
        data_grid.column("Endorsements", "108px", shown="medium", end=True),
        data_grid.column("Standing", "160px"),
    ]


def _row(policy: rx.Var[PolicyLine]) -> rx.Component:
    href = _address(policy.id)
    return data_grid.row(
        data_grid.actions_cell(
            [
                menu.Item("Open", "eye", href=href),
                menu.Item("Edit", "pencil", Edit.edit(policy.id), shown=_may()),
                menu.Item(
                    "Create ID card",
                    "id_card",
                    VehicleFormState.create_id_card(policy.id),
                    shown=frame.may("files:change") & policy.is_auto & ~policy.is_cancelled,
                ),
                *_standing_items(policy),
            ]
        ),
        data_grid.cell(_named(policy, href), phone="lead"),
        data_grid.cell(data_grid.two_lines(policy.carrier, "NAIC " + policy.naic, look=""), shown="medium"),
        data_grid.cell(data_grid.one_line(policy.term, look="num muted"), phone="note", shown="medium"),
        data_grid.cell(
            rx.el.div(
                rx.foreach(policy.limits, lambda one: rx.el.div(one, class_name="clip")),
                title=policy.all_limits,
                class_name="small muted num",
            ),
            shown="wide",
        ),
        data_grid.cell(policy.endorsements, shown="medium", end=True, tone="num muted"),
        data_grid.cell(standing_badge.standing_badge(policy.standing, policy.standing_words), phone="mark"),
        key=policy.id,
    )


def _named(policy: rx.Var[PolicyLine], href: rx.Var[str]) -> rx.Component:
    return rx.fragment(
        link.link(policy.title, href=href, class_name="line-1 medium", title=policy.title),
        rx.el.div(policy.number, class_name="line-2 mono", title=policy.number),
    )


def _standing_items(policy: rx.Var[PolicyLine]) -> list[menu.Item]:
    return [
        menu.Item(
            "Cancel policy", "ban", Edit.ask_cancel(policy.id), danger=True,
            shown=_may() & ~policy.is_cancelled,
        ),
        menu.Item(
            "Reinstate", "rotate_ccw", Edit.ask_reinstate(policy.id), shown=_may() & policy.is_cancelled
        ),
    ]  # fmt: skip


def _address(policy_id: rx.Var[int]) -> rx.Var[str]:
    return address_of("policies") + "&policy=" + policy_id.to(str)


def _one() -> rx.Component:
    policy = rx.Var.create(Policies.policy)
    return rx.fragment(
        rx.el.div(
            link.link(
                icon.icon("arrow_left", 14),
                "All policies",
                href=address_of("policies"),
                class_name="link back-link",
            ),
            class_name="row",
        ),
        rx.el.div(
            rx.el.h2(policy.title),
            rx.el.span(policy.number, class_name="mono muted"),
            standing_badge.standing_badge(policy.standing, policy.standing_words),
            rx.cond(_may(), _policy_buttons(policy)),
            class_name="row is-wrap policy-head",
        ),
        rx.foreach(Policies.warnings, lambda words: notice.note(words, "amber")),
        rx.el.div(_facts(policy), _limits(), class_name="two-columns"),
        vehicles.listed(),
        _endorsements(),
    )


def _policy_buttons(policy: rx.Var[PolicyLine]) -> rx.Component:
    return rx.el.span(
        rx.cond(
            policy.is_cancelled,
            button.button("Reinstate", Edit.ask_reinstate(policy.id)),
            button.button("Cancel policy", Edit.ask_cancel(policy.id)),
        ),
        button.button("Edit policy", Edit.edit(policy.id), icon_name="pencil"),
        class_name="row end",
    )


def _facts(policy: rx.Var[PolicyLine]) -> rx.Component:
    return card.card(
        card.head("Policy"),
        card.facts(
            [
                ("Carrier", policy.carrier),
                ("NAIC", policy.naic),
                ("Number", rx.el.span(policy.number, class_name="mono")),
                ("Term", policy.term),
                ("Status", Policies.status),
                ("Basis", rx.cond(Policies.basis != "", Policies.basis, "Not stated")),
            ]
        ),
    )


def _limits() -> rx.Component:
    return card.card(
        card.head("Limits"),
        rx.el.dl(
            rx.foreach(
                Policies.limits, lambda one: rx.fragment(rx.el.dt(one[0]), rx.el.dd(one[1], class_name="end"))
            ),
            class_name="facts limits num",
        ),
    )


def _endorsements() -> rx.Component:
    add = rx.cond(_may(), button.text_link("Add endorsement", on_click=Granted.add(Policies.chosen)))
    return card.card(
        card.head("Endorsements", add, count=Policies.endorsements.length()),
        rx.cond(
            Policies.endorsements.length() > 0,
            rx.fragment(rx.foreach(Policies.endorsements, _endorsement)),
            empty.nothing_yet(
                "No endorsements yet",
                "A Y under ADDL INSD or SUBR WVD stands on an endorsement of this policy.",
                icon_name="file_plus_2",
            ),
        ),
        label="Endorsements",
    )


def _endorsement(one: rx.Var[EndorsementLine]) -> rx.Component:
    change = rx.el.span(
        button.icon_button("Edit " + one.form, "pencil", Granted.edit(one.id)),
        button.icon_button("Remove " + one.form, "trash_2", Granted.ask_remove(one.id, one.form)),
        class_name="row gap-4",
    )
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.span(one.kind, class_name="medium"),
                rx.el.span(one.form, class_name="mono"),
                standing_badge.badge(one.reach),
                class_name="row is-wrap",
            ),
            rx.cond(one.title != "", rx.el.div(one.title, class_name="small")),
            rx.cond(one.whom != "", rx.el.div(one.whom, class_name="small muted clamp-2", title=one.whom)),
            class_name="grow",
        ),
        rx.el.div(
            rx.el.div(one.approved, class_name="num"),
            one.operations,
            class_name="small muted endorsement-end",
        ),
        rx.cond(_may(), change),
        class_name="card-row",
        key=one.id,
    )

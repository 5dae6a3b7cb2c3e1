"""Access Rights in a dialog, drawn from the one list of portal rights."""

import reflex as rx

from coi_app.rules import portal_rights
from coi_app.rules.portal_rights import PortalRightInWords
from coi_app.web.agency.choices import Choice
from coi_app.web.agency.portal_accounts.rights_state import STANDARD, RightChange, RightsState
from coi_app.web.shared import button, choices, combobox, fields, icon

Rights = RightsState
GROUP = "access"
TOTAL = len(portal_rights.PORTAL_RIGHTS)
CHOSEN_PRESET = (Rights.preset != "") & (Rights.preset != STANDARD)


def access_rights(similar_problem: rx.Var[str], rights_problem: rx.Var[str]) -> rx.Component:
    """The two radio cards; the chosen one is open."""
    count = "Choose each right. " + Rights.chosen.length().to(str) + f" of {TOTAL} are on."
    return choices.choice_group(
        "Access Rights",
        choices.choice(
            GROUP,
            "similar",
            "Similar to Another Insured",
            Rights.access,
            Rights.choose_access,
            hint="Copies the rights of an account you know.",
            more=_similar(similar_problem),
        ),
        choices.choice(
            GROUP,
            "custom",
            "Custom Permissions",
            Rights.access,
            Rights.choose_access,
            hint=rx.cond(Rights.access == "custom", count, "Choose each right yourself."),
            more=rx.fragment(_presets(), fields.error_line("rights", rights_problem), _switches()),
        ),
    )


def _similar(problem: rx.Var[str]) -> rx.Component:
    return fields.stack(
        combobox.combobox(
            "similar_to",
            "Account",
            found=Rights.found,
            picked=Rights.picked,
            on_search=Rights.search,
            on_pick=Rights.pick,
            placeholder="Type an insured or a person",
            error=problem,
            icon_name="building_2",
        ),
        rx.cond(Rights.picked["id"].to(int) > 0, _difference()),
    )


def _difference() -> rx.Component:
    shown = Rights.difference
    same = rx.el.div(
        rx.el.span("The same: ", class_name="muted"), shown.same, class_name="small difference-same"
    )
    return rx.el.div(
        rx.el.div(
            rx.el.span(Rights.compared_with),
            rx.el.span(shown.summary, class_name="end num"),
            class_name="row is-wrap small muted difference-head",
        ),
        rx.foreach(shown.added, lambda one: _change(one, "plus", "is-added", "Added", "tone-green")),
        rx.foreach(shown.removed, lambda one: _change(one, "minus", "is-removed", "Removed", "tone-red")),
        rx.cond(shown.same != "", same),
        class_name="inset-box",
        role="group",
        aria_label="What changes",
    )


def _change(one: rx.Var[RightChange], sign: str, kind: str, word: str, tone: str) -> rx.Component:
    return rx.el.div(
        rx.el.span(icon.icon(sign, 12, stroke=2.25), class_name="difference-sign"),
        rx.el.span(rx.el.span(one.label, class_name="medium"), " ", rx.el.span(one.help, class_name="muted")),
        rx.el.span(word, class_name=f"small medium {tone}"),
        class_name=f"difference {kind}",
        key=one.label,
    )


def _presets() -> rx.Component:
    options = rx.fragment(
        fields.option("", "Choose a preset"),
        fields.option(STANDARD, "Standard rights"),
        rx.foreach(Rights.presets, _preset),
    )
    return rx.el.div(
        rx.el.div(
            fields.select_box(
                "preset", Rights.preset, Rights.choose_preset, options, aria_label="Preset of rights"
            ),
            class_name="grow",
        ),
        rx.cond(CHOSEN_PRESET, button.icon_button("Delete this preset", "trash_2", Rights.delete_preset)),
        rx.cond(
            ~Rights.is_naming & (Rights.preset == ""), button.button("Save as preset", Rights.name_preset)
        ),
        rx.cond(Rights.is_naming, _naming()),
        class_name="row is-wrap preset-row",
    )


def _preset(one: rx.Var[Choice]) -> rx.Component:
    return fields.option(one.value, one.words)


def _naming() -> rx.Component:
    return rx.el.form(
        fields.text(
            "preset_name",
            "Name of the preset",
            error=Rights.preset_problem,
            max_length=60,
            auto_complete="off",
        ),
        rx.el.div(
            button.button("Save preset", type="submit"),
            button.button("Not now", Rights.stop_naming, look="quiet"),
            class_name="row",
        ),
        on_submit=Rights.save_preset,
        no_validate=True,
        class_name="preset-form",
    )


def _switches() -> rx.Component:
    """Two columns of about one height: the first and the last group at the left."""
    first, *middle, last = portal_rights.groups()
    columns = [
        rx.el.div(*[_group(name, rights) for name, rights in part]) for part in ([first, last], middle)
    ]
    return rx.el.div(*columns, class_name="right-columns")


def _group(name: str, rights: tuple[PortalRightInWords, ...]) -> rx.Component:
    return rx.el.fieldset(rx.el.legend(name), *[_switch(right) for right in rights], class_name="right-group")


def _switch(right: PortalRightInWords) -> rx.Component:
    key = right.key.value
    return choices.switch(
        f"right_{key}",
        right.label,
        Rights.chosen.contains(key),
        lambda on: Rights.set_right(key, on),
        hint=right.help,
    )

"""Settings, Description templates."""

import reflex as rx

from coi_app.web.agency import form_fields, frame, placeholders
from coi_app.web.agency.settings.templates_state import Row, TemplatesState
from coi_app.web.shared import (
    button,
    card,
    combobox,
    data_grid,
    dialog,
    empty,
    menu,
    standing_badge,
    wording_area,
)

Templates = TemplatesState
FORM = "template_form"
form = form_fields.Form(Templates.values, Templates.problems, Templates.form_round)
may_change = frame.may("templates:change")


def tab() -> rx.Component:
    nothing = empty.nothing_yet(
        "No templates yet",
        "A template is a description of operations, written once and filled in for each holder.",
        rx.cond(may_change, _new("second"), rx.fragment()),
        "text_cursor_input",
    )
    grid = data_grid.frame(
        plain=True,
        label="Description templates",
        head=[
            data_grid.column("Name", "24%", lead=True),
            data_grid.column("Wording"),
            data_grid.column("For", "16%", shown="medium"),
            data_grid.column("In portal", "84px", shown="wide"),
            data_grid.actions_column(),
        ],
        body=rx.foreach(Templates.rows, _row),
        instead=rx.cond(Templates.is_loaded, nothing, data_grid.skeleton(3)),
        has_rows=Templates.rows.length() > 0,
    )
    return rx.fragment(
        card.card(
            card.head(
                "Description templates",
                rx.cond(may_change, _new("primary")),
                count=Templates.rows.length(),
                bare=True,
            ),
            grid,
        ),
        rx.cond(may_change, _dialog()),
    )


def _new(look: button.Look) -> rx.Component:
    return button.button("New template", Templates.open(0), look=look, icon_name="plus")


def _row(row: rx.Var[Row]) -> rx.Component:
    actions = data_grid.actions_cell(
        [
            menu.Item("Edit", "pencil", Templates.open(row.id)),
            menu.Item("Retire", "ban", Templates.retire(row.id), shown=~row.retired),
            menu.Item("Offer again", "rotate_ccw", Templates.resume(row.id), shown=row.retired),
        ]
    )
    retired = rx.cond(row.retired, standing_badge.badge("Retired"))
    return data_grid.row(
        data_grid.cell(data_grid.two_lines(row.name, row.category), retired, lead=True, phone="lead"),
        data_grid.cell(data_grid.long_text(row.body), phone="note"),
        data_grid.cell(data_grid.one_line(row.owner, look="muted"), shown="medium"),
        data_grid.cell(row.portal, tone="muted", shown="wide"),
        rx.cond(may_change, actions, data_grid.cell()),
        key=row.id,
    )


def _dialog() -> rx.Component:
    is_new = Templates.template == 0
    owner = combobox.combobox(
        "template_insured",
        "Insured",
        found=Templates.found,
        picked=Templates.picked,
        on_search=Templates.search,
        on_pick=Templates.pick,
        placeholder="All insureds",
        hint="Leave it empty to offer the template for every insured.",
    )
    return dialog.dialog(
        rx.cond(is_new, "New template", "Edit template"),
        form.draw(
            FORM,
            Templates.save,
            form_fields.two(form.text("name", "Name"), form.text("category", "Category", optional=True)),
            rx.cond(is_new, owner),
            wording_area.wording_area(
                "body",
                "Wording",
                form.value("body"),
                placeholders.NAMES,
                on_typed=Templates.type_body.debounce(200),
                hint=placeholders.HINT,
                error=form.problem("body"),
            ),
            _preview(),
            placeholders.explained(),
            form.tick(
                "follows_default",
                "Stands after the master's default description",
                "Else it stands in its place.",
            ),
            form.tick(
                "portal_visible", "Show in the portal", "Insureds may choose it for their own certificates."
            ),
        ),
        open=Templates.is_open,
        on_open_change=Templates.close,
        actions=[dialog.cancel_button(), button.button("Save", look="primary", type="submit", form=FORM)],
    )


def _preview() -> rx.Component:
    """The wording with example values, as it is written."""
    wrong = rx.el.ul(rx.foreach(Templates.slips, rx.el.li), class_name="wording-slips")
    return rx.el.section(
        rx.el.h3("Preview with example values", class_name="field-label"),
        rx.el.p(
            rx.cond(Templates.example != "", Templates.example, "What you write appears here, filled in."),
            class_name="wording-example",
        ),
        rx.cond(Templates.slips.length() > 0, wrong),
        aria_live="polite",
    )

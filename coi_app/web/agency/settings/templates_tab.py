"""Settings, Description templates."""

import reflex as rx

from coi_app.rules import wording
from coi_app.web.agency import form_fields, frame
from coi_app.web.agency.settings.templates_state import Row, TemplatesState
from coi_app.web.shared import button, card, combobox, data_grid, dialog, empty, menu, standing_badge

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
            form.area("body", "Wording", rows=6, hint="Words in braces are filled in for each holder."),
            form.tick(
                "portal_visible", "Show in the portal", "Insureds may choose it for their own certificates."
            ),
        ),
        _placeholders(),
        open=Templates.is_open,
        on_open_change=Templates.close,
        actions=[dialog.cancel_button(), button.button("Save", look="primary", type="submit", form=FORM)],
    )


def _placeholders() -> rx.Component:
    lines = [
        rx.el.li(
            rx.el.code("{" + one.key + "}", class_name="mono"),
            rx.el.span(f"{one.label}. ", one.help, class_name="small muted"),
            style={
                "display": "grid",
                "grid_template_columns": "minmax(0, 190px) minmax(0, 1fr)",
                "gap": "8px",
                "padding": "3px 0",
            },
        )
        for one in wording.PLACEHOLDERS
    ]
    return card.card(
        card.head("Placeholders", small=True),
        rx.el.ul(
            *lines, tab_index=0, aria_label="Placeholders",
            style={"max_height": "180px", "overflow_y": "auto", "padding": "8px 16px"},
        ),
    )  # fmt: skip

"""Settings, Forms: the agency's own licensed forms."""

import reflex as rx

from coi_app.web import http_licensed_forms as http
from coi_app.web import routes
from coi_app.web.agency import form_fields, frame
from coi_app.web.agency.settings import matching
from coi_app.web.agency.settings.forms_state import FormsState, Row
from coi_app.web.shared import (
    button,
    card,
    data_grid,
    dialog,
    drop_zone,
    empty,
    fields,
    menu,
    native_form,
    standing_badge,
)

Forms = FormsState
form = form_fields.Form(Forms.problems, Forms.problems, 0)
may_change = frame.may("settings:change")
LICENSE = "Our agency holds the license to use this form"
LICENSE_HINT = (
    "Your statement is kept with your name and the time. "
    "A license is between your agency and the form’s publisher."
)


def tab() -> rx.Component:
    return rx.cond(Forms.form != "", matching.view(), _list())


def _list() -> rx.Component:
    nothing = empty.nothing_yet(
        "No forms yet",
        "Certificates are printed on our own page. If your agency has a license for a form, upload its fillable PDF.",
        icon_name="file_text",
    )
    grid = data_grid.frame(
        plain=True,
        label="Forms",
        head=[
            data_grid.column("Name", lead=True),
            data_grid.column("License stated by", "26%", shown="medium"),
            data_grid.column("Masters", "90px", shown="medium", end=True),
            data_grid.column("Status", "130px"),
            data_grid.actions_column(),
        ],
        body=rx.foreach(Forms.rows, _row),
        instead=rx.cond(Forms.is_loaded, nothing, data_grid.skeleton(2)),
        has_rows=Forms.rows.length() > 0,
    )
    listed = card.card(card.head("Forms", count=Forms.rows.length(), bare=True), grid)
    return rx.el.div(
        listed, rx.cond(may_change & Forms.is_loaded, rx.fragment(_upload(), _question())), class_name="stack"
    )


def _row(row: rx.Var[Row]) -> rx.Component:
    actions = data_grid.actions_cell(
        [
            menu.Item("Match fields", "pencil", href=row.href, shown=may_change & (row.status != "retired")),
            menu.Item("Look at fields", "eye", href=row.href, shown=~may_change | (row.status == "retired")),
            menu.Item(
                "Example as PDF", "file_text", href=row.example, is_file=True,
                shown=may_change & (row.status == "offered"),
            ),
            menu.Item(
                "Retire", "archive", Forms.ask_retire(row.id), danger=True,
                shown=may_change & (row.status != "retired"),
            ),
        ]
    )  # fmt: skip
    return data_grid.row(
        data_grid.cell(data_grid.two_lines(row.name, row.matched, href=row.href), lead=True, phone="lead"),
        data_grid.cell(
            data_grid.one_line(row.licensed, look="muted num", title=row.licensed_exact), shown="medium"
        ),
        data_grid.cell(row.masters, shown="medium", end=True, tone="num muted"),
        data_grid.cell(_status(row), phone="mark"),
        actions,
        key=row.id,
    )


def _status(row: rx.Var[Row]) -> rx.Component:
    return rx.match(
        row.status,
        ("offered", standing_badge.badge(row.status_words, "green", "check")),
        ("unfinished", standing_badge.badge(row.status_words, "amber", "clock")),
        standing_badge.badge(row.status_words, "gray", "archive"),
    )


def _upload() -> rx.Component:
    file = drop_zone.drop_zone(
        http.FORM_FILE,
        "Drop the fillable PDF here",
        "US Letter, at most 4 pages. Only what is seen on its pages is printed; scripts and values are left behind.",
        accept=".pdf,application/pdf",
        icon_name="upload",
        state="shows-name",
    )
    posted = native_form.native_form(
        file,
        fields.error_line(http.FORM_FILE, form.problem(http.FORM_FILE)),
        fields.text(
            http.FORM_NAME, "Name", Forms.typed_name, error=form.problem(http.FORM_NAME),
            hint="As masters offer it, for example with its edition.",
        ),
        fields.tick(http.LICENSED, LICENSE, hint=LICENSE_HINT),
        fields.error_line(http.LICENSED, form.problem(http.LICENSED)),
        rx.el.div(button.button("Upload form", look="primary", type="submit")),
        action=routes.POST_LICENSED_FORM,
        upload=True,
        class_name="field-stack",
    )  # fmt: skip
    return card.card(card.head("New form"), rx.el.div(posted, class_name="card-body"))


def _question() -> rx.Component:
    return dialog.alert(
        "Retire " + Forms.retiring_name + "?",
        Forms.retiring_words,
        open=Forms.retiring > 0,
        on_open_change=Forms.close,
        confirm=button.button("Retire form", Forms.retire, look="danger"),
    )

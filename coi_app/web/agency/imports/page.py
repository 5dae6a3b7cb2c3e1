"""Imports: the file is dropped here; below are those there were."""

import reflex as rx

from coi_app.rules.import_kinds import KIND_LABELS, Kind
from coi_app.web import http_imports, routes
from coi_app.web.agency import frame, list_parts
from coi_app.web.agency.imports.state import ImportsState, RunLine
from coi_app.web.shared import (
    button,
    card,
    data_grid,
    drop_zone,
    empty,
    fields,
    link,
    native_form,
    notice,
    page_head,
    standing_badge,
)

List = ImportsState
COLORS = {"applied": "green", "checked": "indigo", "ready": "indigo", "failed": "red"}


def page() -> rx.Component:
    return frame.desk(
        page_head.page_head("Imports"),
        rx.el.div(
            rx.cond(List.problem != "", notice.note(List.problem, "red", alert=True)),
            rx.cond(
                frame.has_arrived(),
                rx.fragment(rx.cond(frame.may("imports:run"), rx.fragment(_upload(), _files())), _grid()),
            ),
            class_name="stack",
            style={"margin_top": "16px"},
        ),
        current="imports",
    )


def _upload() -> rx.Component:
    kinds = [(kind.value, words) for kind, words in KIND_LABELS.items()]
    form = native_form.native_form(
        drop_zone.drop_zone(
            http_imports.FIELD,
            "Drop a CSV or XLSX file here",
            "Holders and their links, carriers, insureds or policies. Nothing changes before you have seen a dry run.",
            accept=".csv,.txt,.tsv,.xlsx",
            icon_name="upload",
            state="shows-name",
        ),
        rx.el.div(
            rx.el.div(fields.choose("kind", "What is in the file", "both", kinds), style={"width": "240px"}),
            rx.el.div(
                button.button("Upload", look="primary", type="submit"), style={"align_self": "flex-end"}
            ),
            class_name="row is-wrap",
        ),
        action=routes.POST_IMPORT,
        upload=True,
        class_name="field-stack",
    )
    return card.card(card.head("New import"), rx.el.div(form, class_name="card-body"))


FILES = (
    (
        "Carriers",
        "Legal names and NAIC codes. The first when you move in.",
        Kind.CARRIERS,
        routes.CARRIERS_CSV,
    ),
    ("Insureds", "Clients and prospects with their addresses.", Kind.INSUREDS, routes.INSUREDS_CSV),
    (
        "Policies",
        "A row for each line of a policy, after carriers and insureds.",
        Kind.POLICIES,
        routes.POLICIES_CSV,
    ),
    ("Holders and links", "Holders, and the insureds they belong to.", Kind.BOTH, routes.HOLDERS_CSV),
)


def _files() -> rx.Component:
    """What a file can look like, and what is here in the same columns."""
    return card.card(
        card.head("Files to begin with"),
        *[
            card.row(words, detail, end=_links(words.lower(), kind, export))
            for words, detail, kind, export in FILES
        ],
    )


def _links(what: str, kind: Kind, export: str) -> rx.Component:
    asked = {"kind": kind.value}
    files = (
        ("Template", f"Template for {what}", routes.with_query(routes.IMPORT_TEMPLATE_CSV, asked)),
        ("Example", f"Example of {what}", routes.with_query(routes.IMPORT_EXAMPLE_CSV, asked)),
    )
    links = [link.file(words, href=href, class_name="link", aria_label=name) for words, name, href in files]
    taken_out = link.file("Export", href=export, class_name="link", aria_label=f"Export {what}")
    return rx.el.span(*links, rx.cond(frame.may("exports:run"), taken_out), class_name="row")


def _grid() -> rx.Component:
    nothing = empty.nothing_yet(
        "No imports yet", "Upload a file above. A template names the columns.", icon_name="upload"
    )
    return data_grid.frame(
        label="Imports",
        head=[
            data_grid.column("File", lead=True),
            data_grid.column("State", "170px"),
            data_grid.column("Rows", "34%", shown="medium"),
            data_grid.column("By", "14%", shown="wide"),
            data_grid.column("Uploaded", "178px", shown="medium"),
        ],
        body=rx.foreach(List.rows, _row),
        foot=rx.cond(List.rows.length() > 0, list_parts.footer(List, zone=True)),
        instead=list_parts.instead(
            List, nothing_yet=nothing, is_narrowed=rx.Var.create(False), right="imports:run"
        ),
        has_rows=List.rows.length() > 0,
    )


def state_badge(state: rx.Var[str], words: rx.Var[str]) -> rx.Component:
    return rx.match(
        state,
        *[(key, standing_badge.badge(words, color)) for key, color in COLORS.items()],
        standing_badge.badge(words),
    )


def _row(row: rx.Var[RunLine]) -> rx.Component:
    return data_grid.row(
        data_grid.cell(data_grid.two_lines(row.file_name, row.kind, href=row.href), phone="lead", lead=True),
        data_grid.cell(state_badge(row.state, row.state_words), phone="mark"),
        data_grid.cell(data_grid.one_line(row.outcome, look="num"), shown="medium", phone="note"),
        data_grid.cell(data_grid.one_line(row.person), shown="wide"),
        data_grid.cell(data_grid.one_line(row.at, look="num muted", title=row.at_exact), shown="medium"),
        key=row.id,
    )

"""The page of one import: columns, then the dry run's rows, then the result."""

import reflex as rx

from coi_app.queries.imports import ALIKE
from coi_app.rules.import_kinds import Verdict
from coi_app.web import routes
from coi_app.web.agency import frame
from coi_app.web.agency.imports import mapping
from coi_app.web.agency.imports.page import state_badge
from coi_app.web.agency.imports.run_state import ImportState, Line
from coi_app.web.shared import button, card, data_grid, dialog, empty, icon, link, notice, page_head, tabs
from coi_app.web.shared.kinds import grouped

Run = ImportState
VERDICTS: dict[str, tuple[str, str, str]] = {
    Verdict.CREATED.value: ("circle_plus", "tone-green", "Create"),
    Verdict.CHANGED.value: ("pencil", "tone-green", "Change"),
    Verdict.LINKED.value: ("link", "tone-green", "Link"),
    Verdict.MATCHED.value: ("equal", "tone-gray", "Matches"),
    Verdict.REJECTED.value: ("octagon_x", "tone-red", "Rejected"),
}


def page() -> rx.Component:
    return frame.desk(
        rx.cond(
            Run.is_missing,
            rx.fragment(
                page_head.page_head("Import not found", path=[("Imports", routes.IMPORTS)]),
                empty.nothing_yet(
                    "This import is not here", "It may have been discarded.", icon_name="upload"
                ),
            ),
            rx.fragment(
                page_head.page_head(
                    Run.file_name,
                    path=[("Imports", routes.IMPORTS)],
                    badges=[state_badge(Run.state, Run.state_words)],
                    facts=[rx.foreach(Run.facts, _fact)],
                    actions=_actions(),
                ),
                rx.el.div(_notes(), _content(), class_name="stack", style={"margin_top": "16px"}),
            ),
        ),
        _undo_dialog(),
        current="imports",
    )


def _fact(words: rx.Var[str]) -> rx.Component:
    return page_head.fact(words)


def _actions() -> list[rx.Component]:
    checked = (Run.state == "checked") & ~Run.is_mapping
    is_open = (Run.state == "checked") | (Run.state == "ready") | (Run.state == "failed")
    nothing = Run.created + Run.changed + Run.linked == 0
    return [
        rx.cond(
            (Run.rejected > 0) & ~Run.is_at_work & (Run.state != "ready"),
            link.file(
                "Download rejected rows",
                href=f"/files/imports/{Run.run.to(str)}/rejected.csv",
                class_name="link medium",
            ),
        ),
        rx.cond(is_open, button.button("Discard", Run.discard)),
        rx.cond(checked | (Run.state == "failed"), button.button("Change columns", Run.change_columns)),
        rx.cond(checked, button.button("Apply", Run.apply, look="primary", disabled=nothing)),
        rx.cond(Run.state == "applied", button.button("Undo import", Run.ask_undo, icon_name="undo_2")),
    ]


def _notes() -> rx.Component:
    return rx.fragment(
        rx.cond(Run.error != "", notice.note(Run.error, "red", alert=True)),
        rx.cond(
            (Run.before != "") & (Run.state != "applied") & (Run.state != "undone"),
            notice.note(Run.before, "amber"),
        ),
    )


def _content() -> rx.Component:
    return rx.cond(
        Run.is_at_work,
        _progress(),
        rx.cond(Run.is_mapping, mapping.form(), rx.fragment(_figures(), _alike(), _rows())),
    )


def _progress() -> rx.Component:
    applying = Run.done >= Run.total
    words = rx.match(
        Run.state,
        ("checking", "Checking the rows"),
        ("undoing", "Taking everything back"),
        "Writing everything in one go",
    )
    figures = rx.el.div(
        rx.el.span(grouped(Run.done), class_name="figure is-large"),
        rx.el.span("of ", grouped(Run.total), " rows", class_name="muted num"),
        class_name="row is-base run-figures",
    )
    return rx.el.div(
        rx.cond((Run.state == "checking") | ~applying, figures),
        card.progress(words, Run.done, Run.total),
        rx.el.p(
            words, ". You can leave this page: the work goes on.", class_name="muted", aria_live="polite"
        ),
        class_name="stack run-page",
    )


def _figures() -> rx.Component:
    of_records = card.stat_strip(
        card.stat("Created", grouped(Run.created), icon_name="circle_plus", tone="tone-green"),
        card.stat("Changed", grouped(Run.changed), icon_name="pencil", tone="tone-green"),
        card.stat("Matched", grouped(Run.matched), icon_name="equal"),
        card.stat("Rejected", grouped(Run.rejected), icon_name="octagon_x", tone="tone-red"),
        small=True,
    )
    return rx.cond(Run.is_records, of_records, _holder_figures())


def _holder_figures() -> rx.Component:
    return card.stat_strip(
        card.stat("Holders created", grouped(Run.created), icon_name="circle_plus", tone="tone-green"),
        card.stat("Rows linked", grouped(Run.linked), icon_name="user_round_check", tone="tone-green"),
        card.stat("Links made", grouped(Run.links), icon_name="link", tone="tone-green"),
        card.stat("Matched", grouped(Run.matched), icon_name="equal"),
        card.stat("Rejected", grouped(Run.rejected), icon_name="octagon_x", tone="tone-red"),
        small=True,
    )


def _alike() -> rx.Component:
    """Holders that look like others: taken as new until somebody says they are the same."""
    decide = rx.cond(
        Run.undecided,
        rx.fragment(
            rx.el.p("Your decisions count from the next dry run on.", class_name="muted"),
            button.button("Check again", Run.check_again, icon_name="refresh_cw"),
        ),
        rx.fragment(),
    )
    words = rx.fragment(
        grouped(Run.alike),
        rx.cond(Run.alike == 1, " row looks", " rows look"),
        " like another holder, spelled differently. Each becomes a holder of its own unless you say it is the same.",
    )
    return rx.cond(
        (Run.alike > 0) & (Run.state == "checked"),
        notice.note(
            words,
            "amber",
            action=rx.el.div(
                button.button("All are the same", Run.decide_all("same"), size="1"),
                button.button("All are new", Run.decide_all("new"), size="1"),
                decide,
                class_name="row is-wrap",
            ),
        ),
    )


def _rows() -> rx.Component:
    rejected = (Verdict.REJECTED.value, "Rejected", Run.rejected)
    matched = (Verdict.MATCHED.value, "Matches", Run.matched)
    created = [("", "All", Run.total), (Verdict.CREATED.value, "Create", Run.created)]
    of_records = [*created, (Verdict.CHANGED.value, "Change", Run.changed), matched, rejected]
    linked = (Verdict.LINKED.value, "Link", Run.linked)
    of_holders = [*created, linked, matched, rejected, (ALIKE, "Look alike", Run.alike)]
    segments = [
        tabs.choice_segments("Show rows", shown, Run.show, Run.choose_show)
        for shown in (of_records, of_holders)
    ]
    more = rx.el.div(
        rx.cond(Run.start > 0, button.button("First rows", Run.first_rows, size="1")),
        rx.cond(Run.following > 0, button.button("Next rows", Run.next_rows, size="1")),
        class_name="row",
        style={"padding": "8px 12px"},
    )
    return rx.fragment(
        rx.cond(Run.is_records, *segments),
        data_grid.frame(
            label="Rows",
            head=[
                data_grid.column("Row", "72px", lead=True),
                data_grid.column("Verdict", "120px"),
                data_grid.column(Run.noun.capitalize(), "28%"),
                data_grid.column("Insured", "18%", shown="wide"),
                data_grid.column("Reason"),
            ],
            body=rx.foreach(Run.rows, _row),
            foot=rx.cond((Run.start > 0) | (Run.following > 0), more),
            instead=empty.nothing_yet("No rows here", "Choose another verdict above.", icon_name="search_x"),
            has_rows=Run.rows.length() > 0,
        ),
    )


def _row(row: rx.Var[Line]) -> rx.Component:
    mark = rx.match(row.verdict, *[(key, _mark(key)) for key in VERDICTS], rx.fragment())
    return data_grid.row(
        data_grid.cell(row.position, tone="muted num", lead=True),
        data_grid.cell(mark, phone="mark"),
        data_grid.cell(data_grid.two_lines(row.name, row.place), phone="lead"),
        data_grid.cell(data_grid.one_line(row.insured), shown="wide"),
        data_grid.cell(data_grid.long_text(row.reason), rx.cond(row.twin != "", _twin(row)), phone="note"),
        key=row.position,
    )


def _mark(verdict: str) -> rx.Component:
    icon_name, tone, words = VERDICTS[verdict]
    return rx.el.span(icon.icon(icon_name, 15, stroke=2), words, class_name=f"state-mark is-verdict {tone}")


def _twin(row: rx.Var[Line]) -> rx.Component:
    said = rx.match(row.decision, ("same", "Same holder"), ("new", "A new holder"), "")
    return rx.el.div(
        rx.el.div("Looks like ", row.twin, class_name="small"),
        rx.cond(
            Run.state == "checked",
            rx.el.div(
                rx.cond(
                    row.decision != "same",
                    button.text_link("Same holder", on_click=Run.decide(row.position, "same"), small=True),
                ),
                rx.cond(
                    row.decision != "new",
                    button.text_link("A new holder", on_click=Run.decide(row.position, "new"), small=True),
                ),
                rx.cond(said != "", rx.el.span("Decided: ", said, class_name="small medium")),
                class_name="row",
            ),
        ),
    )


def _undo_dialog() -> rx.Component:
    of_holders = rx.fragment(
        "This takes back ", grouped(Run.created), " holders and ", grouped(Run.links), " links, all of them or none. "
        "It is refused when a certificate, another link or a change depends on any of them.",
    )  # fmt: skip
    of_records = rx.fragment(
        "This takes back ", grouped(Run.created), " ", Run.nouns, " and puts back what ", grouped(Run.changed),
        " rows changed, all of it or none. It is refused when something uses or changed any of it since.",
    )  # fmt: skip
    lead = rx.cond(Run.is_records, of_records, of_holders)
    return dialog.alert(
        "Undo this import?",
        lead,
        open=Run.undo_open,
        on_open_change=Run.close,
        confirm=button.button("Undo import", Run.undo, look="danger"),
    )

"""Which column of the file is what: guessed, with sample values beside, and remembered once confirmed."""

import reflex as rx

from coi_app.rules import import_columns, import_layouts
from coi_app.rules.import_kinds import KIND_HELP, KIND_LABELS, MOVING_IN, Kind
from coi_app.rules.import_layout import ColumnInWords
from coi_app.web.agency.imports.run_state import Heading, ImportState
from coi_app.web.shared import button, card, error_summary, fields

Run = ImportState


def form() -> rx.Component:
    return rx.el.div(
        error_summary.error_summary(
            rx.foreach(Run.problems.entries(), lambda pair: error_summary.entry(pair[0], pair[1])),
            has_errors=Run.problems.length() > 0,
        ),
        fields.select(
            "kind",
            "What is in the file",
            Run.kind,
            Run.choose_kind,
            [(kind.value, words) for kind, words in KIND_LABELS.items()],
            hint=rx.match(Run.kind, *[(kind.value, words) for kind, words in KIND_HELP.items()], ""),
        ),
        rx.match(
            Run.kind,
            *[(kind.value, _all_columns(kind)) for kind in MOVING_IN],
            _holder_columns(),
        ),
        rx.el.div(button.button("Check the file", Run.check, look="primary"), class_name="row"),
        class_name="stack",
        style={"max_width": "760px"},
    )


def _holder_columns() -> rx.Component:
    holder, link = (_columns(*group) for group in import_columns.LAYOUT.groups)
    return rx.fragment(holder, rx.cond(Run.kind != Kind.HOLDERS.value, link))


def _all_columns(kind: Kind) -> rx.Component:
    return rx.fragment(*[_columns(*group) for group in import_layouts.of(kind).groups])


def _columns(title: str, columns: tuple[ColumnInWords, ...]) -> rx.Component:
    return card.card(
        card.head(title, small=True),
        rx.el.div(
            rx.el.div(*[_column(one) for one in columns], class_name="two-columns"), class_name="card-body"
        ),
    )


def _column(column: ColumnInWords) -> rx.Component:
    options = rx.fragment(
        fields.option("", "Not in the file"),
        rx.foreach(Run.headings, _option),
    )
    key = str(column.key)
    sample = Run.samples[key].to(str)
    return fields.select(
        key,
        column.heading,
        Run.chosen[key],
        lambda place: Run.choose_column(key, place),
        options,
        hint=rx.cond(sample != "", rx.fragment("For example ", sample), ""),
        error=rx.cond(Run.problems.contains(key), Run.problems[key], ""),
    )


def _option(heading: rx.Var[Heading]) -> rx.Component:
    return fields.option(heading.place, heading.words)

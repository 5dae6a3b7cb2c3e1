"""Which column of the file is what: guessed, with sample values beside, and remembered once confirmed."""

import reflex as rx

from coi_app.rules.holder_import import KIND_HELP, KIND_LABELS, Kind
from coi_app.rules.import_columns import HEADINGS, OF_HOLDER, OF_LINK, Column
from coi_app.web.agency.imports.run_state import Heading, ImportState
from coi_app.web.shared import button, card, choices, error_summary, fields

Run = ImportState


def form() -> rx.Component:
    return rx.el.div(
        error_summary.error_summary(
            rx.foreach(Run.problems.entries(), lambda pair: error_summary.entry(pair[0], pair[1])),
            has_errors=Run.problems.length() > 0,
        ),
        choices.choice_group(
            "What is in the file",
            *[
                choices.choice(
                    "kind", kind.value, KIND_LABELS[kind], Run.kind, Run.choose_kind, hint=KIND_HELP[kind]
                )
                for kind in reversed(Kind)
            ],
        ),
        _columns("The holder", OF_HOLDER),
        rx.cond(Run.kind != Kind.HOLDERS.value, _columns("The link to the insured", OF_LINK)),
        rx.el.div(button.button("Check the file", Run.check, look="primary"), class_name="row"),
        class_name="stack",
        style={"max_width": "760px"},
    )


def _columns(title: str, columns: tuple[Column, ...]) -> rx.Component:
    return card.card(
        card.head(title, small=True),
        rx.el.div(
            rx.el.div(*[_column(one) for one in columns], class_name="two-columns"), class_name="card-body"
        ),
    )


def _column(column: Column) -> rx.Component:
    options = rx.fragment(
        fields.option("", "Not in the file"),
        rx.foreach(Run.headings, _option),
    )
    sample = Run.samples[column.value]
    return fields.select(
        column.value,
        HEADINGS[column],
        Run.chosen[column.value],
        lambda place: Run.choose_column(column.value, place),
        options,
        hint=rx.cond(sample != "", rx.fragment("For example ", sample), ""),
        error=rx.cond(Run.problems.contains(column.value), Run.problems[column.value], ""),
    )


def _option(heading: rx.Var[Heading]) -> rx.Component:
    return fields.option(heading.place, heading.words)

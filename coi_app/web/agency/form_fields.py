"""Fields bound to a state's `values` and `problems`: the browser holds what is typed until it is saved.

A refused save changes only the problems, so nothing typed is lost; a new `round` draws the fields afresh.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.rules.field_values import STATES
from coi_app.web.shared import checkbox, error_summary, fields, icon
from coi_app.web.shared.kinds import Child, Handler

PLACE_COLUMNS = {"display": "grid", "grid_template_columns": "minmax(0, 1fr) 96px 104px", "gap": "12px"}


@dataclass(frozen=True)
class Form:
    """The vars of the state that keeps the form: field → text, field → sentence, and how often it was opened."""

    values: Any
    problems: Any
    round: Any

    def draw(self, form_id: str, on_submit: Handler, *content: Child) -> rx.Component:
        """The form with its error summary; a button elsewhere submits it by `form=form_id`."""
        return rx.el.form(
            self.summary(),
            rx.el.div(
                *content,
                class_name="field-stack",
                style={"margin_top": rx.cond(self.is_wrong(), "14px", "0")},
            ),
            id=form_id,
            on_submit=on_submit,
            no_validate=True,
            key=rx.Var.create(self.round).to(str),
        )

    def summary(self) -> rx.Component:
        return error_summary.error_summary(
            rx.foreach(self.problems.entries(), lambda pair: error_summary.entry(pair[0], pair[1])),
            has_errors=self.is_wrong(),
        )

    def is_wrong(self) -> rx.Var[bool]:
        return self.problems.length() > 0

    def text(self, field_id: str, label: str, **more: Any) -> rx.Component:
        return fields.text(field_id, label, self.value(field_id), error=self.problem(field_id), **more)

    def area(
        self, field_id: str, label: str, *, rows: int = 6, hint: Child | None = None, **props: Any
    ) -> rx.Component:
        error = self.problem(field_id)
        control = rx.text_area(
            id=field_id, name=field_id, default_value=self.value(field_id), rows=str(rows), width="100%",
            **fields.said_by(field_id, error, hint), **props,
        )  # fmt: skip
        return fields.field(field_id, label, control, hint=hint, error=error)

    def choose(
        self,
        field_id: str,
        label: str,
        options: Sequence[tuple[str, str]] | rx.Component,
        *,
        hint: Child | None = None,
    ) -> rx.Component:
        """One of a few, in the browser's own list."""
        error = self.problem(field_id)
        entries = (
            options
            if isinstance(options, rx.Component)
            else rx.fragment(*[fields.option(key, words) for key, words in options])
        )
        box = rx.el.div(
            rx.el.select(
                entries, id=field_id, name=field_id, default_value=self.value(field_id), class_name="native-select",
                **fields.said_by(field_id, error, hint),
            ),
            rx.el.span(icon.icon("chevrons_up_down", 14), class_name="select-caret"),
            class_name="select-box",
        )  # fmt: skip
        return fields.field(field_id, label, box, hint=hint, error=error)

    def tick(self, field_id: str, label: str, hint: str = "") -> rx.Component:
        """A check box that the form sends as "on"."""
        box = checkbox.Checkbox.create(
            id=field_id, name=field_id, default_checked=self.value(field_id) == "on", size="2",
            aria_labelledby=f"{field_id}_label", aria_describedby=f"{field_id}_hint",
        )  # fmt: skip
        words = rx.el.div(
            rx.el.label(label, html_for=field_id, id=f"{field_id}_label", class_name="check-title"),
            rx.el.div(hint, id=f"{field_id}_hint", class_name="hint"),
        )
        return rx.el.div(box, words, class_name="check-line")

    def place(self) -> rx.Component:
        """The five fields of an address."""
        return rx.fragment(
            self.text("line_one", "Address"),
            self.text("line_two", "Suite, floor", optional=True),
            rx.el.div(
                self.text("city", "City"),
                self.choose("state", "State", [("", "Choose"), *((code, code) for code in STATES)]),
                self.text("zip_code", "ZIP", input_mode="numeric"),
                style=PLACE_COLUMNS,
            ),
        )

    def value(self, field_id: str) -> rx.Var[str]:
        return rx.cond(self.values.contains(field_id), self.values[field_id].to(str), "").to(str)

    def problem(self, field_id: str) -> rx.Var[str]:
        return rx.cond(self.problems.contains(field_id), self.problems[field_id].to(str), "").to(str)


def two(*parts: Child) -> rx.Component:
    """Two fields beside each other, under each other on a phone."""
    return rx.el.div(*parts, class_name="two-columns")


def shown(values: Mapping[str, Any]) -> dict[str, str]:
    """A service's form values as texts: a tick is "on", nothing is ""."""
    return {name: "on" if value is True else str(value or "") for name, value in values.items()}

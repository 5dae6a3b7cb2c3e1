"""Fields bound to a state's `values` and `problems`: the browser holds what is typed until it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.web.shared import error_summary, fields
from coi_app.web.shared.kinds import Child, Handler


@dataclass(frozen=True)
class Form:
    """The state has `values`, `problems` and `round`; `key` goes before the names of the fields in the page."""

    state: Any
    key: str

    def draw(self, on_submit: Handler, *content: Child) -> rx.Component:
        """A button with `form=<key>` submits it. A new `round` draws the fields afresh."""
        return rx.el.form(
            error_summary.error_summary(
                rx.foreach(
                    self.state.problems.entries(),
                    lambda pair: error_summary.entry(f"{self.key}_" + pair[0], pair[1]),
                ),
                has_errors=self.state.problems.length() > 0,
                focus=focus_of(self.key),
            ),
            rx.el.div(*content, class_name="field-stack"),
            id=self.key,
            on_submit=on_submit,
            no_validate=True,
            key=self.state.round.to(str),
            class_name="phone-form",
        )

    def text(self, name: str, label: str, **more: Any) -> rx.Component:
        value, error = self.state.values.get(name, "").to(str), self._problem(name)
        return fields.text(f"{self.key}_{name}", label, value, error=error, **more)

    def area(self, name: str, label: str, **more: Any) -> rx.Component:
        value, error = self.state.values.get(name, "").to(str), self._problem(name)
        return fields.text_area(f"{self.key}_{name}", label, value, error=error, **more)

    def choose(self, name: str, label: str, options: Sequence[tuple[str, str]]) -> rx.Component:
        value, error = self.state.values.get(name, "").to(str), self._problem(name)
        return fields.choose(f"{self.key}_{name}", label, value, options, error=error)

    def _problem(self, name: str) -> rx.Var[str]:
        return self.state.problems.get(name, "").to(str)


def focus_of(key: str) -> str:
    """The element that takes the focus after a refused submit."""
    return f"{key}_problems"


def typed(key: str, submitted: object) -> dict[str, Any]:
    """The fields of a form without its key. Services judge what is in them."""
    if not isinstance(submitted, dict):
        return {}
    prefix = f"{key}_"
    return {
        name.removeprefix(prefix): value
        for name, value in submitted.items()
        if isinstance(name, str) and name.startswith(prefix)
    }

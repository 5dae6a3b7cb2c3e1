"""A dialog with the form of one record. Its fields are named and uncontrolled, so the browser keeps what was typed
until it is saved; the state holds only the values they begin with and what was wrong with the last attempt.

Fields of a form are called `<form>_<field>` in the page, and a tick of a list `<form>_<field>__<choice>`: several
forms of a page may have a "name".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import reflex as rx

from coi_app.rules import errors
from coi_app.web import session
from coi_app.web.agency import day_words
from coi_app.web.shared import button, dialog, error_summary, fields, notice
from coi_app.web.shared.kinds import Child, Text

CHOICE = "__"


class RecordForm(rx.State, mixin=True):
    """What every state with forms has. One form is open at a time; handlers are the state's own."""

    form: str = ""
    CLOSED: ClassVar[dict[str, Any]] = {"form": ""}
    form_round: int = 0
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    refusal: str = ""

    def _open(self, form: str, values: Mapping[str, Any]) -> None:
        self.form, self.values = form, shown(values)
        self.problems, self.refusal = {}, ""
        self.form_round += 1  # a new key: the fields take their values afresh

    async def _save(self, service: Callable[..., Any], *args: Any) -> Any:
        """The reaction to a submitted form: None when it was saved, else the event that shows why not."""
        try:
            await session.change(service, *args)
        except errors.InvalidInput as wrong:
            self.problems, self.refusal = wrong.problems, ""
            return rx.set_focus(focus_of(self.form))
        except errors.Refusal as refused:
            self.problems, self.refusal = {}, str(refused)
            return rx.set_focus(focus_of(self.form))
        self.form, self.problems, self.refusal = "", {}, ""
        return None


def focus_of(form: str) -> str:
    return f"{form}_problems"


def shown(values: Mapping[str, Any]) -> dict[str, str]:
    """Values as fields begin with them: a tick is "on", a list becomes one tick for each choice, an ISO day in
    a field that ends in `_on` is written as the trade does."""
    flat: dict[str, str] = {}
    for name, value in values.items():
        if name.endswith("_on") and value:
            flat[name] = day_words.day(date.fromisoformat(str(value)))
        elif isinstance(value, list | tuple):
            flat |= {f"{name}{CHOICE}{choice}": "on" for choice in value}
        else:
            flat[name] = "on" if value is True else "" if value in (None, False) else str(value)
    return flat


def typed(form: str, submitted: object) -> dict[str, Any]:
    """The fields of a form without its prefix; ticks of a list gathered. Services judge what is in them."""
    values: dict[str, Any] = {}
    for name, value in submitted.items() if isinstance(submitted, dict) else ():
        if not isinstance(name, str) or not name.startswith(f"{form}_"):
            continue
        field, is_list, choice = name.removeprefix(f"{form}_").partition(CHOICE)
        if not is_list:
            values[field] = value
        elif isinstance(chosen := values.setdefault(field, []), list) and value:
            chosen.append(choice)
    return values


@dataclass(frozen=True)
class Form:
    """Draws the fields of one form of a state."""

    state: Any
    key: str

    def id(self, name: str) -> str:
        return f"{self.key}_{name}"

    def value(self, name: str) -> rx.Var[str]:
        return self.state.values.get(name, "")

    def problem(self, name: str) -> rx.Var[str]:
        return self.state.problems.get(name, "")

    def text(self, name: str, label: Text, **more: Any) -> rx.Component:
        return fields.text(self.id(name), label, self.value(name), error=self.problem(name), **more)

    def day(self, name: str, label: Text, **more: Any) -> rx.Component:
        """A day typed as 3/4/2026 or 2026-03-04."""
        return self.text(name, label, placeholder="MM/DD/YYYY", input_mode="numeric", **more)

    def money(self, name: str, label: Text, **more: Any) -> rx.Component:
        """An amount as people type it ("1,000,000", "1M") or a word such as "Included"."""
        return self.text(name, label, icon_name="dollar_sign", **more)

    def area(self, name: str, label: Text, **more: Any) -> rx.Component:
        return fields.text_area(self.id(name), label, self.value(name), error=self.problem(name), **more)

    def choose(self, name: str, label: Text, options: Any, **more: Any) -> rx.Component:
        return fields.choose(
            self.id(name), label, self.value(name), options, error=self.problem(name), **more
        )

    def tick(self, name: str, label: Text, **more: Any) -> rx.Component:
        return fields.tick(self.id(name), label, self.value(name) == "on", **more)

    def ticks(
        self, name: str, legend: Text, entries: Sequence[tuple[str, str]], hint: str = ""
    ) -> rx.Component:
        """A list as check boxes under one legend."""
        boxes = [self.tick(f"{name}{CHOICE}{choice}", words) for choice, words in entries]
        return rx.el.fieldset(
            rx.el.legend(legend),
            rx.el.div(*boxes, class_name="tick-columns"),
            rx.el.div(hint, class_name="hint") if hint else rx.fragment(),
            fields.error_line(self.id(name), self.problem(name)),
            id=self.id(name),
            custom_attrs={"tabIndex": -1},
            class_name="tick-group",
        )

    def dialog(
        self,
        title: Text,
        *content: Child,
        on_submit: Any,
        on_close: Any,
        save: str = "Save",
        dismiss: str = "Cancel",
        **more: Any,
    ) -> rx.Component:
        """`on_close(bool)` hears Esc, the cross and the button `dismiss`."""
        form_id = f"{self.key}_form"
        return dialog.dialog(
            title,
            rx.form(
                rx.cond(self.state.refusal != "", notice.note(self.state.refusal, "red", alert=True)),
                self._summary(),
                *content,
                id=form_id,
                on_submit=on_submit,
                no_validate=True,
                class_name="dialog-form",
                key=self.state.form_round.to(str),
            ),
            open=self.state.form == self.key,
            on_open_change=on_close,
            actions=[
                dialog.cancel_button(dismiss),
                button.button(save, look="primary", type="submit", form=form_id),
            ],
            **more,
        )

    def _summary(self) -> rx.Component:
        problems = self.state.problems
        return error_summary.error_summary(
            rx.foreach(
                problems.entries(), lambda pair: error_summary.entry(f"{self.key}_" + pair[0], pair[1])
            ),
            has_errors=problems.length() > 0,
            focus=focus_of(self.key),
        )


def part(legend: Text, *content: Child) -> rx.Component:
    """A part of a longer form under its own heading."""
    return rx.el.fieldset(rx.el.legend(legend), *content, class_name="form-part")


def pair(*content: Child) -> rx.Component:
    return rx.el.div(*content, class_name="pair-fields")


def three(*content: Child) -> rx.Component:
    return rx.el.div(*content, class_name="three-fields")


def place(city: Child, state: Child, zip_code: Child) -> rx.Component:
    """City, state and ZIP in one row."""
    return rx.el.div(city, state, zip_code, class_name="place-fields")

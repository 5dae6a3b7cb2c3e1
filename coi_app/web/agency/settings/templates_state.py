"""Description templates: wordings with placeholders."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import insured_list, templates
from coi_app.rules import errors, wording
from coi_app.rules.access import Right
from coi_app.services import templates as template_services
from coi_app.web import guards, session
from coi_app.web.agency import form_fields
from coi_app.web.shared import combobox, error_summary

JUST_TYPED = re.compile(r"\{[A-Za-z._]*$")


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    category: str
    body: str
    owner: str
    portal: str
    retired: bool


class TemplatesState(rx.State):
    rows: list[Row] = []
    is_loaded: bool = False
    is_open: bool = False
    CLOSED: ClassVar[dict[str, Any]] = {"is_open": False}
    template: int = 0
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    form_round: int = 0
    example: str = ""
    slips: list[str] = []
    found: dict[str, Any] = dict(combobox.NOTHING_FOUND)
    picked: dict[str, Any] = dict(combobox.NOBODY)
    _revision: int = 0

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> None:
        self.rows = [_row(one) for one in await session.look(templates.rows)]
        self.is_loaded = True

    @rx.event
    @guards.allow(Right.TEMPLATES_CHANGE)
    async def open(self, template_id: int) -> None:
        """0 is a new template."""
        found = [one for one in await session.look(templates.rows) if one.id == template_id]
        self.template = found[0].id if found else 0
        self.values = form_fields.shown(found[0].values) if found else {}
        self._revision = found[0].revision if found else 0
        self.picked, self.problems = dict(combobox.NOBODY), {}
        self._show(self.values.get("body", ""))
        self.is_open, self.form_round = True, self.form_round + 1

    @rx.event(supersedes=True)
    @guards.allow(Right.TEMPLATES_CHANGE)
    def type_body(self, body: str) -> None:
        """The preview follows what is written; a name that is just being typed is no slip yet."""
        self._show(str(body)[: template_services.LONGEST_BODY])

    def _show(self, body: str) -> None:
        self.example = wording.resolve(body, wording.EXAMPLES).text
        self.slips = list(wording.problems_of(JUST_TYPED.sub("", body)))

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.is_open, self.problems = False, {}

    @rx.event
    @guards.allow(Right.TEMPLATES_CHANGE)
    async def save(self, form: dict[str, Any]) -> Any:
        given = {"portal_visible": False, "follows_default": False} | form
        try:
            if self.template:
                await session.change(template_services.change, self.template, given, self._revision)
            else:
                await session.change(
                    template_services.create, given | {"insured_id": self.picked["id"] or None}
                )
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(error_summary.FOCUS)
        self.is_open = False
        return [
            TemplatesState.load,
            session.SessionState.notify("green", f"{form.get('name', '')} is saved."),
        ]

    @rx.event
    @guards.allow(Right.TEMPLATES_CHANGE)
    async def retire(self, template_id: int) -> Any:
        await session.change(template_services.retire, template_id)
        return [
            TemplatesState.load,
            session.SessionState.notify("green", "The template is no longer offered."),
        ]

    @rx.event
    @guards.allow(Right.TEMPLATES_CHANGE)
    async def resume(self, template_id: int) -> Any:
        await session.change(template_services.resume, template_id)
        return [TemplatesState.load, session.SessionState.notify("green", "The template is offered again.")]

    @rx.event(supersedes=True)
    @guards.allow(Right.TEMPLATES_CHANGE)
    async def search(self, text: str) -> None:
        page = await session.look(insured_list.page, insured_list.InsuredFilter(text), limit=8)
        options = (
            [{"id": row.id, "name": row.name, "note": row.city} for row in page.rows] if text.strip() else []
        )
        self.found = {"query": text, "options": options}

    @rx.event
    @guards.allow(Right.TEMPLATES_CHANGE)
    def pick(self, insured_id: int) -> None:
        hits = [option for option in self.found["options"] if option["id"] == insured_id]
        self.picked = hits[0] if hits else dict(combobox.NOBODY)


def _row(one: templates.TemplateRow) -> Row:
    return Row(
        id=one.id,
        name=one.name,
        category=one.category or "No category",
        body=one.body,
        owner=one.insured_name or "All insureds",
        portal="Yes" if one.portal_visible else "No",
        retired=one.retired,
    )

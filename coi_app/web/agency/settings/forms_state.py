"""The agency's licensed forms: the list, what became of an uploaded one, retiring one."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import licensed_forms
from coi_app.rules.access import Right
from coi_app.services import licensed_forms as form_services
from coi_app.web import guards, http_licensed_forms, http_sign_in, routes, session
from coi_app.web.agency import day_words, list_pages
from coi_app.web.agency.settings.matching_state import MatchingState


@dataclass(frozen=True)
class Row:
    """`status`: "offered", "unfinished" or "retired"."""

    id: int
    name: str
    matched: str
    licensed: str
    licensed_exact: str
    masters: int
    masters_words: str
    status: str
    status_words: str
    href: str
    example: str


class FormsState(rx.State):
    """`form`: the one of the address, whose fields are shown instead of the list; `retiring`: asked whether to."""

    rows: list[Row] = []
    is_loaded: bool = False
    form: str = ""
    typed_name: str = ""
    problems: dict[str, str] = {}
    retiring: int = 0
    CLOSED: ClassVar[dict[str, Any]] = {"retiring": 0}
    retiring_name: str = ""
    retiring_words: str = ""

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> Any:
        """The tab was opened, or a form of it."""
        self.form = list_pages.query(self).get("form", "")
        if self.form:
            return MatchingState.load
        flash = http_sign_in.flash_in(self.router.headers.cookie)
        self.typed_name = flash["typed"].get(http_licensed_forms.FORM_NAME, "")
        known = http_licensed_forms.FIELDS.values()
        self.problems = {name: words for name, words in flash["problems"].items() if name in known}
        zone = await session.zone_of(self)
        self.rows = [_row(one, zone) for one in await session.look(licensed_forms.rows)]
        self.is_loaded = True
        return None

    @rx.event
    @guards.allow(Right.SETTINGS_CHANGE)
    def ask_retire(self, form_id: int) -> None:
        for row in self.rows:
            if row.id == form_id:
                self.retiring, self.retiring_name = row.id, row.name
                self.retiring_words = _warning(row)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.retiring = 0

    @rx.event
    @guards.allow(Right.SETTINGS_CHANGE)
    async def retire(self) -> Any:
        await session.change(form_services.retire, self.retiring)
        self.retiring = 0
        said = session.SessionState.notify(
            "green", "The form is no longer offered. What was issued on it stays."
        )
        return [FormsState.load, said]


def _warning(row: Row) -> str:
    if not row.masters:
        return "No master is printed on it. Certificates issued on it stay as they are."
    return (
        f"{row.masters_words} printed on it: nothing can be issued from them until another form is chosen there. "
        "Certificates issued on it stay as they are."
    )


def _row(one: licensed_forms.FormRow, zone: str) -> Row:
    status = "retired" if one.retired else "unfinished" if one.missing else "offered"
    words = {"retired": "Retired", "unfinished": "Not finished", "offered": "Offered"}[status]
    return Row(
        id=one.id,
        name=one.name,
        matched=f"{one.matched:,} of {one.fields:,} fields matched",
        licensed=f"{one.licensed_by}, {day_words.moment(one.licensed_at, zone)}",
        licensed_exact=day_words.exact(one.licensed_at, zone),
        masters=one.masters,
        masters_words=f"{one.masters:,} master{' is' if one.masters == 1 else 's are'}",
        status=status,
        status_words=words,
        href=routes.licensed_form(one.id),
        example=routes.licensed_form_example(one.id),
    )

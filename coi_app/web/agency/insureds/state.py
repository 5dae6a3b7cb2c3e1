"""The list of insureds as the address narrows and sorts it, and the form of a new one."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import insured_list
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.rules.insured_kinds import INSURED_KIND_LABELS, InsuredKind
from coi_app.services import insureds
from coi_app.web import guards, mishaps, routes, session
from coi_app.web.agency import day_words, list_pages
from coi_app.web.shared import error_summary

SORTS = tuple(sort.value for sort in insured_list.InsuredSort)
FALLING = {insured_list.InsuredSort.UPDATED.value}  # what is asked for latest first


@dataclass(frozen=True)
class Row:
    """One insured as the grid shows it."""

    id: int
    name: str
    under: str
    kind: str
    place: str
    phone: str
    email: str
    standing: str
    standing_words: str
    policies: str
    next_expiry: str
    updated: str
    updated_exact: str


class InsuredsState(rx.State):
    """What the list shows. The address decides; here stands only what is drawn."""

    phase: str = list_pages.LOADING
    text: str = ""
    search_round: int = 0
    kind: str = ""
    policies: str = ""
    sort: str = SORTS[0]
    descending: bool = False
    rows: list[Row] = []
    pager: list_pages.Pager = list_pages.Pager()
    form_open: bool = False
    CLOSED: ClassVar[dict[str, Any]] = {"form_open": False}
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    form_round: int = 0
    _typed: list_pages.Typed = list_pages.Typed()

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> Any:
        """The page was opened, or its address changed."""
        asked = list_pages.query(self)
        self._read(asked)
        after, start = list_pages.cursor(asked)
        wanted = insured_list.InsuredFilter(self.text, self.kind, self.policies)
        zone = await session.zone_of(self)
        try:
            page = await session.look(
                insured_list.page, wanted, self.sort, after, list_pages.PER_PAGE, descending=self.descending
            )
        except Exception as error:
            self.phase = list_pages.FAILED
            return mishaps.on_backend_error(error)
        self.rows = [_row(row, zone) for row in page.rows]
        self.pager, self.phase = list_pages.pager(page, start), list_pages.READY
        return None

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    def search(self, text: str) -> Any:
        text = str(text)[:200]
        self._typed = self._typed.sent(text)
        return list_pages.narrowed(self, q=text)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def choose_kind(self, kind: str) -> Any:
        return list_pages.narrowed(self, kind=str(kind))

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def choose_policies(self, policies: str) -> Any:
        return list_pages.narrowed(self, policies=str(policies))

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def sort_by(self, key: str) -> Any:
        """A second click on the same column turns the order."""
        falls = (not self.descending) if key == self.sort else key in FALLING
        return list_pages.narrowed(self, sort=str(key), dir="down" if falls else "up")

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def clear(self) -> Any:
        return list_pages.cleared(self)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def next_page(self) -> Any:
        return list_pages.forward(self, self.pager)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def previous_page(self) -> Any:
        return list_pages.back(self, self.pager)

    @rx.event
    @guards.allow(Right.INSUREDS_CHANGE)
    def open_form(self) -> None:
        self.values, self.problems = {"kind": InsuredKind.INSURED.value}, {}
        self.form_open, self.form_round = True, self.form_round + 1

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close_form(self, _open: bool = False) -> None:
        self.form_open, self.problems = False, {}

    @rx.event
    @guards.allow(Right.INSUREDS_CHANGE)
    async def save(self, form: dict[str, Any]) -> Any:
        try:
            insured_id = await session.change(insureds.create, form)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(error_summary.FOCUS)
        self.form_open = False
        return rx.redirect(routes.insured(insured_id))

    def _read(self, asked: dict[str, str]) -> None:
        self.text = asked.get("q", "")[:200]
        ours, self._typed = self._typed.arrived(self.text)
        self.search_round += not ours
        self.kind = asked["kind"] if asked.get("kind") in set(InsuredKind) else ""
        self.policies = asked["policies"] if asked.get("policies") in set(insured_list.PoliciesAre) else ""
        self.sort = asked["sort"] if asked.get("sort") in SORTS else SORTS[0]
        self.descending = asked["dir"] == "down" if "dir" in asked else self.sort in FALLING


def _row(row: insured_list.InsuredRow, zone: str) -> Row:
    under = f"Policy {row.number_found}" if row.number_found else (f"DBA {row.dba}" if row.dba else "")
    count = row.policies_in_force
    return Row(
        id=row.id,
        name=row.name,
        under=under,
        kind=INSURED_KIND_LABELS[row.kind],
        place=", ".join(part for part in (row.city, row.state) if part),
        phone=row.phone,
        email=row.email,
        standing=row.standing.kind.value if row.standing else "",
        standing_words=row.standing.label if row.standing else "",
        policies=f"{count} in force" if count else "None in force",
        next_expiry=f"{row.next_expiry_title} to {day_words.day(row.next_expiry_on)}" if count else "",
        updated=day_words.moment(row.updated_at, zone),
        updated_exact=day_words.exact(row.updated_at, zone),
    )

"""Activity History of the agency, or of the insured whose tab shows it, as the address narrows it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import activity, agency
from coi_app.rules import access
from coi_app.rules.access import Right
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.web import guards, mishaps, routes, session
from coi_app.web.agency import day_words, list_pages
from coi_app.web.agency.activity import entry_words, places

PRESETS = {
    "today": ("Today", 0),
    "7": ("Last 7 days", 6),
    "14": ("Last 14 days", 13),
    "30": ("Last 30 days", 29),
}
THIS_MONTH = "month"


@dataclass(frozen=True)
class Row:
    """One entry as the grid shows it; `object_href` is the page of what it is about, `has_more`: there are details."""

    id: int
    when: str
    exact: str
    who: str
    origin: str
    what: str
    object_href: str
    about: str
    href: str
    kind: str
    has_more: bool


class ActivityState(rx.State):
    """What the history shows; the address decides."""

    phase: str = list_pages.LOADING
    export_href: str = ""
    insured: str = ""
    who: str = ""
    kind: str = ""
    kind_words: str = ""
    first: str = ""
    last: str = ""
    rows: list[Row] = []
    pager: list_pages.Pager = list_pages.Pager()
    people: list[list[str]] = []
    shown: entry_words.Entry = entry_words.NONE
    is_open: bool = False
    CLOSED: ClassVar[dict[str, Any]] = {"is_open": False}

    @rx.event
    @guards.allow(Right.ACTIVITY_VIEW)
    async def load(self) -> Any:
        """The page was opened, or its address changed. On an insured's page only its activity tab loads."""
        parts, asked = str(self.router.url.path).strip("/").split("/"), list_pages.query(self)
        self.insured = parts[1] if len(parts) > 1 and parts[0] == "insureds" else ""
        if self.insured and asked.get("tab") != "activity":
            return None
        self._read(asked)
        try:
            await self._fill(asked)
        except Exception as error:
            self.phase = list_pages.FAILED
            return mishaps.on_backend_error(error)
        return None

    @rx.event
    @guards.allow(Right.ACTIVITY_VIEW)
    def choose_who(self, account_id: str) -> Any:
        return list_pages.narrowed(self, who=str(account_id))

    @rx.event
    @guards.allow(Right.ACTIVITY_VIEW)
    def choose_kind(self, kind: str) -> Any:
        return list_pages.narrowed(self, kind=str(kind))

    @rx.event
    @guards.allow(Right.ACTIVITY_VIEW)
    def choose_first(self, day: str) -> Any:
        return list_pages.narrowed(self, first=str(day))

    @rx.event
    @guards.allow(Right.ACTIVITY_VIEW)
    def choose_last(self, day: str) -> Any:
        return list_pages.narrowed(self, last=str(day))

    @rx.event
    @guards.allow(Right.ACTIVITY_VIEW)
    async def choose_days(self, preset: str) -> Any:
        today = await session.look(_today)
        if preset == THIS_MONTH:
            first = today.replace(day=1)
        else:
            first = today - timedelta(days=PRESETS.get(preset, PRESETS["today"])[1])
        return list_pages.narrowed(self, first=first.isoformat(), last=today.isoformat())

    @rx.event
    @guards.allow(Right.ACTIVITY_VIEW)
    def clear_days(self) -> Any:
        return list_pages.narrowed(self, first="", last="")

    @rx.event
    @guards.allow(Right.ACTIVITY_VIEW)
    def clear(self) -> Any:
        return list_pages.cleared(self, "tab")

    @rx.event
    @guards.allow(Right.ACTIVITY_VIEW)
    def next_page(self) -> Any:
        return list_pages.forward(self, self.pager)

    @rx.event
    @guards.allow(Right.ACTIVITY_VIEW)
    def previous_page(self) -> Any:
        return list_pages.back(self, self.pager)

    @rx.event
    @guards.allow(Right.ACTIVITY_VIEW)
    async def open_entry(self, activity_id: int) -> None:
        zone = await session.zone_of(self)
        self.shown = entry_words.entry(await session.look(activity.entry, activity_id), zone)
        self.is_open = True

    @rx.event
    @guards.allow(Right.ACTIVITY_VIEW)
    def close_entry(self, _open: bool = False) -> None:
        self.is_open = False

    def _read(self, asked: dict[str, str]) -> None:
        self.who = asked["who"] if asked.get("who", "").isdecimal() else ""
        self.kind = asked.get("kind", "")[:60]
        self.kind_words = ActivityKind(self.kind).label if self.kind in set(ActivityKind) else ""
        self.first, self.last = (_iso(asked.get(name, "")) for name in ("first", "last"))

    async def _fill(self, asked: dict[str, str]) -> None:
        zone = await session.zone_of(self)
        after, start = list_pages.cursor(asked)
        of = self.insured or None
        said = {"who": self.who, "kind": self.kind, "first": self.first, "last": self.last}
        wanted = activity.filter_of(said)
        self.export_href = routes.activity_list({"insured": self.insured, **said})
        page = await session.look(activity.page, of, wanted, after, list_pages.PER_PAGE)
        self.people = [[str(one.account_id), one.name] for one in await session.look(activity.people, of)]
        self.rows = [_row(row, zone) for row in page.rows]
        self.pager, self.phase = list_pages.pager(page, start), list_pages.READY


def _today(database: Any, _actor: access.Actor) -> date:
    return agency.today(database)


def _iso(text: str) -> str:
    """A day of the address; what is none narrows nothing."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _row(row: activity.ActivityRow, zone: str) -> Row:
    return Row(
        id=row.id,
        when=day_words.moment(row.at, zone),
        exact=day_words.exact(row.at, zone),
        who=row.actor_name,
        origin=entry_words.origin(row),
        what=row.sentence,
        object_href=places.of(row),
        about=row.insured_name,
        href=f"/insureds/{row.insured_id}" if row.insured_id else "",
        kind=row.label,
        has_more=bool(row.changed or row.details),
    )

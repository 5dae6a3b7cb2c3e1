"""The figures of the first page, in the words they are shown in."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import reflex as rx

from coi_app import clock
from coi_app.queries import home, insured_list
from coi_app.rules.access import Right
from coi_app.web import guards, mishaps, routes, session
from coi_app.web.agency import day_words, list_pages
from coi_app.web.shared import combobox, day_bars

MOST_FOUND = 8
MOST_WAITING = 7  # shown at first


@dataclass(frozen=True)
class Certificate:
    number: str
    href: str
    insured: str
    holder: str
    issued: str
    exact: str
    standing: str
    words: str


@dataclass(frozen=True)
class Policy:
    href: str
    insured: str
    title: str
    left: str


@dataclass(frozen=True)
class Waiting:
    """Something that needs somebody; `href` is "" while there is no page for it."""

    tag: str
    title: str
    detail: str
    action: str
    href: str


@dataclass(frozen=True)
class Figures:
    today: str = ""
    issued_today: str = ""
    issued_week: str = ""
    due: str = ""
    requests: str = ""
    waiting: str = ""
    waiting_detail: str = ""
    expiring: str = ""
    failed: str = ""
    delivered: str = ""
    untrue: str = ""
    issued: str = ""
    unwarned: str = ""
    bars: list[float] = field(default_factory=list)
    bars_words: str = ""
    bars_first: str = ""


class HomeState(rx.State):
    """What the first page shows."""

    phase: str = list_pages.LOADING
    figures: Figures = Figures()
    waiting: list[Waiting] = []
    shows_all: bool = False
    latest: list[Certificate] = []
    expiring: list[Policy] = []
    pages: list[str] = []
    is_choosing: bool = False
    CLOSED: ClassVar[dict[str, Any]] = {"is_choosing": False}
    found: dict[str, Any] = dict(combobox.NOTHING_FOUND)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> Any:
        """The page was opened."""
        zone = await session.zone_of(self)
        try:
            shown = await session.look(home.figures)
        except Exception as error:
            self.phase = list_pages.FAILED
            return mishaps.on_backend_error(error)
        self.pages = _pages()
        self.figures = _figures(shown)
        self.latest = [_certificate(one, shown.today, zone) for one in shown.latest]
        self.expiring = [_policy(one) for one in shown.expiring]
        self.waiting = [_waiting(one, self.pages, zone) for one in shown.needs_you]
        self.phase = list_pages.READY
        return None

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def show_all(self) -> None:
        self.shows_all = True

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    def choose_insured(self) -> None:
        """Whose certificate is it?"""
        self.is_choosing, self.found = True, dict(combobox.NOTHING_FOUND)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def stop_choosing(self, _open: bool = False) -> None:
        self.is_choosing = False

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    async def search(self, text: str) -> None:
        wanted = insured_list.InsuredFilter(text)
        page = await session.look(insured_list.page, wanted, limit=MOST_FOUND)
        options = (
            [{"id": row.id, "name": row.name, "note": row.city} for row in page.rows] if text.strip() else []
        )
        self.found = {"query": text, "options": options}

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    def choose(self, insured_id: int) -> Any:
        if not insured_id:
            return None
        self.is_choosing = False
        return rx.redirect(routes.send(insured_id))


def _pages() -> list[str]:
    """The addresses there are; a number leads only where a page stands."""
    from coi_app.web import pages  # it imports this page

    return [page.address for page in pages.DESK]


def _leads(href: str, pages: list[str]) -> bool:
    path = href.partition("?")[0]
    return path in pages or (path.startswith(f"{routes.INSUREDS}/") and routes.INSURED in pages)


def _figures(shown: home.Figures) -> Figures:
    counts = [bar.issued for bar in shown.bars]
    most = max(shown.bars, key=lambda bar: bar.issued)
    return Figures(
        today=f"{shown.today:%A, %B} {shown.today.day}, {shown.today.year}",
        issued_today=f"{shown.issued_today:,}",
        issued_week=f"{shown.issued_this_week:,} this week",
        due=f"{shown.requests_due_today:,}",
        requests=f"{shown.requests_open:,} open",
        waiting=f"{shown.waiting:,}",
        waiting_detail=_oldest(shown.waiting_since),
        expiring=shown.expiring_count.label,
        failed=f"{shown.failed_deliveries:,}",
        delivered=f"of {shown.deliveries_this_week:,} this week",
        untrue=f"{shown.untrue:,}",
        issued=f"{shown.issued_in_bars:,}",
        unwarned=f"{shown.unwarned:.0%} without a warning" if shown.issued_in_bars else "",
        bars=day_bars.heights(counts),
        bars_words=f"Certificates issued per day, highest {most.issued:,} on {most.day:%b} {most.day.day}",
        bars_first=f"{shown.bars[0].day:%b} {shown.bars[0].day.day}",
    )


def _oldest(since: datetime | None) -> str:
    return f"oldest {day_words.ago(since, clock.now())}" if since else ""


def _waiting(one: home.NeedsYou, pages: list[str], zone: str) -> Waiting:
    """With the hour it is needed, and how long ago it was asked."""
    title, detail, now = one.title, one.detail, clock.now()
    if one.due_at:
        title += f", {day_words.by(one.due_at, now, zone)}"
    if one.asked_at:
        passed = day_words.ago(one.asked_at, now)
        detail += f" {passed}" if passed == day_words.JUST_NOW else f" {passed} ago"
    return Waiting(one.tag, title, detail, one.action, one.href if _leads(one.href, pages) else "")


def _days(number: int) -> str:
    return "today" if number == 0 else f"{number} day{'' if number == 1 else 's'}"


def _certificate(one: home.LatestCertificate, today: date, zone: str) -> Certificate:
    local = one.issued_at.astimezone(ZoneInfo(zone))
    clock = f"{local:%I:%M %p}".lstrip("0")
    return Certificate(
        number=f"{one.number} Rev {one.revision}" if one.revision else one.number,
        href=routes.insured(one.insured_id, "documents", "certificates-sent", certificate=str(one.id)),
        insured=one.insured_name,
        holder=one.holder_name,
        issued=clock if local.date() == today else f"{local:%b} {local.day}",
        exact=day_words.exact(one.issued_at, zone),
        standing=one.standing.kind.value,
        words=one.standing.label,
    )


def _policy(one: insured_list.Expiring) -> Policy:
    return Policy(routes.insured(one.insured_id, "policies"), one.insured_name, one.title, _days(one.days))

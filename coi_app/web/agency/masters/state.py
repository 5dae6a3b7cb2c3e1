"""Certificate Masters of the insured of the address: the list, the draft of one, its versions."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import drafts, masters
from coi_app.queries.masters import MasterRow, VersionRow
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.services import masters as master_services
from coi_app.web import guards, mishaps, routes, session
from coi_app.web.agency import day_words, list_pages
from coi_app.web.agency.insured_head import ProfileState, insured_of

PREVIEW, VERSIONS = "preview", "versions"


@dataclass(frozen=True)
class MasterLine:
    """A row; `status` is a key of the standing badge."""

    id: int
    name: str
    under: str
    policies: list[str]
    all_policies: str
    description: str
    issued: str
    status: str
    status_words: str
    in_portal: bool
    retired: bool
    send_href: str
    draft_href: str


@dataclass(frozen=True)
class VersionLine:
    version: str
    made: str
    made_exact: str
    by: str
    policies: str
    description: str
    issued: str


class MastersState(rx.State):
    """`open` is the dialog over the list: "preview", "versions" or ""."""

    phase: str = list_pages.LOADING
    rows: list[MasterLine] = []
    open: str = ""
    CLOSED: ClassVar[dict[str, Any]] = {"open": ""}
    master: int = 0
    name: str = ""
    page: str = ""
    page_number: int = 0
    page_count: int = 0
    page_problem: str = ""
    versions: list[VersionLine] = []

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> Any:
        insured = insured_of(str(self.router.url.path))
        self.open = ""
        try:
            found = await session.look(masters.rows, insured, with_retired=True)
            issued = await session.look(masters.issued_counts, insured)
        except Exception as error:
            self.phase = list_pages.FAILED
            return mishaps.on_backend_error(error)
        self.rows = [_line(row, insured, issued.get(row.id, 0)) for row in found]
        self.phase = list_pages.READY
        return None

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def preview(self, master_id: int) -> Any:
        found = await session.look(masters.detail, master_id)
        self.master, self.name = found.id, found.name
        await self._draw(1)
        self.open = PREVIEW

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def turn_to(self, page: int) -> None:
        await self._draw(page if isinstance(page, int) else 1)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def show_versions(self, master_id: int) -> None:
        found = await session.look(masters.detail, master_id)
        zone = await session.zone_of(self)
        shown = await session.look(masters.versions, found.id)
        self.versions = [_version(one, zone) for one in shown]
        self.master, self.name, self.open = found.id, found.name, VERSIONS

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.open = ""

    @rx.event
    @guards.allow(Right.MASTERS_CHANGE)
    async def retire(self, master_id: int) -> Any:
        await session.change(master_services.retire, master_id)
        return told("Retired. What was issued from it stays; resume it under its Actions.")

    @rx.event
    @guards.allow(Right.MASTERS_CHANGE)
    async def resume(self, master_id: int) -> Any:
        await session.change(master_services.resume, master_id)
        return told("The master can be used again.")

    @rx.event
    @guards.allow(Right.MASTERS_CHANGE)
    async def share(self, master_id: int, visible: bool) -> Any:
        await session.change(master_services.share, master_id, visible is True)
        return told("Offered in the portal." if visible is True else "No longer offered in the portal.")

    async def _draw(self, page: int) -> None:
        try:
            draft = await session.look(drafts.of_master, self.master, page)
        except errors.Refusal as refusal:
            self.page, self.page_problem, self.page_count = "", str(refusal), 0
            return
        self.page, self.page_problem = draft.page, draft.problem
        self.page_number, self.page_count = draft.number, draft.count


def told(words: str) -> list[Any]:
    """After a change: the list and the counts afresh, and what was done."""
    return [MastersState.load, ProfileState.refresh, session.SessionState.notify("green", words)]


def _line(row: MasterRow, insured: str, issued: int) -> MasterLine:
    shown = [f"{one.title} {one.number}" for one in row.policies]
    more = [f"and {len(shown) - 1} more"] if len(shown) > 2 else []
    return MasterLine(
        id=row.id,
        name=row.name,
        under=", ".join(filter(None, _under(row))),
        policies=[*shown[:1], *more] if more else shown,
        all_policies="\n".join(shown),
        description=row.default_description,
        issued=f"{issued:,}" if issued else "None yet",
        status=row.status,
        status_words=row.status_label,
        in_portal=row.portal_visible,
        retired=row.retired,
        send_href=routes.send(insured, master=str(row.id)),
        draft_href=routes.master_draft(row.id),
    )


def _under(row: MasterRow) -> tuple[str, ...]:
    signed = f"signed {row.representative}" if row.representative else ""
    return f"Version {row.version}", signed, f"on the form {row.form}" if row.form else ""


def _version(row: VersionRow, zone: str) -> VersionLine:
    return VersionLine(
        version=f"Version {row.version}",
        made=day_words.moment(row.created_at, zone),
        made_exact=day_words.exact(row.created_at, zone),
        by=row.created_by,
        policies=", ".join(row.policy_numbers),
        description=row.default_description,
        issued=f"{row.certificates:,} certificate{'' if row.certificates == 1 else 's'}",
    )

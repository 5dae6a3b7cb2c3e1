"""Shared files of the insured of the address: the list by folder, who may see each, who fetched it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import shared_files
from coi_app.queries.shared_files import DownloadRow, FileRow, VersionRow
from coi_app.rules import shared_files as files_rules
from coi_app.rules.access import Right
from coi_app.services import shared_files as file_services
from coi_app.web import guards, mishaps, routes, session
from coi_app.web.agency import day_words, list_pages
from coi_app.web.agency.choices import Choice
from coi_app.web.agency.insured_head import ProfileState, insured_of

HISTORY, REMOVE = "history", "remove"
ALL, UNFILED = "", "-"


@dataclass(frozen=True)
class FileLine:
    """A row. `icon` is by kind of file; `downloads` "3 times", `last` when."""

    id: int
    name: str
    about: str
    folder: str
    kind: str
    added: str
    added_exact: str
    by: str
    downloads: str
    last: str
    in_portal: bool
    ended: str
    href: str


@dataclass(frozen=True)
class PastLine:
    """A version, or a download: who and when; `href` fetches a version."""

    what: str
    by: str
    at: str
    at_exact: str
    href: str = ""


class FilesState(rx.State):
    """`open` is the dialog over the list: "history", "remove" or ""."""

    phase: str = list_pages.LOADING
    rows: list[FileLine] = []
    folders: list[Choice] = []
    folder: str = ALL
    total: int = 0
    open: str = ""
    CLOSED: ClassVar[dict[str, Any]] = {"open": ""}
    file: int = 0
    name: str = ""
    versions: list[PastLine] = []
    downloads: list[PastLine] = []

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> Any:
        """The address says which insured and which folder."""
        insured = insured_of(str(self.router.url.path))
        self.folder = self.router.url.query_parameters.get("folder", ALL)[:60]
        zone = await session.zone_of(self)
        try:
            found = await session.look(shared_files.rows, insured)
            counts = await session.look(shared_files.download_counts, [one.document for one in found])
        except Exception as error:
            self.phase = list_pages.FAILED
            return mishaps.on_backend_error(error)
        self.folders, self.total = _folders(found), len(found)
        shown = [one for one in found if self.folder in (ALL, one.folder or UNFILED)]
        self.rows = [_line(one, counts.get(one.document), zone) for one in shown]
        self.phase = list_pages.READY
        return None

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def choose_folder(self, folder: str) -> Any:
        return list_pages.narrowed(self, folder=str(folder)[:60])

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def clear(self) -> Any:
        return list_pages.narrowed(self, folder="")

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def show_history(self, file_id: int) -> None:
        found = await session.look(shared_files.detail, file_id)
        zone = await session.zone_of(self)
        versions = await session.look(shared_files.versions, file_id)
        downloads = await session.look(shared_files.downloads, file_id)
        self.versions = [_version(one, zone) for one in versions]
        self.downloads = [_download(one, zone) for one in downloads]
        self.file, self.name, self.open = found.id, found.name, HISTORY

    @rx.event
    @guards.allow(Right.FILES_CHANGE)
    async def share(self, file_id: int, visible: bool) -> Any:
        await session.change(file_services.share, file_id, visible is True)
        words = "Shared: the insured sees it in the portal." if visible is True else "No longer shared."
        return told(words)

    @rx.event
    @guards.allow(Right.FILES_CHANGE)
    async def ask_remove(self, file_id: int) -> None:
        found = await session.look(shared_files.detail, file_id)
        self.file, self.name, self.open = found.id, found.name, REMOVE

    @rx.event
    @guards.allow(Right.FILES_CHANGE)
    async def remove(self) -> Any:
        self.open = ""
        await session.change(file_services.remove, self.file)
        return told(f"Removed {self.name}.")

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.open = ""


def told(words: str) -> list[Any]:
    """After a change: the list and the counts afresh, and what was done."""
    return [FilesState.load, ProfileState.refresh, session.SessionState.notify("green", words)]


def _folders(found: Sequence[FileRow]) -> list[Choice]:
    counted = Counter(one.folder or UNFILED for one in found)
    named = sorted((name for name in counted if name != UNFILED), key=str.casefold)
    every = [*named, UNFILED] if UNFILED in counted else named
    words = {UNFILED: "Without a folder"}
    return [Choice(name, f"{words.get(name, name)} ({counted[name]:,})") for name in every]


def _line(row: FileRow, fetched: tuple[int, datetime] | None, zone: str) -> FileLine:
    size = files_rules.size_in_words(row.size)
    about = [files_rules.kind_label(row.kind), f"version {row.version}" if row.version > 1 else "", size]
    count, last = fetched or (0, None)
    return FileLine(
        id=row.id,
        name=row.name,
        about=", ".join(part for part in about if part),
        folder=row.folder or "Without a folder",
        kind=row.kind,
        added=day_words.moment(row.uploaded_at, zone),
        added_exact=day_words.exact(row.uploaded_at, zone),
        by=f"{row.uploaded_by}, portal" if row.by_insured else row.uploaded_by,
        downloads=f"{count:,} time{'' if count == 1 else 's'}" if count else "Not yet",
        last=f"last {day_words.moment(last, zone)}" if last else "",
        in_portal=row.portal_visible,
        ended=f"until {day_words.day(row.expires_on)}" if row.expires_on else "",
        href=routes.shared_file(row.id),
    )


def _version(row: VersionRow, zone: str) -> PastLine:
    return PastLine(
        what=f"Version {row.version}, {files_rules.size_in_words(row.size)}",
        by=row.uploaded_by,
        at=day_words.moment(row.uploaded_at, zone),
        at_exact=day_words.exact(row.uploaded_at, zone),
        href=routes.shared_file(row.id),
    )


def _download(row: DownloadRow, zone: str) -> PastLine:
    at, exact = day_words.moment(row.at, zone), day_words.exact(row.at, zone)
    return PastLine(f"Version {row.version}", row.who, at, exact)

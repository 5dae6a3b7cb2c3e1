"""The insured's files by folder, and those on their way to the agency."""

from dataclasses import dataclass

import reflex as rx

from coi_app.queries.portal import files
from coi_app.rules import shared_files as files_rules
from coi_app.rules.portal_rights import PortalRight
from coi_app.web import guards, routes, session, upload_lines
from coi_app.web.portal import when
from coi_app.web.upload_lines import UploadLine

NAMES = {"": "Files", files_rules.FROM_THE_INSURED: "Sent to your agency"}


@dataclass(frozen=True)
class Paper:
    id: int
    name: str
    note: str
    href: str


@dataclass(frozen=True)
class Folder:
    name: str
    papers: list[Paper]


class PortalFilesState(rx.State):
    folders: list[Folder] = []
    is_loaded: bool = False

    @rx.event
    @guards.looks
    @guards.allow(PortalRight.VIEW_FILES)
    async def load(self) -> None:
        found = await session.look(files.files)
        zone = await session.zone_of(self)
        papers: dict[str, list[Paper]] = {}
        for one in found:
            papers.setdefault(NAMES.get(one.folder, one.folder), []).append(_paper(one, zone))
        self.folders = [Folder(name, each) for name, each in papers.items()]
        self.is_loaded = True


class PortalUploadState(rx.State):
    """What is on its way; the route asks for the right itself, before and after each file."""

    action: str = routes.POST_SHARED_FILE
    largest: int = 0
    hint: str = ""
    lines: list[UploadLine] = []

    @rx.event
    @guards.looks
    @guards.insured
    def load(self) -> None:
        """How large a file may be; nothing of anybody."""
        self.lines, self.largest, self.hint = [], upload_lines.largest(), upload_lines.hint()

    @rx.event
    @guards.allow(PortalRight.UPLOAD_FILES)
    def progress(self, name: str, percent: int) -> None:
        self.lines = upload_lines.progressed(self.lines, name, percent)

    @rx.event
    @guards.allow(PortalRight.UPLOAD_FILES)
    def answer(self, name: str, status: int, words: str) -> None:
        self.lines = upload_lines.answered(self.lines, name, status, words)


def _paper(one: files.PortalFile, zone: str) -> Paper:
    by = f"sent by {one.sent_by}" if one.sent_by else "from your agency"
    note = f"{files_rules.size_in_words(one.size)}, {by}, {when.day(one.at, zone)}"
    return Paper(one.id, one.name, note, routes.shared_file(one.id))

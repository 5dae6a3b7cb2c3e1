"""The forms of files: sending new ones or a new version, and renaming or moving one."""

from typing import Any

import reflex as rx

from coi_app.queries import shared_files
from coi_app.rules.access import Right
from coi_app.rules.shared_files import FileKind
from coi_app.services import shared_files as file_services
from coi_app.web import guards, routes, session, upload_lines
from coi_app.web.agency import record_form
from coi_app.web.agency.files.state import UNFILED, FilesState, told
from coi_app.web.agency.insured_head import ProfileState, insured_of
from coi_app.web.upload_lines import UploadLine

ADD, VERSION, EDIT = "add_files", "file_version", "file"


class FileFormState(record_form.RecordForm, rx.State):
    """`action` is where the open form sends files to; `kept` how many of them the server has kept."""

    file: int = 0
    name: str = ""
    folder: str = ""
    kind: str = FileKind.OTHER.value
    in_portal: bool = False
    action: str = ""
    largest: int = 0
    hint: str = ""
    lines: list[UploadLine] = []

    @rx.event
    @guards.allow(Right.FILES_CHANGE)
    async def add(self) -> None:
        """Into the folder that the list shows."""
        files = await self.get_state(FilesState)
        self.folder = "" if files.folder == UNFILED else files.folder
        self.kind, self.in_portal = FileKind.OTHER.value, False
        self._begin(ADD)
        self._aim()

    @rx.event
    @guards.allow(Right.FILES_CHANGE)
    async def add_version(self, file_id: int) -> None:
        found = await session.look(shared_files.detail, file_id)
        self.file, self.name = found.id, found.name
        self._begin(VERSION)
        self.action = f"{routes.shared_file(found.id)}/versions"

    @rx.event
    @guards.allow(Right.FILES_CHANGE)
    async def edit(self, file_id: int) -> None:
        found = await session.look(shared_files.detail, file_id)
        self.file, self.name = found.id, found.name
        ends = found.expires_on.isoformat() if found.expires_on else ""
        said = {"name": found.name, "folder": found.folder, "kind": found.kind, "expires_on": ends}
        self._open(EDIT, said)

    @rx.event
    @guards.allow(Right.FILES_CHANGE)
    async def save(self, form: dict[str, Any]) -> Any:
        values = record_form.typed(EDIT, form)
        return await self._save(file_services.change, self.file, values) or told("Saved.")

    @rx.event
    @guards.allow(Right.FILES_CHANGE)
    def choose_folder(self, folder: str) -> None:
        self.folder = str(folder)[:60]
        self._aim()

    @rx.event
    @guards.allow(Right.FILES_CHANGE)
    def choose_kind(self, kind: str) -> None:
        self.kind = str(kind) if str(kind) in set(FileKind) else FileKind.OTHER.value
        self._aim()

    @rx.event
    @guards.allow(Right.FILES_CHANGE)
    def choose_sharing(self, on: bool) -> None:
        self.in_portal = on is True
        self._aim()

    @rx.event
    @guards.allow(Right.FILES_CHANGE)
    def progress(self, name: str, percent: int) -> None:
        self.lines = upload_lines.progressed(self.lines, name, percent)

    @rx.event
    @guards.allow(Right.FILES_CHANGE)
    def answer(self, name: str, status: int, words: str) -> None:
        self.lines = upload_lines.answered(self.lines, name, status, words)

    @rx.event
    @guards.allow(Right.FILES_CHANGE)
    def finish(self) -> Any:
        """A version that was kept closes its form, and its address is the one of an older version now."""
        if self.form == VERSION and any(one.look == upload_lines.GOOD for one in self.lines):
            self.form = ""
            return told(f"{self.name} has a new version.")
        return [FilesState.load, ProfileState.refresh]

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.form = ""

    def _begin(self, form: str) -> None:
        self.lines, self.largest, self.hint = [], upload_lines.largest(), upload_lines.hint()
        self._open(form, {})

    def _aim(self) -> None:
        said = {
            "insured": insured_of(str(self.router.url.path)),
            "folder": self.folder.strip(),
            "kind": self.kind,
        }
        said["portal_visible"] = "on" if self.in_portal else ""
        self.action = routes.with_query(routes.POST_SHARED_FILE, said)

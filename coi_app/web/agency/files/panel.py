"""Files on the insured's Documents tab: folders, who may see each, who fetched it."""

import reflex as rx

from coi_app.web.agency import frame, list_pages
from coi_app.web.agency.files import forms
from coi_app.web.agency.files.form_state import FileFormState
from coi_app.web.agency.files.state import FileLine, FilesState
from coi_app.web.shared import button, data_grid, empty, fields, link, menu, tabs

Files, Edit = FilesState, FileFormState


def panel() -> rx.Component:
    return tabs.panel(
        rx.el.div(
            rx.cond(Files.folders.length() > 0, _folder_box()),
            rx.el.span("What is shared is in the insured's portal at once.", class_name="muted"),
            rx.el.span(_add(), class_name="end"),
            class_name="row is-wrap tab-tools",
        ),
        _grid(),
        forms.dialogs(),
        label="Files",
    )


def _may() -> rx.Var[bool]:
    return frame.may("files:change")


def _add(look: button.Look = "second") -> rx.Component:
    return rx.cond(_may(), button.button("Add Files", Edit.add, look=look, icon_name="upload"))


def _folder_box() -> rx.Component:
    every = fields.option("", "All folders (" + Files.total.to(str) + ")")
    folders = rx.foreach(Files.folders, lambda one: fields.option(one.value, one.words))
    return rx.el.div(
        fields.select_box(
            "files_folder", Files.folder, Files.choose_folder, rx.fragment(every, folders),
            icon_name="folder", aria_label="Folder",
        ),
        class_name="folder-box",
    )  # fmt: skip


def _grid() -> rx.Component:
    nothing = empty.nothing_yet(
        "No files yet",
        "Keep policies, endorsements and ID cards here, and share them with the insured.",
        _add("primary"),
        "folder",
    )
    ready = rx.cond(
        Files.folder != "",
        empty.nothing_matches(Files.clear, "This folder is empty now. Look at all folders."),
        nothing,
    )
    return data_grid.frame(
        label="Files",
        head=[
            data_grid.actions_column(),
            data_grid.column("File", ""),
            data_grid.column("Folder", "17%", shown="medium"),
            data_grid.column("Added", "18%", shown="medium"),
            data_grid.column("Downloaded", "17%", shown="wide"),
            data_grid.column("In the portal", "150px"),
        ],
        body=rx.foreach(Files.rows, _row),
        instead=rx.match(
            Files.phase,
            (list_pages.READY, ready),
            (list_pages.FAILED, empty.failed_to_load(Files.load)),
            data_grid.skeleton(3),
        ),
        has_rows=Files.rows.length() > 0,
    )


def _row(row: rx.Var[FileLine]) -> rx.Component:
    return data_grid.row(
        data_grid.actions_cell(_items(row)),
        data_grid.cell(_named(row), phone="lead"),
        data_grid.cell(data_grid.one_line(row.folder, look="muted"), shown="medium"),
        data_grid.cell(
            data_grid.two_lines(row.added, row.by, look="num", title=row.added_exact),
            shown="medium",
            phone="note",
        ),
        data_grid.cell(data_grid.two_lines(row.downloads, row.last, look="num"), shown="wide"),
        data_grid.cell(_shared(row), phone="mark"),
        key=row.id,
    )


def _named(row: rx.Var[FileLine]) -> rx.Component:
    return rx.fragment(
        link.file(row.name, href=row.href, class_name="line-1 medium", title=row.name),
        rx.el.div(row.about, class_name="line-2 num", title=row.about),
    )


def _shared(row: rx.Var[FileLine]) -> rx.Component:
    words = rx.el.span(rx.cond(row.in_portal, "Shared", "Not shared"), class_name="small")
    switch = rx.switch(
        checked=row.in_portal,
        on_change=lambda on: Files.share(row.id, on),
        size="1",
        aria_label="Share " + row.name + " with the insured",
    )
    return rx.el.div(
        rx.el.div(rx.cond(_may(), switch), words, class_name="row gap-8"),
        rx.cond(row.ended != "", rx.el.div(row.ended, class_name="small muted num")),
    )


def _items(row: rx.Var[FileLine]) -> list[menu.Item]:
    return [
        menu.Item("Download", "download", href=row.href, is_file=True),
        menu.Item("New version", "file_up", Edit.add_version(row.id), shown=_may()),
        menu.Item("Rename or move", "pencil", Edit.edit(row.id), shown=_may()),
        menu.Item("Versions and downloads", "history", Files.show_history(row.id)),
        menu.Item("Share", "share_2", Files.share(row.id, True), shown=_may() & ~row.in_portal),
        menu.Item("Stop sharing", "eye_off", Files.share(row.id, False), shown=_may() & row.in_portal),
        menu.Item("Remove", "trash_2", Files.ask_remove(row.id), danger=True, shown=_may()),
    ]

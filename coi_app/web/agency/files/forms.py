"""The dialogs of files: sending, renaming, versions and downloads, removing."""

from typing import Any

import reflex as rx

from coi_app.rules import shared_files as files_rules
from coi_app.rules import upload_kinds
from coi_app.web.agency import record_form
from coi_app.web.agency.files.form_state import ADD, EDIT, VERSION, FileFormState
from coi_app.web.agency.files.state import HISTORY, REMOVE, FilesState, PastLine
from coi_app.web.shared import button, choices, dialog, fields, file_sender, link

Edit, Files = FileFormState, FilesState
KINDS = [(kind.value, label) for kind, label in files_rules.KIND_LABELS.items()]
form = record_form.Form(Edit, EDIT)


def dialogs() -> rx.Component:
    return rx.fragment(_add(), _version(), _edit(), _history(), _remove())


def _add() -> rx.Component:
    return dialog.dialog(
        "Add files",
        rx.el.div(
            record_form.pair(
                fields.text(
                    "add_files_folder", "Folder", Edit.folder, Edit.choose_folder.debounce(200), optional=True,
                    max_length=60, list="add_files_folders",
                ),
                fields.select("add_files_kind", "Kind of paper", Edit.kind, Edit.choose_kind, KINDS),
            ),
            rx.el.datalist(
                rx.foreach(Files.folders, lambda one: rx.el.option(value=one.value)), id="add_files_folders"
            ),
            choices.switch(
                "add_files_portal", "Share with the insured", Edit.in_portal, Edit.choose_sharing,
                hint="The insured's people see it in the portal at once.",
            ),
            _sender("add_files_field", "Drop files here"),
            class_name="field-stack",
        ),
        open=Edit.form == ADD,
        on_open_change=Edit.close,
        actions=[dialog.cancel_button("Close")],
    )  # fmt: skip


def _version() -> rx.Component:
    return dialog.dialog(
        "New version",
        _sender("file_version_field", "Drop the new version here", multiple=False, words="Choose a file"),
        open=Edit.form == VERSION,
        on_open_change=Edit.close,
        lead=Edit.name + " stays as an older version.",
        actions=[dialog.cancel_button("Cancel")],
    )


def _sender(field_id: str, title: str, *, multiple: bool = True, words: str = "Choose files") -> rx.Component:
    zone = file_sender.file_sender(
        field_id, title, Edit.hint, action=Edit.action, accept=upload_kinds.ACCEPT, largest=Edit.largest,
        on_progress=Edit.progress, on_answer=Edit.answer, on_end=Edit.finish, multiple=multiple,
        button_words=words,
    )  # fmt: skip
    sent = rx.foreach(Edit.lines, lambda one: file_sender.line(one.name, one.percent, one.look, one.words))
    return rx.el.div(zone, file_sender.lines(sent), class_name="stack")


def _edit() -> rx.Component:
    return form.dialog(
        "Rename or move",
        form.text("name", "Name", hint="Its ending stays that of what the file is."),
        record_form.pair(
            form.text("folder", "Folder", optional=True, list="add_files_folders"),
            form.choose("kind", "Kind of paper", KINDS),
        ),
        form.day(
            "expires_on", "Ends on", optional=True, hint="From that day on the portal shows it no more."
        ),
        on_submit=Edit.save,
        on_close=Edit.close,
    )


def _history() -> rx.Component:
    return dialog.dialog(
        "Versions and downloads",
        rx.el.h3("Versions", class_name="strong"),
        rx.el.ul(rx.foreach(Files.versions, _version_line), class_name="version-list", aria_label="Versions"),
        rx.el.h3("Who downloaded it", class_name="strong"),
        rx.cond(
            Files.downloads.length() > 0,
            rx.el.ul(
                rx.foreach(Files.downloads, _past_line), class_name="version-list", aria_label="Downloads"
            ),
            rx.el.p("Nobody has downloaded it yet.", class_name="muted"),
        ),
        open=Files.open == HISTORY,
        on_open_change=Files.close,
        lead=Files.name,
        actions=[dialog.cancel_button("Close")],
    )


def _version_line(one: rx.Var[PastLine]) -> rx.Component:
    fetch = link.file("Download", href=one.href, class_name="link end", aria_label="Download " + one.what)
    return rx.el.li(rx.el.div(_words(one), fetch, class_name="row"), key=one.href)


def _past_line(one: rx.Var[PastLine]) -> rx.Component:
    return rx.el.li(_words(one))


def _words(one: rx.Var[PastLine]) -> Any:
    return rx.el.div(
        rx.el.div(one.what, class_name="medium num"),
        rx.el.div(one.by, ", ", one.at, class_name="small muted num", title=one.at_exact),
        class_name="grow",
    )


def _remove() -> rx.Component:
    return dialog.alert(
        "Remove file",
        Files.name + " and its older versions are no longer shown here or in the portal.",
        open=Files.open == REMOVE,
        on_open_change=Files.close,
        confirm=button.button("Remove", Files.remove, look="danger"),
    )

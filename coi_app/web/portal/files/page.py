"""Files: what the agency shares, by folder; and a place to send it a paper."""

import reflex as rx

from coi_app.rules import upload_kinds
from coi_app.rules.portal_rights import PortalRight
from coi_app.web.portal import frame
from coi_app.web.portal.files.state import Folder, Paper, PortalFilesState, PortalUploadState
from coi_app.web.shared import file_sender, icon, link

Files, Upload = PortalFilesState, PortalUploadState


def page() -> rx.Component:
    return frame.page(
        rx.el.h1("Files", class_name="phone-title"),
        rx.cond(frame.may(PortalRight.UPLOAD_FILES), _sender()),
        frame.guarded(PortalRight.VIEW_FILES, Files.is_loaded, _content()),
        current="files",
    )


def _sender() -> rx.Component:
    zone = file_sender.file_sender(
        "portal_files_field", "Send papers to your agency", Upload.hint, action=Upload.action,
        accept=upload_kinds.ACCEPT, largest=Upload.largest, on_progress=Upload.progress,
        on_answer=Upload.answer, on_end=Files.load,
    )  # fmt: skip
    sent = rx.foreach(Upload.lines, lambda one: file_sender.line(one.name, one.percent, one.look, one.words))
    return rx.el.div(zone, file_sender.lines(sent), class_name="stack is-tight")


def _content() -> rx.Component:
    nothing = rx.el.p(
        "Your agency has shared no files yet. Call them if you miss one.", class_name="phone-nothing"
    )
    return rx.cond(Files.folders.length() > 0, rx.fragment(rx.foreach(Files.folders, _folder)), nothing)


def _folder(folder: rx.Var[Folder]) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(folder.name),
            rx.el.span(folder.papers.length(), class_name="count"),
            class_name="section-head",
        ),
        rx.el.ul(rx.foreach(folder.papers, _paper), class_name="phone-card"),
        aria_label=folder.name,
        key=folder.name,
    )


def _paper(one: rx.Var[Paper]) -> rx.Component:
    return rx.el.li(
        link.file(
            rx.el.span(
                rx.el.span(one.name, class_name="phone-row-title", style={"overflow_wrap": "anywhere"}),
                rx.el.span(one.note, class_name="phone-row-note num"),
                class_name="grow",
            ),
            icon.icon("download", 20, tone="muted"),
            href=one.href,
            class_name="phone-row",
        ),
        key=one.id,
    )

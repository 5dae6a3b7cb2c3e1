"""Preview and Resend of one certificate."""

from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import certificate_detail, message_texts
from coi_app.queries import certificates as certificates_seen
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.rules.mail_wording import How
from coi_app.services import certificate_corrections, certificates, mails
from coi_app.web import guards, routes, session
from coi_app.web.agency.certificates_sent.state import SentState
from coi_app.web.shared import error_summary

EXACT, EDITED = "exact", "edited"


class ResendState(rx.State):
    """Which dialog is open, and for which certificate."""

    open: str = ""
    CLOSED: ClassVar[dict[str, Any]] = {"open": ""}
    certificate: int = 0
    number: str = ""
    holder: str = ""
    standing: str = ""
    standing_words: str = ""
    kind: str = EXACT
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    preview_href: str = ""
    check_href: str = ""
    form_round: int = 0
    how: str = How.ATTACHMENT.value
    shown_subject: str = ""
    shown_message: str = ""
    shown_problem: str = ""
    is_sending: bool = False
    _description: str = ""
    _texts: tuple[str, str] = ("", "")

    @rx.event
    @guards.allow(Right.CERTIFICATES_DOWNLOAD)
    async def preview(self, certificate_id: int, number: str) -> None:
        found = await session.look(certificates_seen.row, certificate_id)
        self.open, self.certificate, self.number = "preview", found.id, found.number
        self.holder = found.holder
        self.standing, self.standing_words = found.standing.kind.value, found.standing.label
        self.check_href = routes.verify(found.verification_code)
        self.preview_href = routes.with_query(routes.certificate_file(found.id), {"use": "preview"})

    @rx.event
    @guards.allow(Right.CERTIFICATES_SEND)
    async def open_resend(self, certificate_id: int) -> None:
        found = await session.look(certificate_detail.detail, certificate_id)
        self.open, self.certificate, self.number = "resend", found.row.id, found.row.number
        self.holder, self.problems = found.row.holder, {}
        self.kind = EXACT
        self._description = found.row.description
        begun = await session.look(message_texts.of_certificate, found.row.id)
        self.how, self._texts = begun.how.value, (begun.subject, begun.message)
        self.values = {
            "to": found.holder_email,
            "subject": begun.subject,
            "message": begun.message,
            "description": found.row.description,
        }
        self.form_round += 1
        await self._show()

    async def _show(self) -> None:
        """The message as its receiver reads it."""
        found = await session.look(message_texts.preview, *self._texts, certificate_id=self.certificate)
        self.shown_subject, self.shown_message = found.subject, found.body
        self.shown_problem = " ".join(found.problems.values())

    @rx.event
    @guards.allow(Right.CERTIFICATES_SEND)
    async def leave_field(self, name: str, text: str) -> None:
        """Subject or message, as they are typed."""
        subject, message = self._texts
        typed = str(text)[: mails.MAX_BODY + 100]
        self._texts = (typed, message) if name == "subject" else (subject, typed)
        await self._show()

    @rx.event
    @guards.allow(Right.CERTIFICATES_SEND)
    def choose_how(self, how: str) -> None:
        self.how = How.LINK.value if how == How.LINK else How.ATTACHMENT.value

    @rx.event
    @guards.allow(Right.CERTIFICATES_DOWNLOAD)
    async def note_copied(self, certificate_id: int) -> Any:
        """The browser has the link already: nothing that is sent after a click may reach its clipboard."""
        try:
            link = await session.change(certificates.verification_link, certificate_id)
        except errors.Refusal as refusal:
            return session.SessionState.notify("red", str(refusal))
        return session.SessionState.notify("green", f"Copied: {link}")

    @rx.event
    @guards.allow(Right.CERTIFICATES_SEND)
    def choose_kind(self, kind: str) -> None:
        self.kind = EDITED if kind == EDITED else EXACT

    @rx.event
    @guards.allow(Right.CERTIFICATES_SEND)
    async def confirm_resend(self, form: dict[str, Any]) -> Any:
        """The exact copy, unless what is printed changed: then a new revision that supersedes it (R30, R31)."""
        self.is_sending = True
        yield
        form = {**form, "how": self.how}
        try:
            if self.kind == EDITED and str(form.get("description", "")).strip() != self._description.strip():
                await session.change(certificate_corrections.revise_and_send, self.certificate, form)
                said = "A new revision is on its way."
            else:
                await session.change(certificates.resend, self.certificate, form)
                said = "The exact copy is on its way."
        except errors.InvalidInput as wrong:
            self.problems, self.is_sending = wrong.problems, False
            yield rx.set_focus(error_summary.FOCUS)
            return
        except errors.Refusal as refusal:
            self.problems, self.is_sending = {"to": str(refusal)}, False
            return
        self.open, self.is_sending = "", False
        yield [SentState.load, session.SessionState.notify("green", said)]

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.open, self.preview_href, self.is_sending = "", "", False

"""Whether the revision is mailed, to whom, and with which words."""

import reflex as rx

from coi_app.queries import message_texts
from coi_app.queries.revisions import Begun
from coi_app.rules.access import Right
from coi_app.rules.mail_wording import How
from coi_app.services import mails
from coi_app.web import guards, session

LONGEST = {"to": 254, "cc": 4_000, "subject": mails.MAX_SUBJECT + 100, "message": mails.MAX_BODY + 100}


class ReviseMailState(rx.State):
    """`shown_*` is the message as its receiver reads it."""

    goes: bool = False
    to: str = ""
    cc: str = ""
    subject: str = ""
    message: str = ""
    how: str = How.ATTACHMENT.value
    shown_subject: str = ""
    shown_message: str = ""
    shown_problem: str = ""
    _certificate: int = 0

    @rx.event
    @guards.allow(Right.CERTIFICATES_SEND)
    def choose_goes(self, goes: bool) -> None:
        self.goes = goes is True

    @rx.event
    @guards.allow(Right.CERTIFICATES_SEND)
    def choose_how(self, how: str) -> None:
        self.how = How.LINK.value if how == How.LINK else How.ATTACHMENT.value

    @rx.event(supersedes=True)
    @guards.allow(Right.CERTIFICATES_SEND)
    async def type_in(self, name: str, text: str) -> None:
        if name not in LONGEST:
            return
        setattr(self, name, str(text)[: LONGEST[name]])
        if name in ("subject", "message"):
            await self._show()

    async def _begin(self, begun: Begun) -> None:
        """To whom it went last; with nobody to mail to it stays here."""
        self.reset()
        self._certificate = begun.detail.row.id
        self.to, self.cc = begun.to, ", ".join(begun.cc)
        self.goes = bool(self.to) and session.actor().may(Right.CERTIFICATES_SEND)
        text = await session.look(message_texts.of_certificate, self._certificate)
        self.subject, self.message, self.how = text.subject, text.message, text.how.value
        await self._show()

    async def _show(self) -> None:
        found = await session.look(
            message_texts.preview, self.subject, self.message, certificate_id=self._certificate
        )
        self.shown_subject, self.shown_message = found.subject, found.body
        self.shown_problem = " ".join(found.problems.values())

    def _typed(self) -> dict[str, str] | None:
        """As `services.deliveries.read` takes it; None when nothing is mailed."""
        if not self.goes:
            return None
        return {name: getattr(self, name) for name in (*LONGEST, "how")}

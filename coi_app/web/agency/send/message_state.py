"""What goes with the certificate by mail: copies, attached or as a link, subject and message.

The fields are the browser's: each says what it holds when it is left. Another holder brings the text anew, unless
somebody has written in it.
"""

from typing import Any

import reflex as rx

from coi_app.queries import message_texts
from coi_app.rules.access import Right
from coi_app.rules.mail_wording import How
from coi_app.services import mails
from coi_app.web import guards, session

FIELDS = {"cc": 4_000, "subject": mails.MAX_SUBJECT + 100, "message": mails.MAX_BODY + 100}


class MessageState(rx.State):
    """`round` makes the fields begin anew; `shown_*` is the message as its receiver reads it."""

    cc: str = ""
    subject: str = ""
    message: str = ""
    how: str = How.ATTACHMENT.value
    round: int = 0
    is_open: bool = False
    shown_subject: str = ""
    shown_message: str = ""
    shown_problem: str = ""
    _edited: bool = False
    _insured: str = ""
    _holder: str = ""

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    def toggle(self) -> None:
        self.is_open = not self.is_open

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    def choose_how(self, how: str) -> None:
        self.how = How.LINK.value if how == How.LINK else How.ATTACHMENT.value

    @rx.event
    @guards.allow(Right.CERTIFICATES_ISSUE)
    async def leave_field(self, name: str, text: str) -> None:
        if name not in FIELDS:
            return
        text = str(text)[: FIELDS[name]]
        self._edited = self._edited or (name != "cc" and text != getattr(self, name))
        setattr(self, name, text)
        await self._show()

    async def _begin(self, insured_id: str, insured: str, holder_id: int = 0, holder: str = "") -> None:
        """Called when the page is opened, and for each holder that is chosen."""
        self._insured, self._holder = insured, holder
        if not self._edited:
            begun = await session.look(message_texts.of_new, insured_id, holder_id)
            self.subject, self.message = begun.subject, begun.message
            self.how = self.how if self.round else begun.how.value
            self.round += 1
        await self._show()

    def _copy_to(self, addresses: tuple[str, ...]) -> None:
        self.cc = ", ".join(addresses)
        self.round += 1

    async def _show(self) -> None:
        found = await session.look(
            message_texts.preview,
            self.subject,
            self.message,
            insured_name=self._insured,
            holder_name=self._holder or "(the holder)",
        )
        self.shown_subject, self.shown_message = found.subject, found.body
        self.shown_problem = " ".join(found.problems.values())

    def _typed(self) -> dict[str, Any]:
        """As `services.deliveries.read` takes it, without the address."""
        return {"cc": self.cc, "subject": self.subject, "message": self.message, "how": self.how}

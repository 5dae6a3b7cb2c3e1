"""How mail leaves: the server with its test, and how certificates go out."""

import asyncio
from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.queries import mail_settings
from coi_app.rules import errors, mail_wording
from coi_app.rules.access import Right
from coi_app.services import mail_attempts, mail_tests
from coi_app.services import mail_settings as mail_services
from coi_app.web import guards, session
from coi_app.web.shared import error_summary

TONES = {True: "green", False: "red", None: "amber"}


@dataclass(frozen=True)
class Answer:
    """What became of the test; `tone` "" before there was one."""

    tone: str = ""
    what: str = ""
    cure: str = ""
    reply: str = ""


class MailState(rx.State):
    """`subject` and `message` are what the templates say with example values in."""

    server: str = ""
    user: str = ""
    encryption: str = ""
    sender: str = ""
    bounce_post: str = ""
    bounce_mailbox: str = ""
    answer: Answer = Answer()
    is_testing: bool = False
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    form_round: int = 0
    subject: str = ""
    message: str = ""
    _revision: int = 0

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> None:
        self.answer = Answer()
        found = await session.look(mail_settings.server)
        self.server, self.user, self.sender = found.address, found.user, found.sender
        self.encryption = "Always (smtps)" if found.is_encrypted else "When the server offers it (STARTTLS)"
        self.bounce_post, self.bounce_mailbox = found.bounce_post, found.bounce_mailbox
        await self._fill(self._revision if self.form_round else None)

    @rx.event
    @guards.allow(Right.SETTINGS_CHANGE)
    async def send_test(self) -> Any:
        """To whoever asks. Nothing is held while the server takes its time."""
        if self.is_testing:
            return
        self.is_testing, self.answer = True, Answer()
        yield
        try:
            mail_id, prepared = await session.change(mail_tests.begin)
            outcome = await asyncio.to_thread(mail_attempts.deliver, prepared, mail_tests.SECONDS)
            found = await session.change(mail_tests.end, mail_id, outcome)
            self.answer = Answer(TONES[found.is_well], found.what, found.cure, found.reply)
        except errors.Refusal as refusal:
            self.answer = Answer("red", str(refusal))
        finally:
            self.is_testing = False

    @rx.event(supersedes=True)
    @guards.allow(Right.SETTINGS_CHANGE)
    def show(self, name: str, text: str) -> None:
        """What is typed, as a receiver would read it."""
        if name in ("subject", "message"):
            setattr(self, name, mail_wording.example(str(text)[:20_000]))

    @rx.event
    @guards.allow(Right.SETTINGS_CHANGE)
    async def save(self, form: dict[str, Any]) -> Any:
        try:
            await session.change(mail_services.change, form, self._revision)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(error_summary.FOCUS)
        except errors.Refusal as refusal:
            self.problems = {"how": str(refusal)}
            return rx.set_focus(error_summary.FOCUS)
        await self._fill()
        return session.SessionState.notify("green", "Saved. The next certificate goes out like this.")

    async def _fill(self, shown_revision: int | None = None) -> None:
        """What is shown already stays as it is: somebody may be typing."""
        found = await session.look(mail_settings.choices)
        self.problems = {}
        if found.revision == shown_revision:
            return
        self.form_round, self._revision = self.form_round + 1, found.revision
        self.values = dict(mail_settings.form(found))
        self.subject, self.message = mail_wording.example(found.subject), mail_wording.example(found.message)

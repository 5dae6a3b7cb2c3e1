"""The Outbox: messages and what became of them. Its address: ?show= &mail= &after= &from=."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.queries import mails
from coi_app.queries.mails import MailDetail, MailRow, MailState
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.services import mails as mail_services
from coi_app.web import guards, mishaps, routes, session
from coi_app.web.agency import day_words, list_pages

KIND_WORDS = {
    "certificate": "Certificate",
    "invitation": "Invitation",
    "password_reset": "Password reset",
    "new_email": "New e-mail address",
    "email_changed": "E-mail address changed",
    "request": "Request",
    "test": "Test message",
}
AGAIN = {MailState.FAILED, MailState.OUTBOX}


@dataclass(frozen=True)
class MailLine:
    """A row. `said` are the mail server's words, or when the next attempt is; `fix_href` leads to where a failed
    mail is mended."""

    id: int
    href: str
    address: str
    kind: str
    subject: str
    state: str
    state_words: str
    said: str
    written: str
    written_exact: str
    finished: str
    can_try: bool
    fix_href: str
    eml_href: str


@dataclass(frozen=True)
class Letter:
    """The message in the dialog; `body` is "" where its link is only for the receiver."""

    id: int
    address: str
    cc: str
    subject: str
    state: str
    state_words: str
    said: str
    written: str
    attempts: str
    certificates: str
    body: str
    is_secret: bool
    kept_as: str
    can_try: bool
    eml_href: str
    insured_href: str


NONE = Letter(0, "", "", "", "queued", "", "", "", "", "", "", False, "", False, "", "")


class OutboxState(rx.State):
    """What the list and the dialog show; the address decides."""

    phase: str = list_pages.LOADING
    show: str = ""
    rows: list[MailLine] = []
    pager: list_pages.Pager = list_pages.Pager()
    letter: Letter = NONE
    is_open: bool = False

    @rx.event(supersedes=True)
    @guards.allow(Right.OUTBOX_VIEW)
    async def load(self) -> Any:
        """The page was opened, or its address changed; what it cannot mean is left out."""
        asked = list_pages.query(self)
        self.show = asked["show"] if asked.get("show") in set(MailState) else ""
        after, start = list_pages.cursor(asked)
        try:
            page = await session.look(mails.page, self.show, after, list_pages.PER_PAGE)
            await self._show(asked.get("mail", ""))
        except errors.NotFound as gone:
            return [session.SessionState.notify("red", str(gone)), list_pages.stay(self, mail="")]
        except Exception as error:
            self.phase = list_pages.FAILED
            return mishaps.on_backend_error(error)
        zone = await session.zone_of(self)
        self.rows = [_line(row, zone, list_pages.address(self, mail=str(row.id))) for row in page.rows]
        self.pager, self.phase = list_pages.pager(page, start), list_pages.READY
        return None

    @rx.event
    @guards.allow(Right.OUTBOX_VIEW)
    def choose_show(self, state: str) -> Any:
        return list_pages.narrowed(self, show=state if str(state) in set(MailState) else "")

    @rx.event
    @guards.allow(Right.OUTBOX_VIEW)
    def clear(self) -> Any:
        return list_pages.cleared(self)

    @rx.event
    @guards.allow(Right.OUTBOX_VIEW)
    def next_page(self) -> Any:
        return list_pages.forward(self, self.pager)

    @rx.event
    @guards.allow(Right.OUTBOX_VIEW)
    def previous_page(self) -> Any:
        return list_pages.back(self, self.pager)

    @rx.event
    @guards.allow(Right.OUTBOX_VIEW)
    def close(self, _open: bool = False) -> Any:
        self.is_open = False
        return list_pages.stay(self, mail="")

    @rx.event
    @guards.allow(Right.CERTIFICATES_SEND)
    async def try_again(self, mail_id: int) -> Any:
        try:
            await session.change(mail_services.try_again, mail_id)
        except errors.Refusal as refusal:
            return session.SessionState.notify("red", str(refusal))
        words = "Queued. It is tried within a few seconds."
        return [session.SessionState.notify("green", words), OutboxState.load]

    async def _show(self, asked: str) -> None:
        """Open the message that the address names."""
        if not asked:
            self.is_open = False
            return
        if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
            raise errors.NotFound("message")
        zone = await session.zone_of(self)
        self.letter = _letter(await session.look(mails.detail, int(asked)), zone)
        self.is_open = True


def _line(row: MailRow, zone: str, href: str) -> MailLine:
    return MailLine(
        id=row.id,
        href=href,
        address=row.to_email,
        kind=KIND_WORDS.get(row.kind, row.kind.capitalize()),
        subject=row.subject,
        state=row.state,
        state_words=row.state_label,
        said=_said(row, zone),
        written=day_words.moment(row.created_at, zone),
        written_exact=day_words.exact(row.created_at, zone),
        finished=day_words.moment(row.finished_at, zone),
        can_try=_can_try(row),
        fix_href=_fix_href(row),
        eml_href=_eml_href(row),
    )


def _fix_href(row: MailRow) -> str:
    if row.kind != "certificate" or row.state != MailState.FAILED or row.is_settled:
        return ""
    return routes.with_query(routes.CERTIFICATES, {"mailed": "failed", "fix_mail": str(row.id)})


def _said(row: MailRow, zone: str) -> str:
    if row.state == MailState.QUEUED and row.next_attempt_at:
        again = f"Tried again {day_words.moment(row.next_attempt_at, zone)}."
        return f"{again} {row.server_reply}".strip()
    if row.is_settled:
        return f"Taken care of: sent again. {row.server_reply}"
    return row.server_reply


def _can_try(row: MailRow) -> bool:
    return row.state in AGAIN and not row.is_secret and not row.is_settled


def _eml_href(row: MailRow) -> str:
    return routes.kept_mail(row.id) if row.state == MailState.OUTBOX and not row.is_secret else ""


def _letter(found: MailDetail, zone: str) -> Letter:
    row = found.row
    return Letter(
        id=row.id,
        address=f"{row.to_name} <{row.to_email}>" if row.to_name else row.to_email,
        cc=", ".join(found.cc),
        subject=row.subject,
        state=row.state,
        state_words=row.state_label,
        said=_said(row, zone),
        written=day_words.moment(row.created_at, zone),
        attempts=str(row.attempts),
        certificates=", ".join(found.certificate_numbers),
        body="" if row.is_secret else found.body,
        is_secret=row.is_secret,
        kept_as=found.eml_name,
        can_try=_can_try(row),
        eml_href=_eml_href(row),
        insured_href=routes.insured(row.insured_id) if row.insured_id else "",
    )

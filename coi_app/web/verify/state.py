"""The public page of one certificate. Whoever has the code has the paper: no account, no cookie, no list."""

import asyncio
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import reflex as rx

from coi_app import clock, db
from coi_app.queries import front_door, issued_content, public_check
from coi_app.queries.public_check import PublicCertificate
from coi_app.rules import errors
from coi_app.rules.facts import shown_day
from coi_app.rules.public_standing import in_words
from coi_app.services import public_check as guessing
from coi_app.web import guards, routes
from coi_app.web.verify import answers
from coi_app.web.verify.answers import NOTHING_YET, Answer


@dataclass(frozen=True)
class Line:
    """A policy's row; `under` is the insurer and the day it is printed to end."""

    title: str
    under: str
    trouble: str
    additional_insured: str
    subrogation_waived: str


class VerifyState(rx.State):
    """`phase`: "" until the answer comes, then "found", "unknown" or "refused"."""

    phase: str = ""
    refusal: str = ""
    agency: str = ""
    place: str = ""
    phone: str = ""
    host: str = ""
    kind: str = ""
    tone: str = ""
    head: str = ""
    sentence: str = ""
    checked: str = ""
    newest: str = ""
    newest_href: str = ""
    number: str = ""
    issued: str = ""
    insured: str = ""
    holder: str = ""
    issued_by: str = ""
    lines: list[Line] = []
    qr: str = ""
    qr_box: str = ""
    answer: Answer = NOTHING_YET
    _code: str = ""

    @rx.event
    @guards.public
    async def arrive(self) -> None:
        """Public: the code in the address is printed on the paper that it is about."""
        self.reset()
        self._code = str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1][:40]
        sign, found, self.refusal = await asyncio.to_thread(_look, self._code, self.router.session.client_ip)
        self.agency, self.place, self.phone = sign.name, sign.street, sign.phone
        self.host = issued_content.address("").split("//", 1)[-1].split("/", 1)[0]
        self.phase = "refused" if self.refusal else "found" if found else "unknown"
        local = clock.now().astimezone(ZoneInfo(sign.time_zone))
        moment = f"{in_words(local.date())}, {local:%I:%M %p %Z}".replace(", 0", ", ")
        self.checked = f"Checked just now, {moment}"
        if found:
            self._show(found)

    @rx.event
    @guards.public
    async def check_file(self, sha256: str, code: str) -> None:
        """Public: the file stays in the browser; its digest and the code written in it come here."""
        if not answers.is_digest(sha256):
            self.answer = answers.not_read(code)
            return
        ip = self.router.session.client_ip
        self.answer = await asyncio.to_thread(_answer, sha256, str(code)[:40], self._code, ip)

    def _show(self, found: PublicCertificate) -> None:
        self.kind, told = found.standing.kind.value, found.told
        self.head, self.sentence, self.tone = told.head, told.sentence, told.tone.value
        self.newest = f"Open revision {found.newest.revision}" if found.newest else ""
        self.newest_href = routes.verify(found.newest.code) if found.newest else ""
        self.number, self.issued = found.name, in_words(found.issued_on)
        self.insured, self.holder, self.issued_by = found.insured, found.holder, found.issued_by
        self.lines = [
            Line(
                one.title,
                f"{one.insurer}, to {shown_day(one.ends_on)}".removeprefix(", "),
                one.trouble,
                one.additional_insured,
                one.subrogation_waived,
            )
            for one in found.lines
        ]
        rows = public_check.code_rows(found.code)
        self.qr, self.qr_box = _path(rows), f"0 0 {len(rows)} {len(rows)}"


def _look(code: str, ip: str) -> tuple[front_door.DoorSign, PublicCertificate | None, str]:
    """The agency's sign, the certificate, and why it is not told."""
    with db.reading() as reading:
        sign = front_door.sign(reading)
    try:
        return sign, _by_code(code, ip), ""
    except errors.Refusal as refusal:
        return sign, None, str(refusal)


def _by_code(code: str, ip: str) -> PublicCertificate | None:
    """Raises TooManyCodes; a wrong one is counted."""
    with db.reading() as reading:
        guessing.refuse_guessing(reading, ip)
        found = public_check.by_code(reading, code)
    if found is None:
        with db.writing() as writing:
            guessing.note_wrong_code(writing, ip)
    return found


def _answer(sha256: str, code: str, page_code: str, ip: str) -> Answer:
    try:
        with db.reading() as reading:
            if exact := public_check.by_sha256(reading, sha256):
                return answers.exact(exact, page_code)
            sign = front_door.sign(reading)
        named = _by_code(code, ip) if code else None
    except errors.Refusal as refusal:
        return Answer("Not checked", str(refusal), "is-bad")
    return answers.changed(named) if named else answers.not_ours(sign.name)


def _path(rows: list[str]) -> str:
    """Dark modules as one SVG path."""
    return "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module == "1"
    )

"""The page of one download link: which certificate, how it stands, until when. Opening it is not yet a use."""

import asyncio
from zoneinfo import ZoneInfo

import reflex as rx

from coi_app import db
from coi_app.queries import download_links, front_door
from coi_app.queries.download_links import Linked, Works
from coi_app.queries.front_door import DoorSign
from coi_app.queries.public_check import PublicCertificate
from coi_app.rules import errors
from coi_app.rules.public_standing import in_words
from coi_app.services import delivery_links
from coi_app.web import guards, routes

UNKNOWN, REFUSED = "unknown", "refused"


class DownloadState(rx.State):
    """`phase`: "" until the answer comes, then "unknown", "refused", or what `Works` says of the link."""

    phase: str = ""
    refusal: str = ""
    agency: str = ""
    place: str = ""
    phone: str = ""
    kind: str = ""
    tone: str = ""
    head: str = ""
    sentence: str = ""
    newest: str = ""
    check_href: str = ""
    newest_href: str = ""
    number: str = ""
    issued: str = ""
    insured: str = ""
    holder: str = ""
    until: str = ""
    file_href: str = ""

    @rx.event
    @guards.public
    async def arrive(self) -> None:
        """Public: the link in the address was mailed to whoever has it, and hands out one certificate."""
        self.reset()
        token = str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1][: download_links.LONGEST_TOKEN + 1]
        sign, found, self.refusal = await asyncio.to_thread(_look, token, self.router.session.client_ip)
        self.agency, self.place, self.phone = sign.name, sign.street, sign.phone
        self.phase = REFUSED if self.refusal else found.works.value if found else UNKNOWN
        if found:
            self.until = in_words(download_links.last_day(found, ZoneInfo(sign.time_zone)))
        if found and found.works is not Works.EXPIRED:
            self._show(found.certificate)
            self.file_href = routes.download_file(token) if found.works is Works.YES else ""

    def _show(self, shown: PublicCertificate) -> None:
        self.kind, self.tone = shown.standing.kind.value, shown.told.tone.value
        self.head, self.sentence = shown.told.head, shown.told.sentence
        self.newest = f"See revision {shown.newest.revision}" if shown.newest else ""
        self.newest_href = routes.verify(shown.newest.code) if shown.newest else ""
        self.check_href = routes.verify(shown.code)
        self.number, self.issued = shown.name, in_words(shown.issued_on)
        self.insured, self.holder = shown.insured, shown.holder


def _look(token: str, ip: str) -> tuple[DoorSign, Linked | None, str]:
    """The agency's sign, what the link is about, and why it is not told; a wrong one is counted."""
    with db.reading() as reading:
        sign = front_door.sign(reading)
        try:
            delivery_links.refuse_guessing(reading, ip)
        except errors.Refusal as refusal:
            return sign, None, str(refusal)
        found = download_links.by_token(reading, token)
    if found is None:
        with db.writing() as writing:
            delivery_links.note_wrong_link(writing, ip)
    return sign, found, ""

"""Every mail that carried one certificate: to whom, what became of it, how often its link was used."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import certificate_detail
from coi_app.queries.certificate_detail import DeliveryRow
from coi_app.rules.access import Right
from coi_app.web import guards, session
from coi_app.web.agency import day_words


@dataclass(frozen=True)
class DeliveryLine:
    """`said` are the mail server's words, `link` tells of the download link, `facts` who asked for it and when."""

    mail: int
    address: str
    state: str
    facts: str
    said: str
    link: str
    needs_care: bool
    is_settled: bool


class DeliveriesState(rx.State):
    is_open: bool = False
    CLOSED: ClassVar[dict[str, Any]] = {"is_open": False}
    number: str = ""
    holder: str = ""
    lines: list[DeliveryLine] = []

    @rx.event
    @guards.allow(Right.OUTBOX_VIEW)
    async def open(self, certificate_id: int) -> None:
        found = await session.look(certificate_detail.detail, certificate_id)
        zone = await session.zone_of(self)
        self.number, self.holder = found.row.number, found.row.holder
        self.lines = [_line(one, zone) for one in found.deliveries]
        self.is_open = True

    @rx.event
    @guards.allow(Right.OUTBOX_VIEW)
    def close(self, _open: bool = False) -> None:
        self.is_open = False


def _line(one: DeliveryRow, zone: str) -> DeliveryLine:
    tries = "" if one.attempts == 1 else f", {one.attempts} attempts"
    asked = f"Asked by {one.asked_by}, {day_words.moment(one.queued_at, zone)}{tries}"
    back = f". Came back {day_words.moment(one.bounced_at, zone)}" if one.bounced_at else ""
    return DeliveryLine(
        mail=one.mail_id,
        address=", ".join((one.to_email, *one.cc)),
        state=one.state,
        facts=asked + back,
        said=one.server_reply,
        link=_link(one, zone),
        needs_care=one.needs_care,
        is_settled=one.is_settled,
    )


def _link(one: DeliveryRow, zone: str) -> str:
    if not one.by_link:
        return ""
    until = f"works until {day_words.moment(one.link_expires_at, zone)}"
    if not one.link_uses:
        return f"Download link, not used yet; {until}."
    times = "once" if one.link_uses == 1 else f"{one.link_uses} times, last"
    last = day_words.moment(one.link_last_used_at, zone)
    first = f", first {day_words.moment(one.link_used_at, zone)}" if one.link_uses > 1 else ""
    return f"Download link, used {times} {last}{first}; {until}."

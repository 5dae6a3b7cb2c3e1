"""Fix address and send again: what went wrong, the address to use now, and whether the record takes it too."""

from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import delivery_failures
from coi_app.queries.delivery_failures import Failure, KeptBy
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.services import delivery_repairs
from coi_app.web import guards, session
from coi_app.web.agency import day_words, list_pages
from coi_app.web.agency.certificates_sent.deliveries_state import DeliveriesState
from coi_app.web.agency.certificates_sent.state import SentState
from coi_app.web.shared import error_summary

KEPT = {
    KeptBy.INTEREST: (
        "the additional interest {name}",
        "Its own delivery address, which goes before the holder's.",
    ),
    KeptBy.HOLDER: (
        "the holder {name}",
        "The holder is shared: every insured's next certificate goes there too.",
    ),
    KeptBy.CONTACT: ("the contact {name}", "The insured's contact gets the new address."),
}


class RepairState(rx.State):
    """The dialog; `?fix=` in the address opens it for that certificate, `?fix_mail=` for that mail."""

    is_open: bool = False
    CLOSED: ClassVar[dict[str, Any]] = {"is_open": False}
    mail: int = 0
    numbers: str = ""
    lead: str = ""
    what: str = ""
    cure: str = ""
    reply: str = ""
    keeper: str = ""
    keeper_hint: str = ""
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    form_round: int = 0
    is_sending: bool = False

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> Any:
        """Taken out of the address at once: a reload, or a copy of it, does not ask again."""
        query = list_pages.query(self)
        certificate, mail = query.get("fix", ""), query.get("fix_mail", "")
        if not certificate and not mail:
            return None
        here = rx.redirect(list_pages.address(self, fix="", fix_mail=""), replace=True)
        if not session.actor().may(Right.CERTIFICATES_SEND):
            return here
        return [RepairState.open_mail(mail) if mail else RepairState.open_for(certificate), here]

    @rx.event
    @guards.allow(Right.CERTIFICATES_SEND)
    async def open_for(self, certificate_id: int | str) -> Any:
        """The newest mail with this certificate that failed."""
        return await self._open(delivery_failures.of_certificate, certificate_id)

    @rx.event
    @guards.allow(Right.CERTIFICATES_SEND)
    async def open_mail(self, mail_id: int | str) -> Any:
        return await self._open(delivery_failures.of_mail, mail_id)

    async def _open(self, query: Any, number: object) -> Any:
        try:
            found = await session.look(query, number)
        except errors.Refusal as refusal:
            return session.SessionState.notify("red", str(refusal))
        zone = await session.zone_of(self)
        self._show(found, zone)
        (await self.get_state(DeliveriesState)).is_open = False
        self.is_open = True
        return None

    def _show(self, found: Failure, zone: str) -> None:
        self.mail, self.numbers = found.mail_id, ", ".join(found.numbers)
        when = day_words.moment(found.at, zone)
        how = "came back" if found.bounced else "failed"
        self.lead = f"{found.insured}. The mail to {found.to_email} {how}{f' {when}' if when else ''}."
        self.what, self.cure, self.reply = found.told.what, found.told.cure, found.server_reply
        words, self.keeper_hint = KEPT[found.keeper.kind]
        self.keeper = f"Also change it at {words.format(name=found.keeper.name)}"
        self.values, self.problems = {"to": found.to_email, "also_change": "on"}, {}
        self.form_round += 1

    @rx.event
    @guards.allow(Right.CERTIFICATES_SEND)
    async def send_again(self, form: dict[str, Any]) -> Any:
        if self.is_sending:
            return
        self.is_sending = True
        yield
        try:
            await session.change(delivery_repairs.send_again, self.mail, {"also_change": False} | form)
        except errors.Refusal as refusal:
            self.problems = (
                refusal.problems if isinstance(refusal, errors.InvalidInput) else {"to": str(refusal)}
            )
            yield rx.set_focus(error_summary.FOCUS)
            return
        finally:
            self.is_sending = False
        self.is_open = False
        said = f"On its way to {form.get('to', '')}. The failed mail counts as taken care of."
        yield [SentState.load, session.SessionState.arrive, session.SessionState.notify("green", said)]

    @rx.event
    @guards.allow(Right.CERTIFICATES_SEND)
    def close(self, _open: bool = False) -> None:
        self.is_open, self.is_sending = False, False

"""The agency's own data, its logo and signature, as the settings show and change them."""

from typing import Any

import reflex as rx

from coi_app.queries import agency
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.services import agency as agency_services
from coi_app.services import signatures
from coi_app.web import guards, http_sign_in, session
from coi_app.web.agency import list_pages
from coi_app.web.shared import error_summary

SAVED = {"logo": "The new logo is on every certificate issued from now on.",
         "signature": "The new signature is on every certificate issued from now on."}  # fmt: skip


class AgencyState(rx.State):
    """`saved` and `problem` say what became of an uploaded picture."""

    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    form_round: int = 0
    address: list[str] = []
    logo: str = ""
    signature: str = ""
    has_json: bool = False
    signing: str = ""
    cannot_sign: bool = False
    zones: list[str] = []
    saved: str = ""
    problem: str = ""
    _revision: int = 0

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> None:
        asked = list_pages.query(self)
        self.saved = SAVED.get(asked.get("saved", ""), "")
        flash = http_sign_in.flash_in(self.router.headers.cookie)
        self.problem = flash["problems"].get("picture", "")
        if not self.zones:
            self.zones = list(agency.time_zones())
        signed = await session.look(signatures.shown)
        self.signing, self.cannot_sign = signed.words, signed.is_problem
        await self._fill(self._revision if self.form_round else None)

    @rx.event
    @guards.allow(Right.SETTINGS_CHANGE)
    async def save(self, form: dict[str, Any]) -> Any:
        try:
            await session.change(agency_services.change, form, self._revision)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(error_summary.FOCUS)
        await self._fill()
        return [
            session.SessionState.arrive,
            session.SessionState.notify("green", "The agency's settings are saved."),
        ]

    @rx.event
    @guards.allow(Right.SETTINGS_CHANGE)
    async def choose_json(self, attached: bool) -> Any:
        await session.change(agency_services.attach_json, attached)
        await self._fill()
        how = "carry their content as JSON" if self.has_json else "carry no JSON"
        return session.SessionState.notify("green", f"Certificates issued from now on {how}.")

    @rx.event
    @guards.allow(Right.SETTINGS_CHANGE)
    async def remove_logo(self) -> Any:
        await session.change(agency_services.remove_logo)
        await self._fill()
        return session.SessionState.notify("green", "New certificates go without a logo.")

    @rx.event
    @guards.allow(Right.SETTINGS_CHANGE)
    async def remove_signature(self) -> Any:
        await session.change(agency_services.remove_signature)
        await self._fill()
        return session.SessionState.notify("green", "New certificates go without a signature.")

    async def _fill(self, shown_revision: int | None = None) -> None:
        """What is shown already stays as it is: somebody may be typing."""
        found = await session.look(agency.settings)
        if found.revision == shown_revision:
            self.problems = {}
            return
        self.problems, self.form_round, self._revision = {}, self.form_round + 1, found.revision
        self.has_json = found.attach_json
        self.logo, self.signature = found.logo_sha256, found.signature_sha256
        self.address = list(found.address.rows())
        place = found.address
        self.values = {
            "name": found.name, "line_one": place.line_one, "line_two": place.line_two, "city": place.city,
            "state": place.state, "zip_code": place.zip_code, "phone": found.phone, "fax": found.fax,
            "email": found.email, "contact_name": found.contact_name, "representative": found.representative,
            "time_zone": found.time_zone, "number_prefix": found.number_prefix,
        }  # fmt: skip

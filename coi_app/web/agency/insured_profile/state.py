"""The insured's head: name, contacts, standing of the policies, counts of the tabs; and the form of the insured."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.queries import insureds
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.rules.insured_kinds import INSURED_KIND_LABELS
from coi_app.services import contacts
from coi_app.services import insureds as insured_services
from coi_app.web import guards, routes, session
from coi_app.web.agency import day_words
from coi_app.web.shared import error_summary

TABS = ("overview", "policies", "additional-interests", "documents", "activity", "portal")
SUBS = ("certificates-sent", "masters", "files")
PORTAL_WORDS = {"active": "Portal active", "invited": "Portal invited", "closed": "Portal closed"}


@dataclass(frozen=True)
class PolicyCell:
    """One cell of the standing strip; `elapsed` in percent of the term."""

    id: int
    title: str
    standing: str
    words: str
    number: str
    ends: str
    elapsed: int


@dataclass(frozen=True)
class ContactLine:
    id: int
    name: str
    title: str
    email: str
    phone: str
    is_primary: bool


class ProfileState(rx.State):
    """The insured of the address. Rights decide in the services; here stands only what is drawn."""

    insured: str = ""
    name: str = ""
    dba: str = ""
    kind: str = ""
    place: str = ""
    address: list[str] = []
    phone: str = ""
    email: str = ""
    portal: str = ""
    policies: list[PolicyCell] = []
    contacts: list[ContactLine] = []
    counts: dict[str, str] = {}
    is_missing: bool = False
    is_loaded: bool = False
    tab: str = "overview"
    sub: str = "certificates-sent"
    form_open: str = ""
    form_contact: int = 0
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    form_round: int = 0
    _revision: int = 0

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> None:
        """The page was opened, or its tab changed: the address says which insured and which tab."""
        wanted = str(self.router.url.path).split("/")[2]
        query = self.router.url.query_parameters
        self.tab = query["tab"] if query.get("tab") in TABS else "overview"
        self.sub = query["sub"] if query.get("sub") in SUBS else "certificates-sent"
        try:
            found = await session.look(insureds.profile, wanted)
        except errors.NotFound:
            self.is_missing, self.is_loaded, self.name = True, True, "Not found"
            return
        self.insured = str(found.id)
        self._show(found)
        self.is_missing, self.is_loaded = False, True

    @rx.event
    @guards.allow(Right.INSUREDS_CHANGE)
    async def edit_insured(self) -> None:
        found = await session.look(insureds.profile, self.insured)
        self._open("insured", found.values)
        self._revision = found.revision

    @rx.event
    @guards.allow(Right.INSUREDS_CHANGE)
    async def save_insured(self, form: dict[str, Any]) -> Any:
        try:
            await session.change(insured_services.change, self.insured, form, self._revision)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(error_summary.FOCUS)
        self.form_open = ""
        return [ProfileState.load, session.SessionState.notify("green", "Saved.")]

    @rx.event
    @guards.allow(Right.INSUREDS_CHANGE)
    async def edit_contact(self, contact_id: int) -> None:
        """0 is a new contact."""
        found = await session.look(insureds.profile, self.insured)
        (values,) = [c.values for c in found.contacts if c.id == contact_id] or [{}]
        self.form_contact = contact_id
        self._open("contact", {name: "on" if v is True else str(v or "") for name, v in values.items()})

    @rx.event
    @guards.allow(Right.INSUREDS_CHANGE)
    async def save_contact(self, form: dict[str, Any]) -> Any:
        try:
            if self.form_contact:
                await session.change(contacts.change, self.form_contact, {"is_primary": False} | form)
            else:
                await session.change(contacts.add, self.insured, form)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(error_summary.FOCUS)
        self.form_open = ""
        return [ProfileState.load, session.SessionState.notify("green", "Saved.")]

    @rx.event
    @guards.allow(Right.INSUREDS_CHANGE)
    async def remove_contact(self, contact_id: int) -> Any:
        await session.change(contacts.remove, contact_id)
        return [ProfileState.load, session.SessionState.notify("green", "Contact removed.")]

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close_form(self, _open: bool = False) -> None:
        self.form_open, self.problems = "", {}

    def _open(self, form: str, values: dict[str, str]) -> None:
        self.form_open, self.values, self.problems = form, values, {}
        self.form_round += 1  # a new key: the fields take their values afresh

    def _show(self, found: insureds.InsuredProfile) -> None:
        self.name, self.dba, self.kind = found.name, found.dba, INSURED_KIND_LABELS[found.kind]
        self.place = f"{found.address.city}, {found.address.state} {found.address.zip_code}".strip(", ")
        self.address = list(found.address.rows())
        self.phone, self.email, self.portal = found.phone, found.email, PORTAL_WORDS.get(found.portal, "")
        self.policies = [
            PolicyCell(
                p.id, p.title, p.standing.kind.value, day_words.left(p.standing), p.number,
                f"to {day_words.day(p.expires_on)}", round(p.elapsed * 100),
            )
            for p in found.policies
        ]  # fmt: skip
        self.contacts = [
            ContactLine(c.id, c.name, c.title, c.email, c.phone, c.is_primary) for c in found.contacts
        ]
        self.counts = {
            "policies": str(found.counts.policies),
            "interests": f"{found.counts.interests:,}",
            "sent": found.counts.certificates_sent.label,
            "masters": str(found.counts.masters),
            "files": str(found.counts.files),
        }


def address_of(tab: str, sub: str = "") -> rx.Var[str]:
    """The address of a tab of this insured, as a var for links."""
    query = routes.with_query("", {"tab": tab, "sub": sub})
    return rx.Var.create("/insureds/") + ProfileState.insured + query

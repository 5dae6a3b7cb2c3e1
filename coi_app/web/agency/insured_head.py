"""The insured of the address: its head, the standing of its policies, contacts, counts at the tabs. The page
(`insured_profile`) and its panels share it, so it stands below both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import reflex as rx

from coi_app import clock
from coi_app.queries import insureds
from coi_app.queries.policies import PolicyRow
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.rules.coverage import Line
from coi_app.rules.insured_kinds import INSURED_KIND_LABELS
from coi_app.web import guards, routes, session
from coi_app.web.agency import day_words

TABS = ("overview", "policies", "additional-interests", "documents", "activity", "portal")
SUBS = ("certificates-sent", "masters", "files")
FIT_THE_STRIP = 5
FRESH = timedelta(seconds=5)
PORTAL_WORDS = {"active": "Portal active", "invited": "Portal invited", "closed": "Portal closed"}


@dataclass(frozen=True)
class PolicyCell:
    """A policy in the standing strip and on the overview; `elapsed` in percent of the term."""

    id: int
    title: str
    standing: str
    words: str
    label: str
    number: str
    carrier: str
    ends: str
    elapsed: int


@dataclass(frozen=True)
class ContactLine:
    """`reach` is how to get hold of the person."""

    id: int
    name: str
    title: str
    reach: str
    is_primary: bool


class ProfileState(rx.State):
    """Rights decide in the services; here stands only what is drawn."""

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
    untrue: str = ""
    is_missing: bool = False
    is_loaded: bool = False
    tab: str = "overview"
    sub: str = "certificates-sent"
    _shown: tuple[str, str, str] = ("", "", "")
    _read_at: datetime = datetime.min.replace(tzinfo=UTC)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> None:
        """The page was opened, or its address changed: which insured, which tab.

        Filters of a panel change the address at every few letters; the head is not read again for each.
        """
        query = self.router.url.query_parameters
        self.tab = query["tab"] if query.get("tab") in TABS else "overview"
        self.sub = query["sub"] if query.get("sub") in SUBS else "certificates-sent"
        shown = (insured_of(str(self.router.url.path)), self.tab, self.sub)
        if shown != self._shown or clock.now() - self._read_at > FRESH:
            await self._read(shown[0])
            self._shown = shown

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def refresh(self) -> None:
        """Something of the insured was changed here. Whoever changed it may be on another page by now, so it is not the
        address that says which."""
        await self._read(self.insured or insured_of(str(self.router.url.path)))

    async def _read(self, wanted: str) -> None:
        if wanted != self.insured:
            self.is_loaded = False
        try:
            found = await session.look(insureds.profile, wanted)
        except errors.NotFound:
            self.reset()
            self.is_missing, self.is_loaded = True, True
            return
        self.insured, self.is_missing, self.is_loaded = wanted, False, True
        self._read_at = clock.now()
        self._show(found)

    def _show(self, found: insureds.InsuredProfile) -> None:
        self.name, self.dba, self.kind = found.name, found.dba, INSURED_KIND_LABELS[found.kind]
        region = f"{found.address.state} {found.address.zip_code}".strip()
        self.place = ", ".join(part for part in (found.address.city, region) if part)
        self.address = list(found.address.rows())
        self.phone, self.email, self.portal = found.phone, found.email, PORTAL_WORDS.get(found.portal, "")
        self.policies = [_cell(policy) for policy in _in_order(found.policies)]
        self.contacts = [_contact(one) for one in found.contacts]
        self.untrue = f"{found.untrue:,} untrue" if found.untrue else ""
        self.counts = {
            "policies": f"{found.counts.policies:,}",
            "additional-interests": f"{found.counts.interests:,}",
            "certificates-sent": found.counts.certificates_sent.label,
            "masters": f"{found.counts.masters:,}",
            "files": f"{found.counts.files:,}",
        }


def _in_order(policies: Sequence[PolicyRow]) -> Sequence[PolicyRow]:
    """Those that fit the strip in the order of the paper; more of them with the soonest to expire first."""
    if len(policies) > FIT_THE_STRIP:
        return policies
    return sorted(policies, key=lambda one: (tuple(Line).index(one.line), one.expires_on))


def _cell(policy: PolicyRow) -> PolicyCell:
    return PolicyCell(
        id=policy.id,
        title=policy.title,
        standing=policy.standing.kind.value,
        words=day_words.left(policy.standing),
        label=policy.standing.label,
        number=policy.number,
        carrier=policy.carrier_name,
        ends=f"to {day_words.day(policy.expires_on)}",
        elapsed=round(policy.elapsed * 100),
    )


def _contact(contact: insureds.ContactRow) -> ContactLine:
    reach = ", ".join(part for part in (contact.email, contact.phone) if part)
    return ContactLine(contact.id, contact.name, contact.title, reach, contact.is_primary)


def insured_of(path: str) -> str:
    """The number in /insureds/12 and what is below it; "" elsewhere."""
    parts = path.split("/")
    return parts[2] if len(parts) > 2 and parts[1] == "insureds" else ""


def address_of(tab: str, sub: str = "", **more: str) -> rx.Var[str]:
    """The address of a tab of this insured, as a var for links; the first tab's is the page's own."""
    query = routes.with_query("", {"tab": "" if tab == TABS[0] else tab, "sub": sub} | more)
    return rx.Var.create("/insureds/") + ProfileState.insured + query

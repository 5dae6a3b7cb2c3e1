"""Masters whose policies renewed, of one insured or of all: where a renewal run begins."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import reflex as rx

from coi_app.queries import insureds, renewed_masters
from coi_app.queries.renewed_masters import Range, RenewedMaster
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.rules.facts import PolicyFacts, shown_day
from coi_app.rules.field_values import Wrong, day
from coi_app.services import renewals
from coi_app.web import guards, mishaps, routes, session
from coi_app.web.agency import list_pages


@dataclass(frozen=True)
class MasterLine:
    """`behind` says which renewals the master does not show yet; "" when it shows all."""

    id: int
    master: str
    href: str
    insured: str
    insured_href: str
    holders: str
    renewed: str
    behind: str


class RenewalsState(rx.State):
    """?insured= narrows it to one insured; ?from= and ?to= are the days on which the new policies begin."""

    phase: str = list_pages.LOADING
    rows: list[MasterLine] = []
    from_on: str = ""
    to_on: str = ""
    insured: str = ""
    insured_name: str = ""

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> Any:
        """The page was opened, or its address changed."""
        query = list_pages.query(self)
        try:
            within = await self._within(query)
            await self._name(query.get("insured", ""))
            found = await session.look(renewed_masters.found, within, self.insured or None)
        except errors.NotFound as gone:
            (await self.get_state(session.SessionState)).notify("red", str(gone))
            return list_pages.cleared(self)
        except Exception as error:
            self.phase = list_pages.FAILED
            return mishaps.on_backend_error(error)
        self.rows = [_line(one) for one in found]
        self.phase = list_pages.READY
        return None

    async def _within(self, query: dict[str, str]) -> Range:
        usual = await session.look(lambda reading, _actor: renewed_masters.usual_range(reading))
        within = Range(_day(query.get("from", "")) or usual.from_on, _day(query.get("to", "")) or usual.to_on)
        self.from_on, self.to_on = within.from_on.isoformat(), within.to_on.isoformat()
        return within

    async def _name(self, insured: str) -> None:
        self.insured, self.insured_name = insured, ""
        if insured:
            self.insured_name = (await session.look(insureds.profile, insured)).name

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def narrow(self, name: str, value: str) -> Any:
        """ "from" or "to", an ISO day; "" gives the usual one."""
        return list_pages.narrowed(self, **{name: str(value)[:10]}) if name in ("from", "to") else None

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def clear(self) -> Any:
        return list_pages.cleared(self, "insured")

    @rx.event
    @guards.allow(Right.MASTERS_CHANGE)
    async def show_renewals(self, master_id: int) -> Any:
        """Put the new policies on the master, then go on to its run."""
        try:
            version = await session.change(renewals.show_renewals, master_id)
        except errors.Refusal as refusal:
            return [RenewalsState.load, session.SessionState.notify("red", str(refusal))]
        said = f"The master shows the renewals from now on: version {version}."
        return [rx.redirect(routes.renewal(master_id)), session.SessionState.notify("green", said)]


def _day(typed: str) -> date | None:
    try:
        return day(typed, "a day") if typed else None
    except Wrong:
        return None


def _line(one: RenewedMaster) -> MasterLine:
    behind = "; ".join(f"{policy.title} {old} is renewed as {policy.number}" for old, policy in one.behind)
    return MasterLine(
        id=one.master_id,
        master=f"{one.master} v{one.version}",
        href=routes.renewal(one.master_id),
        insured=one.insured,
        insured_href=routes.insured(one.insured_id),
        holders=f"{one.holders:,}",
        renewed="; ".join(_policy(policy) for policy in one.renewed),
        behind=behind,
    )


def _policy(policy: PolicyFacts) -> str:
    return f"{policy.title} {policy.number} from {shown_day(policy.effective_on)}"

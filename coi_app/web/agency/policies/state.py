"""The Policies tab: all policies of the insured, or one of them with its endorsements (?policy=12)."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.queries import policies, vehicles
from coi_app.queries.policies import EndorsementRow, PolicyDetail, PolicyRow
from coi_app.rules import coverage_form, errors
from coi_app.rules.access import Right
from coi_app.rules.coverage import Line, Reach, Umbrella
from coi_app.rules.facts import POLICY_STATUS_LABELS, PolicyStatus
from coi_app.web import guards, session
from coi_app.web.agency import day_words
from coi_app.web.agency.insured_head import insured_of
from coi_app.web.agency.policies import words

NAMES_SHOWN = 6


@dataclass(frozen=True)
class PolicyLine:
    """A row of the list. `limits` are the first two, for a glance; the rest is on the policy's own view."""

    id: int
    title: str
    number: str
    carrier: str
    naic: str
    term: str
    standing: str
    standing_words: str
    limits: list[str]
    all_limits: str
    endorsements: str
    is_cancelled: bool
    is_auto: bool


NOBODYS = PolicyLine(0, "", "", "", "", "", "", "", [], "", "", False, False)


@dataclass(frozen=True)
class VehicleLine:
    """`title` as "2024 Kestler H-250"."""

    id: int
    title: str
    vin: str


@dataclass(frozen=True)
class EndorsementLine:
    """`whom` is the condition of a blanket one, or the holders a scheduled one names."""

    id: int
    kind: str
    form: str
    title: str
    reach: str
    whom: str
    operations: str
    approved: str


class PoliciesState(rx.State):
    """What is drawn of the policies; `chosen` is the one that is open, 0 for the list."""

    rows: list[PolicyLine] = []
    chosen: int = 0
    policy: PolicyLine = NOBODYS
    status: str = ""
    basis: str = ""
    limits: list[tuple[str, str]] = []
    endorsements: list[EndorsementLine] = []
    vehicles: list[VehicleLine] = []
    warnings: list[str] = []
    is_loaded: bool = False

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> None:
        """The address says which; a policy that is not this insured's shows the list."""
        insured = insured_of(str(self.router.url.path))
        wanted = self.router.url.query_parameters.get("policy", "")
        detail = await self._detail(wanted, insured) if wanted else None
        if detail:
            self._show(detail)
            listed = await session.look(vehicles.of_policy, detail.row.id)
            self.vehicles = [VehicleLine(one.id, one.words, one.vin) for one in listed]
        else:
            self.chosen, self.policy = 0, NOBODYS
            self.rows = [_line(row) for row in await session.look(policies.of_insured, insured)]
        self.is_loaded = True

    async def _detail(self, policy_id: str, insured: str) -> PolicyDetail | None:
        try:
            found = await session.look(policies.detail, policy_id)
        except errors.NotFound:
            return None
        return found if str(found.insured_id) == insured else None

    def _show(self, found: PolicyDetail) -> None:
        self.chosen, self.policy = found.row.id, _line(found.row)
        self.status = POLICY_STATUS_LABELS[found.row.status]
        if found.row.cancelled_on:
            self.status += f" {day_words.day(found.row.cancelled_on)}"
        self.basis = words.basis(found.coverage)
        self.limits = [*found.row.limits, *_own_share(found.coverage)]
        self.endorsements = [_endorsement(one) for one in found.endorsements]
        self.warnings = list(found.warnings)


def _own_share(coverage: Any) -> list[tuple[str, str]]:
    if not isinstance(coverage, Umbrella) or coverage.own_share_amount is None:
        return []
    return [(words.SHARES[coverage.own_share], coverage_form.shown(coverage.own_share_amount))]


def _line(row: PolicyRow) -> PolicyLine:
    limits = [f"{label} {amount}" for label, amount in row.limits]
    return PolicyLine(
        id=row.id,
        title=row.title,
        number=row.number,
        carrier=row.carrier_name,
        naic=row.naic,
        term=f"{day_words.day(row.effective_on)} to {day_words.day(row.expires_on)}",
        standing=row.standing.kind.value,
        standing_words=row.standing.label,
        limits=limits[:2],
        all_limits="\n".join(limits),
        endorsements=str(row.endorsements) if row.endorsements else "None",
        is_cancelled=row.status is PolicyStatus.CANCELLED,
        is_auto=row.line is Line.AUTOMOBILE,
    )


def _endorsement(row: EndorsementRow) -> EndorsementLine:
    scheduled = row.reach is Reach.SCHEDULED
    return EndorsementLine(
        id=row.id,
        kind=words.KINDS[row.kind],
        form=row.form,
        title=row.title,
        reach=words.REACHES[row.reach],
        whom=_named([name for _, name in row.holders]) if scheduled else row.condition,
        operations=words.OPERATIONS[row.operations] if row.operations else "",
        approved=f"Approved {day_words.day(row.approved_on)}" if row.approved_on else "Not approved yet",
    )


def _named(names: list[str]) -> str:
    more = len(names) - NAMES_SHOWN
    return ", ".join(names[:NAMES_SHOWN]) + (f" and {more:,} more" if more > 0 else "")

"""Policies of the demo: terms of a year one after the other, each with its own number, limits and endorsements."""

import dataclasses
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from coi_app import models
from coi_app.rules import access, coverage, names
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.facts import PolicyStatus
from coi_app.services import activity
from coi_app.services.demo import carriers, coverages, dice, office_hours, persons
from coi_app.services.demo.clients import REDWOOD, Client, Matter
from coi_app.services.demo.coverages import LINE_OF, Cover
from coi_app.services.demo.forms import Form
from coi_app.services.demo.ledger import Ledger
from coi_app.services.demo.office_hours import OfficeHours

REDWOODS_NUMBERS = {
    Cover.LIABILITY: "GLP-4471902",
    Cover.AUTO: "BAP-2290417",
    Cover.UMBRELLA: "UMB-0087316",
    Cover.WORKERS: "WC-61-3380925",
    Cover.PROFESSIONAL: "PLC-118204",
}
REDWOODS_OTHER_MONTHS = {Cover.WORKERS: 3}  # its workers compensation ends that much later


@dataclass(frozen=True, slots=True)
class Term:
    """One policy as far as the rest of the demo needs it. `schedules`: ids of endorsements that name holders."""

    policy_id: int
    cover: Cover
    effective_on: date
    expires_on: date
    forms: tuple[Form, ...]
    schedules: tuple[int, ...]

    def is_in_force(self, day: date) -> bool:
        return self.effective_on <= day < self.expires_on


@dataclass(frozen=True, slots=True)
class _Year:
    effective_on: date
    expires_on: date
    status: PolicyStatus = PolicyStatus.ACTIVE
    cancelled_on: date | None = None


def excludes_owner(client: Client) -> bool:
    """Small firms often exclude their owner from workers compensation."""
    return client.size == 1 and len(client.name) % 3 == 0


@dataclass(frozen=True, slots=True)
class Underwriting:
    """What all policies of one client are written with."""

    ledger: Ledger
    hours: OfficeHours
    agent: access.Actor
    chance: random.Random
    client: Client
    insured_id: int

    def write(self) -> list[Term]:
        trade = self.client.trade
        return [] if trade is None else [term for kind in trade.covers for term in self._cover(kind)]

    def _cover(self, kind: Cover) -> Iterator[Term]:
        carrier_id = self._carrier(kind)
        stem = self._number(kind)
        previous: int | None = None
        for place, year in enumerate(self._years(kind), start=1):
            number = stem if kind is Cover.WORKERS and self.client.name == REDWOOD else f"{stem}-{place:02d}"
            written_at = self.hours.instant(self._written_on(year), self.chance)
            row = self.ledger.add(
                models.Policy, insured_id=self.insured_id, carrier_id=carrier_id, line=LINE_OF[kind].value,
                number=number, number_key=names.number_key(number), effective_on=year.effective_on,
                expires_on=year.expires_on, status=year.status.value, cancelled_on=year.cancelled_on,
                coverage=coverage.coverage_to_json(self._limits(kind)), renews_policy_id=previous,
                created_at=written_at, updated_at=written_at,
            )  # fmt: skip
            kind_told = ActivityKind.POLICY_CREATED if previous is None else ActivityKind.POLICY_RENEWED
            said = "Added" if previous is None else "Renewed by"
            entry = activity.Entry(
                kind_told, f"{said} the policy {number}", self.insured_id, "policy", row["id"]
            )
            self.ledger.tell(written_at, self.agent, entry)
            self._tell_cancelled(row["id"], number, year)
            previous = row["id"]
            forms = self._forms(kind)
            schedules = tuple(self._endorse(row["id"], year, form) for form in forms)
            scheduled = [key for key, form in zip(schedules, forms, strict=True) if form.reach == "scheduled"]
            yield Term(row["id"], kind, year.effective_on, year.expires_on, forms, tuple(scheduled))

    def _tell_cancelled(self, policy_id: int, number: str, year: _Year) -> None:
        if year.cancelled_on is None:
            return
        told_at = self.hours.instant(min(year.cancelled_on, self.hours.today), self.chance)
        entry = activity.Entry(
            ActivityKind.POLICY_CANCELLED,
            f"Cancelled the policy {number}",
            self.insured_id,
            "policy",
            policy_id,
        )
        self.ledger.tell(told_at, self.agent, entry)

    def _written_on(self, year: _Year) -> date:
        early = year.effective_on - timedelta(days=self.chance.randint(4, 25))
        return self.hours.workday_on_or_before(min(early, self.hours.today))

    def _carrier(self, kind: Cover) -> int:
        line = LINE_OF[kind]
        if self.client.name == REDWOOD:
            return carriers.REDWOODS[line] + 1
        return dice.one_of(self.chance, carriers.writing(line)) + 1

    def _number(self, kind: Cover) -> str:
        if self.client.name == REDWOOD:
            return REDWOODS_NUMBERS[kind]
        return f"{coverages.PREFIX_OF[kind]}-{dice.digits(self.chance, 7)}"

    def _limits(self, kind: Cover) -> coverage.Coverage:
        limits = coverages.limits(kind, self.client.size)
        if isinstance(limits, coverage.WorkersCompensation) and excludes_owner(self.client):
            owner = dice.of(0, self.client.name)
            who = (
                f"{dice.one_of(owner, persons.FIRST_NAMES)} {dice.one_of(owner, persons.LAST_NAMES)}, Member"
            )
            return dataclasses.replace(limits, anyone_excluded=True, who_is_excluded=who)
        return limits

    def _forms(self, kind: Cover) -> tuple[Form, ...]:
        return self.client.trade.forms.get(kind, ()) if self.client.trade else ()

    def _endorse(self, policy_id: int, year: _Year, form: Form) -> int:
        """The carrier approves within days; the term's first day is what the form counts from."""
        added_at = self.hours.instant(self._written_on(year), self.chance)
        approved_on = max(year.effective_on, self._approval(form, year))
        row = self.ledger.add(
            models.PolicyEndorsement, policy_id=policy_id, kind=form.kind.value, form_number=form.number,
            edition=form.edition, title=form.title, reach=form.reach.value, condition=form.condition,
            operations=form.operations.value, approved_on=approved_on, created_at=added_at,
        )  # fmt: skip
        return int(row["id"])

    def _approval(self, form: Form, year: _Year) -> date:
        for one in self.client.specials:
            if one.matter is Matter.APPROVED_IN and form in self._forms(one.cover):
                coming = self.hours.today + timedelta(days=one.days)
                return (
                    coming if year.effective_on <= self.hours.today < year.expires_on else year.effective_on
                )
        return year.effective_on

    def _years(self, kind: Cover) -> list[_Year]:
        """Oldest first."""
        special = {one.matter: one.days for one in self.client.specials if one.cover is kind}
        if Matter.BEGINS_IN in special:
            begins = self.hours.today + timedelta(days=special[Matter.BEGINS_IN])
            return [_Year(begins, office_hours.years_later(begins, 1), PolicyStatus.BOUND)]
        ends = self._ends(kind, special)
        years = [
            _Year(office_hours.years_later(ends, -back - 1), office_hours.years_later(ends, -back))
            for back in reversed(range(self.client.terms))
        ]
        if Matter.CANCELLED_AGO in special:
            day = self.hours.ago(special[Matter.CANCELLED_AGO])
            years[-1] = dataclasses.replace(years[-1], status=PolicyStatus.CANCELLED, cancelled_on=day)
        if Matter.RENEWED in special:
            years.append(_Year(ends, office_hours.years_later(ends, 1), PolicyStatus.BOUND))
        return years

    def _ends(self, kind: Cover, special: dict[Matter, int]) -> date:
        if Matter.EXPIRES_IN in special:
            return self.hours.today + timedelta(days=special[Matter.EXPIRES_IN])
        if Matter.LAPSED_AGO in special:
            return self.hours.ago(special[Matter.LAPSED_AGO])
        later = REDWOODS_OTHER_MONTHS.get(kind, 0) if self.client.name == REDWOOD else 0
        return office_hours.month_start(self.hours.today, self.client.months + later)

"""Additional interests: who asked which insured for certificates, what they are to it and what they wish."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coi_app import models
from coi_app.rules import access
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.coverage import EndorsementKind
from coi_app.rules.facts import InterestType
from coi_app.services import activity
from coi_app.services.demo import dice, projects
from coi_app.services.demo.clients import REDWOOD, SUMMIT, Client
from coi_app.services.demo.coverages import LINE_OF, Cover
from coi_app.services.demo.holder_kinds import KINDS, HolderKind
from coi_app.services.demo.holders import HolderSeen
from coi_app.services.demo.ledger import Ledger
from coi_app.services.demo.office_hours import OfficeHours
from coi_app.services.demo.policies import Term

FLAWLESS = frozenset({REDWOOD, SUMMIT})  # every holder of theirs passes the verdict
FLAWED = 0.07  # share of the others' interests that lack something
OWN_WORDING = 0.12
_LENDERS = frozenset(
    {
        InterestType.LOSS_PAYEE,
        InterestType.MORTGAGEE,
        InterestType.LENDERS_LOSS_PAYABLE,
        InterestType.LIENHOLDER,
    }
)


@dataclass(frozen=True, slots=True)
class Link:
    """An additional interest as far as the rest of the demo needs it; `since`: its first certificate's day."""

    interest_id: int
    holder: HolderSeen
    since: date
    email: str
    insured_too: bool
    project: str


@dataclass(frozen=True, slots=True)
class Registry:
    """What all additional interests of one client are made with."""

    ledger: Ledger
    hours: OfficeHours
    agent: access.Actor
    chance: random.Random
    client: Client
    insured_id: int
    terms: Sequence[Term]

    def link(self, holder: HolderSeen, *, told: bool = True) -> Link:
        since = self._since()
        types = dice.one_of(self.chance, KINDS[holder.kind].types)
        values = self._values(holder, types, since)
        if self.client.name not in FLAWLESS and dice.happens(self.chance, FLAWED):
            values |= self._flaw()
        added_at = self.hours.instant(self._added_on(since), self.chance)
        row = self.ledger.add(
            models.AdditionalInterest, insured_id=self.insured_id, holder_id=holder.holder_id,
            types=[kind.value for kind in types], created_at=added_at, updated_at=added_at, **values,
        )  # fmt: skip
        if told:
            entry = activity.Entry(
                ActivityKind.INTEREST_ADDED, f"Added {holder.name}", self.insured_id, "interest", row["id"]
            )
            self.ledger.tell(added_at, self.agent, entry)
        insured_too = bool(row["wants_additional_insured"])
        return Link(
            row["id"], holder, since, row["delivery_email"] or holder.email, insured_too, row["project"]
        )

    def _since(self) -> date:
        """More of them lately than long ago, and none before the insured came."""
        first = max(
            min((term.effective_on for term in self.terms), default=self.hours.today), self.hours.ago(725)
        )
        days = max(0, (self.hours.today - first).days)
        return self.hours.workday_on_or_before(self.hours.ago(int(days * self.chance.random() ** 1.4)))

    def _added_on(self, since: date) -> date:
        return self.hours.workday_on_or_before(since - timedelta(days=self.chance.randint(1, 6)))

    def _values(self, holder: HolderSeen, types: tuple[InterestType, ...], since: date) -> dict[str, Any]:
        project = holder.project or projects.name(self.chance, holder.kind)
        signed_on = since - timedelta(days=self.chance.randint(7, 60))
        values: dict[str, Any] = {"project": project}
        if InterestType.ADDITIONAL_INSURED in types:
            values |= {
                "wants_additional_insured": self._granted(EndorsementKind.ADDITIONAL_INSURED, 0.35),
                "wants_waiver": self._granted(EndorsementKind.WAIVER_OF_SUBROGATION, 0.4),
                "written_contract": projects.contract(self.chance, signed_on.year),
                "written_contract_on": signed_on,
            }
        if _LENDERS & set(types):
            values["loan_number"] = projects.loan_number(self.chance)
            if not self._must_list():
                values["description"] = "Loan {loan_number}. Location: {project}."
        elif dice.happens(self.chance, OWN_WORDING) and not self._must_list():
            values["description"] = self._wording(holder.kind)
        if dice.happens(self.chance, 0.1) and holder.email:
            values["delivery_email"] = f"projects@{holder.email.partition('@')[2]}"
        return values

    def _granted(self, kind: EndorsementKind, also: float) -> list[str]:
        """Lines whose every term has a blanket form of this kind: the first always, the others now and then."""
        covers = dict.fromkeys(term.cover for term in self.terms if _has_blanket(term, kind))
        lines = [LINE_OF[cover].value for cover in covers]
        follows = kind is EndorsementKind.ADDITIONAL_INSURED and Cover.LIABILITY in covers
        if (
            follows
            and any(term.cover is Cover.UMBRELLA for term in self.terms)
            and self.client.name in FLAWLESS
        ):
            lines.append(LINE_OF[Cover.UMBRELLA].value)
        return [line for place, line in enumerate(lines) if place == 0 or dice.happens(self.chance, also)]

    def _must_list(self) -> bool:
        """A restriction has to be in the description, and so has who is excluded: the default says it."""
        restricted = any(
            form.kind is EndorsementKind.RESTRICTION for term in self.terms for form in term.forms
        )
        return restricted or (
            any(term.cover is Cover.WORKERS for term in self.terms) and self.client.size == 1
        )

    def _wording(self, kind: HolderKind) -> str:
        return {
            HolderKind.SHIPPER: "Loads tendered by {holder.name}. {project}.",
            HolderKind.LANDLORD: "Leased premises: {project}.",
            HolderKind.ASSOCIATION: "{project}. Work in common areas.",
        }.get(kind, "{project}. Ongoing work of the named insured.")

    def _flaw(self) -> dict[str, Any]:
        """What a hurried day leaves open; the verdict finds it."""
        return dice.one_of(
            self.chance,
            (
                {"written_contract_on": None, "written_contract": ""},
                {"project": ""},
                {"wants_additional_insured": ["general_liability", "automobile"]},
                {"ended_on": self.hours.ago(self.chance.randint(5, 90))},
            ),
        )


def _has_blanket(term: Term, kind: EndorsementKind) -> bool:
    return any(form.kind is kind and form.reach == "blanket" for form in term.forms)

"""Masters of the demo: one version for each change of the policies they show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coi_app import models
from coi_app.rules import access
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity
from coi_app.services.demo import office_hours, policies
from coi_app.services.demo.clients import MASTER, REDWOOD, Client
from coi_app.services.demo.coverages import Cover
from coi_app.services.demo.ledger import Ledger
from coi_app.services.demo.office_hours import OfficeHours
from coi_app.services.demo.policies import Term

CORE = (Cover.LIABILITY, Cover.AUTO, Cover.UMBRELLA, Cover.WORKERS)
EXCLUDED = "\nExcluded from workers compensation: {policy.wc.excluded}."


@dataclass(frozen=True, slots=True)
class Version:
    version_id: int
    since: datetime


@dataclass(frozen=True, slots=True)
class MasterSeen:
    """A master with its versions, oldest first."""

    master_id: int
    name: str
    versions: tuple[Version, ...]

    def on(self, at: datetime) -> Version | None:
        """The version of that moment."""
        return next((one for one in reversed(self.versions) if one.since <= at), None)


@dataclass(frozen=True, slots=True)
class Drafting:
    """What all masters of one client are made with."""

    ledger: Ledger
    hours: OfficeHours
    agent: access.Actor
    client: Client
    insured_id: int
    terms: Sequence[Term]

    def write(self) -> list[MasterSeen]:
        """The usual master first."""
        wanted = list(self._wanted())
        return [seen for name, covers in wanted if (seen := self._master(name, covers, name == wanted[0][0]))]

    def _wanted(self) -> Iterator[tuple[str, tuple[Cover, ...]]]:
        has = set(self.client.trade.covers) if self.client.trade else set()
        core = tuple(kind for kind in CORE if kind in has)
        if core:
            yield MASTER if self.client.name == REDWOOD or len(core) > 1 else "General liability", core
        if self.client.name == REDWOOD:
            yield "Liability only", (Cover.LIABILITY,)
        names = {
            Cover.PROFESSIONAL: "Design-Build" if self.client.name == REDWOOD else "With professional",
            Cover.CARGO: "Auto and cargo",
            Cover.POLLUTION: "With pollution",
        }
        for kind, name in names.items():
            if kind in has:
                yield name, (Cover.AUTO, kind) if kind is Cover.CARGO else (*core, kind)

    def _master(self, name: str, covers: tuple[Cover, ...], usual: bool) -> MasterSeen | None:
        shown = [term for term in self.terms if term.cover in covers]
        changes = self._changes(shown)
        if not changes:
            return None
        first = self._at(changes[0])
        row = self.ledger.add(
            models.Master, insured_id=self.insured_id, name=name, current_version=len(changes),
            portal_visible=usual and self.client.portal_open, created_at=first,
        )  # fmt: skip
        entry = activity.Entry(
            ActivityKind.MASTER_CREATED, f"Created the master {name}", self.insured_id, "master", row["id"]
        )
        self.ledger.tell(first, self.agent, entry)
        versions = tuple(
            self._version(row["id"], name, place, day, shown) for place, day in enumerate(changes, start=1)
        )
        return MasterSeen(row["id"], name, versions)

    def _changes(self, shown: Sequence[Term]) -> list[date]:
        """The days on which another set of policies counts; what begins later is shown only when nothing else is."""
        begun = [term for term in shown if term.effective_on <= self.hours.today] or list(shown)
        oldest = office_hours.years_later(self.hours.today, -2) - timedelta(days=2)
        days = {min(max(term.effective_on, oldest), self.hours.today) for term in begun}
        return sorted(days)

    def _version(self, master_id: int, name: str, place: int, day: date, shown: Sequence[Term]) -> Version:
        at = self._at(day)
        row = self.ledger.add(
            models.MasterVersion, master_id=master_id, version=place, name=name, created_at=at,
            default_description=self._wording(shown), created_by_id=self.agent.account_id,
        )  # fmt: skip
        for term in _shown_on(day, shown):
            self.ledger.add(models.MasterPolicy, master_version_id=row["id"], policy_id=term.policy_id)
        if place > 1:
            entry = activity.Entry(
                ActivityKind.MASTER_CHANGED,
                f"Changed the master {name}",
                self.insured_id,
                "master",
                master_id,
            )
            self.ledger.tell(at, self.agent, entry)
        return Version(row["id"], at)

    def _at(self, day: date) -> datetime:
        """Before the office opens, so that the first certificate of that day is of this version."""
        opens = datetime.combine(day, office_hours.OPENS, self.hours.zone) - timedelta(minutes=40)
        return min(opens, self.hours.now - timedelta(hours=1)).astimezone(self.hours.now.tzinfo)

    def _wording(self, shown: Sequence[Term]) -> str:
        trade = self.client.trade
        if trade is None:
            return ""
        workers = any(term.cover is Cover.WORKERS for term in shown)
        return trade.wording + (EXCLUDED if workers and policies.excludes_owner(self.client) else "")


def _shown_on(day: date, shown: Sequence[Term]) -> list[Term]:
    """Of each cover the policy in force that day, else the last one before it, else the first."""
    found = []
    for kind in dict.fromkeys(term.cover for term in shown):
        terms = [term for term in shown if term.cover is kind]
        begun = [term for term in terms if term.effective_on <= day]
        found.append(begun[-1] if begun else terms[0])
    return found

"""Why and when certificates were issued: what was asked for, renewals, single ones in between."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from coi_app.rules import access
from coi_app.services.demo import dice, wordings
from coi_app.services.demo.client_rows import ClientSeen
from coi_app.services.demo.interests import Link
from coi_app.services.demo.masters import MasterSeen, Version
from coi_app.services.demo.office_hours import OfficeHours
from coi_app.services.demo.wordings import Template

MANUAL, BULK, PORTAL = "manual", "bulk", "portal"
FIRST_OF_BATCH = 8  # with fewer holders they are issued one by one
RENEWED = 0.7  # share of holders that get the new term's certificate
RECENT_DAYS = 30


@dataclass(eq=False)
class BatchSeen:
    """A run of Generate Certificates. What was issued of it is counted while drawing."""

    insured_id: int
    version: Version
    at: datetime
    actor: access.Actor
    links: list[Link] = field(default_factory=list)
    batch_id: int = 0
    issued: int = 0


@dataclass(eq=False)
class Occasion:
    """One certificate that is wanted. `template` None: the holder's own wording, or the master's."""

    at: datetime
    client: ClientSeen
    link: Link
    version: Version
    actor: access.Actor
    source: str
    template: Template | None = None
    mailed: bool = False
    batch: BatchSeen | None = None
    position: int | None = None


def of(
    client: ClientSeen, hours: OfficeHours, chance: random.Random, portal: access.Actor | None
) -> list[Occasion]:
    """All of one insured, in no particular order."""
    if not client.masters:
        return []
    planner = _Planner(client, hours, chance, portal)
    return [*planner.asked_for(), *planner.renewals(), *planner.recent()]


@dataclass
class _Planner:
    client: ClientSeen
    hours: OfficeHours
    chance: random.Random
    portal: access.Actor | None

    def asked_for(self) -> Iterator[Occasion]:
        """Each holder's first certificate."""
        for link in self.client.links:
            yield from self._single(link, link.since)

    def renewals(self) -> Iterator[Occasion]:
        """When the policies changed, the holders there were by then."""
        usual = self.client.masters[0]
        for version in usual.versions[1:]:
            day = self.hours.day_of(version.since) + timedelta(days=self.chance.randint(0, 6))
            if day > self.hours.today:
                continue
            known = [
                link for link in self.client.links if link.since < day and dice.happens(self.chance, RENEWED)
            ]
            if len(known) < FIRST_OF_BATCH:
                for link in known:
                    yield from self._single(link, day)
            else:
                yield from self._batch(version, self.hours.workday_on_or_before(day), known)

    def _batch(self, version: Version, day: date, links: list[Link]) -> Iterator[Occasion]:
        at = max(self.hours.instant(day, self.chance), version.since + timedelta(minutes=5))
        batch = BatchSeen(self.client.insured_id, version, at, self.client.agent)
        batch.links = sorted(links, key=lambda link: link.holder.name)
        for position, link in enumerate(batch.links):
            yield Occasion(
                at, self.client, link, version, self.client.agent, BULK, batch=batch, position=position
            )

    def recent(self) -> Iterator[Occasion]:
        """What is asked for in a usual month, today too."""
        if not self.client.links:
            return
        for _ in range(max(1, len(self.client.links) // 7)):
            link = dice.one_of(self.chance, self.client.links)
            day = self.hours.ago(int(RECENT_DAYS * self.chance.random() ** 1.6))
            if day >= link.since:
                yield from self._single(
                    link, day if day == self.hours.today else self.hours.workday_on_or_before(day)
                )

    def _single(self, link: Link, day: date) -> Iterator[Occasion]:
        at = self.hours.instant(day, self.chance)
        master = self._master(at)
        version = master.on(at) if master else None
        if version is None:
            return
        by_portal = (
            self.portal is not None
            and at > self.hours.now - timedelta(days=400)
            and dice.happens(self.chance, 0.15)
        )
        actor = self.portal if by_portal and self.portal else self.client.agent
        template = self._template(link) if dice.happens(self.chance, 0.45) else None
        mailed = bool(link.email) and dice.happens(self.chance, 0.85)
        source = PORTAL if by_portal else MANUAL
        yield Occasion(at, self.client, link, version, actor, source, template, mailed)

    def _master(self, at: datetime) -> MasterSeen | None:
        """Mostly the usual one; now and then another that existed by then."""
        there = [master for master in self.client.masters if master.on(at)]
        if not there:
            return None
        return there[0] if dice.happens(self.chance, 0.88) else dice.one_of(self.chance, there)

    def _template(self, link: Link) -> Template:
        fitting = [one for one in wordings.TEMPLATES if one.insured_too <= link.insured_too]
        return dice.one_of(self.chance, fitting)

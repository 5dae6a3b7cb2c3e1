"""Two years of certificates: what was wanted goes before the verdict, and what may leave is drawn and mailed."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from coi_app import models
from coi_app.rules import access
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.facts import Issuer
from coi_app.services import activity
from coi_app.services.demo import dice, wordings
from coi_app.services.demo.deliveries import Postbox
from coi_app.services.demo.judgement import Approved, Courthouse
from coi_app.services.demo.ledger import Ledger, Row
from coi_app.services.demo.occasions import BatchSeen, Occasion
from coi_app.services.demo.office_hours import OfficeHours
from coi_app.services.demo.printing import Occurrence, PrintingHouse

REVISED, WITHDRAWN, OVERRIDDEN = 0.035, 0.012, 0.6
REASONS: tuple[str, ...] = (
    "Holder agreed by phone; endorsement ordered from the carrier.",
    "Contract is on file at the job site, copy to follow.",
    "Underwriter confirmed by e-mail; the form is being issued.",
    "Holder knows of the restriction and accepts it.",
)
WITHDRAWALS: tuple[str, ...] = (
    "Issued for the wrong project.",
    "The job was awarded to somebody else.",
    "Sent to the wrong holder.",
)
_CORRECTED = next(one for one in wordings.TEMPLATES if one.name == "Job only, {project}")


@dataclass
class Desk:
    """Where what was wanted is worked off, in the order it came."""

    ledger: Ledger
    hours: OfficeHours
    court: Courthouse
    house: PrintingHouse
    post: Postbox
    chance: random.Random

    def work_off(self, wanted: Iterable[Occasion]) -> None:
        for occasion in sorted(wanted, key=_instant):
            approved = self._approved(occasion)
            if approved is None:
                continue
            row = self.house.issue(approved, self._occurrence(occasion), self.hours.day_of(occasion.at))
            if occasion.batch:
                occasion.batch.issued += 1
            if occasion.mailed:
                self.post.mail(row, occasion)
            if occasion.batch is None:
                self._afterwards(row, occasion)

    def _approved(self, occasion: Occasion) -> Approved | None:
        """The template when it may stand there, else the usual wording, else with a reason now and then."""
        issuer = Issuer.STAFF if occasion.actor.is_staff else Issuer.INSURED
        bench = self.court.bench(occasion.version.version_id, self.hours.day_of(occasion.at), issuer)
        pair = self.court.pair(occasion.link.interest_id)
        template = occasion.template.body if occasion.template else None
        found = bench.approve(pair, template, "") or bench.approve(pair, None, "")
        if found or issuer is Issuer.INSURED or occasion.batch or not dice.happens(self.chance, OVERRIDDEN):
            return found
        return bench.approve(pair, None, dice.one_of(self.chance, REASONS))

    def _occurrence(self, occasion: Occasion, later: datetime | None = None) -> Occurrence:
        holder = occasion.link.holder
        if occasion.batch and not occasion.batch.batch_id:
            occasion.batch.batch_id = self.ledger.next_id(models.Batch)
        return Occurrence(
            occasion.client.insured_id, holder.holder_id, holder.name_id, occasion.link.interest_id,
            occasion.version.version_id, later or occasion.at, occasion.actor, occasion.source,
            occasion.batch.batch_id if occasion.batch else None, occasion.position,
        )  # fmt: skip

    def _afterwards(self, row: Row, occasion: Occasion) -> None:
        later = occasion.at + timedelta(minutes=self.chance.randint(9, 300))
        if later > self.hours.now or self.hours.day_of(later) != self.hours.day_of(occasion.at):
            return
        if dice.happens(self.chance, REVISED):
            self._revise(row, occasion, later)
        elif dice.happens(self.chance, WITHDRAWN):
            self._withdraw(row, occasion, later)

    def _revise(self, row: Row, occasion: Occasion, later: datetime) -> None:
        if not occasion.actor.is_staff:
            return
        bench = self.court.bench(occasion.version.version_id, self.hours.day_of(later))
        approved = bench.approve(self.court.pair(occasion.link.interest_id), _CORRECTED.body, "")
        if approved is None or approved.draft.description == row["description"]:
            return
        revised = self.house.issue(
            approved, self._occurrence(occasion, later), self.hours.day_of(later), revises=row
        )
        row["superseded_at"] = later
        said = f"{row['number']} was superseded by revision {revised['revision']}"
        self._tell(row, occasion.actor, later, ActivityKind.CERTIFICATE_SUPERSEDED, said)
        if occasion.mailed:
            self.post.mail(revised, occasion, later)

    def _withdraw(self, row: Row, occasion: Occasion, later: datetime) -> None:
        reason = dice.one_of(self.chance, WITHDRAWALS)
        by = occasion.client.agent
        row |= {"withdrawn_at": later, "withdrawn_by_id": by.account_id, "withdrawn_reason": reason}
        self._tell(row, by, later, ActivityKind.CERTIFICATE_WITHDRAWN, f"Withdrew {row['number']}: {reason}")

    def _tell(self, row: Row, actor: access.Actor, at: datetime, kind: ActivityKind, said: str) -> None:
        entry = activity.Entry(kind, said, row["insured_id"], "certificate", row["id"])
        self.ledger.tell(at, actor, entry)


def _instant(occasion: Occasion) -> tuple[datetime, int, int]:
    return occasion.at, occasion.client.insured_id, occasion.position or 0


def note_batches(ledger: Ledger, batches: Iterable[BatchSeen], hours: OfficeHours) -> None:
    """The runs, finished; their files were downloaded and have been cleared away."""
    for batch in batches:
        if not batch.batch_id:
            continue
        done = min(batch.at + timedelta(seconds=4), hours.now)
        ledger.add(
            models.Batch, id=batch.batch_id, insured_id=batch.insured_id, created_by_id=batch.actor.account_id,
            master_version_id=batch.version.version_id, request_key=f"demo-{batch.batch_id}", download=False,
            asked={"description": None, "template": None, "papers": 1, "run": 1, "ip": ""}, state="done",
            total=len(batch.links), issued=batch.issued, failed=len(batch.links) - batch.issued,
            created_at=batch.at, started_at=batch.at, finished_at=done,
        )  # fmt: skip
        said = f"Batch {batch.batch_id} is done: {batch.issued} of {len(batch.links)} certificates"
        entry = activity.Entry(
            ActivityKind.BATCH_FINISHED,
            said,
            batch.insured_id,
            "batch",
            batch.batch_id,
            {"issued": batch.issued},
        )
        ledger.tell(done, batch.actor, entry)

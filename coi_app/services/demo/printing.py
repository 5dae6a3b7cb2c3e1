"""Drawing the certificates and noting their rows: real bytes by the real press."""

import json
import random
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from coi_app import models, settings
from coi_app.documents.certificate import RENDERER, CertificatePress, Drawn
from coi_app.documents.plate import TailPress
from coi_app.rules import access, certificate_content, composition, findings
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.certificate_content import CertificateContent, SharedContent
from coi_app.services import activity, issuing, numbers
from coi_app.services.demo.agency import PREFIX
from coi_app.services.demo.judgement import Approved
from coi_app.services.demo.ledger import Ledger, Row

Pictures = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What a certificate's row says beside its content."""

    insured_id: int
    holder_id: int
    holder_name_id: int
    interest_id: int
    version_id: int
    at: datetime
    actor: access.Actor
    source: str
    batch_id: int | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class _Paper:
    """Holds on to what it was made for, so that its identity is not given to another."""

    shared: SharedContent
    press: CertificatePress
    digest: str


@dataclass
class PrintingHouse:
    """One press for each paper, one series of numbers a year."""

    ledger: Ledger
    pictures: Pictures
    chance: random.Random
    last: dict[str, int] = field(default_factory=dict)
    _begun: dict[int, "_Paper"] = field(default_factory=dict)
    _noted: set[str] = field(default_factory=set)
    _tails: dict[str, TailPress] = field(default_factory=dict)

    def issue(
        self, approved: Approved, occurrence: Occurrence, day: date, *, revises: Row | None = None
    ) -> Row:
        """The next number, or the next revision of an earlier one, which it supersedes."""
        content, code = self.numbered(approved, day, revises)
        return self.note(approved, occurrence, content, code, self.drawn(content), revises=revises)

    def numbered(
        self, approved: Approved, day: date, revises: Row | None = None
    ) -> tuple[CertificateContent, str]:
        code = "".join(self.chance.choices(issuing.CODE_LETTERS, k=issuing.CODE_LENGTH))
        content = composition.issued_content(
            approved.draft,
            approved.verdict,
            number=revises["number"] if revises else self._number(day),
            revision=revises["revision"] + 1 if revises else 0,
            issued_on=day,
            verification_url=f"{settings.current().public_url.rstrip('/')}/v/{code}",
        )
        return content, code

    def _number(self, day: date) -> str:
        series = f"{PREFIX}-{day:%y}"
        self.last[series] = self.last.get(series, 0) + 1
        return numbers.text(series, self.last[series])

    def drawn(self, content: CertificateContent) -> Drawn:
        return self._paper(content.shared).press.draw(content)

    def _paper(self, shared: SharedContent) -> "_Paper":
        """Found by identity: comparing all that policies say would cost more than drawing."""
        key = id(shared)
        if key not in self._begun:
            press = CertificatePress(shared, self.pictures)
            self._begun[key] = _Paper(shared, press, shared.digest())
        return self._begun[key]

    def note(
        self,
        approved: Approved,
        occurrence: Occurrence,
        content: CertificateContent,
        code: str,
        drawn: Drawn,
        *,
        revises: Row | None = None,
    ) -> Row:
        self._keep_plate(drawn, occurrence.at)
        row = self.ledger.add(
            models.Certificate, number=content.number, revision=content.revision, verification_code=code,
            insured_id=occurrence.insured_id, holder_id=occurrence.holder_id,
            holder_name_id=occurrence.holder_name_id, interest_id=occurrence.interest_id,
            master_version_id=occurrence.version_id, batch_id=occurrence.batch_id,
            batch_position=occurrence.position, supersedes_id=revises["id"] if revises else None,
            issued_at=occurrence.at, issued_on=content.issued_on, issued_by_id=occurrence.actor.account_id,
            source=occurrence.source, description=content.description, shared_digest=self._digest(content.shared),
            content=certificate_content.own_to_json(content), verdict=approved.verdict.to_json(),
            override_reason=approved.reason, plate_sha256=drawn.plate_sha256,
            tail=self._tails[drawn.plate_sha256].packed(drawn.tail), sha256=drawn.sha256,
        )  # fmt: skip
        self._tell(row, content, occurrence, approved)
        return row

    def _keep_plate(self, drawn: Drawn, at: datetime) -> None:
        if drawn.plate_sha256 not in self._tails:
            self.ledger.add(
                models.Plate, sha256=drawn.plate_sha256, body=drawn.plate, renderer=RENDERER, created_at=at,
                sample=drawn.tail,
            )  # fmt: skip
            self._tails[drawn.plate_sha256] = TailPress(drawn.tail)

    def _digest(self, shared: SharedContent) -> str:
        digest = self._paper(shared).digest
        if digest not in self._noted:
            self._noted.add(digest)
            said = certificate_content.canonical_json(certificate_content.shared_to_json(shared))
            self.ledger.add(models.StoredContent, digest=digest, body=json.loads(said))
        return digest

    def _tell(self, row: Row, content: CertificateContent, what: Occurrence, approved: Approved) -> None:
        """In the words of `services.issuing`."""
        details: dict[str, Any] = {"sha256": row["sha256"], "source": what.source, "sent": True}
        if what.batch_id is not None:
            details["batch"] = what.batch_id
        kind, said = ActivityKind.CERTIFICATE_ISSUED, f"Issued {content.number} to {content.holder.name}"
        if content.revision:
            kind = ActivityKind.CERTIFICATE_REVISED
            said = f"Issued revision {content.revision} of {content.number} to {content.holder.name}"
        self._entry(row, what, kind, said, details)
        if approved.reason:
            warned = {"warnings": _warnings(approved.verdict)}
            said = f"Issued {content.number} with a warning: {approved.reason}"
            self._entry(row, what, ActivityKind.CERTIFICATE_WARNING_OVERRIDDEN, said, warned)

    def _entry(
        self, row: Row, what: Occurrence, kind: ActivityKind, said: str, details: dict[str, Any]
    ) -> None:
        entry = activity.Entry(kind, said, what.insured_id, "certificate", row["id"], details)
        self.ledger.tell(what.at, what.actor, entry)

    def forget(self) -> None:
        """The presses of insureds that are done; each weighs as much as a plate."""
        self._begun.clear()

    def close_series(self) -> None:
        """Note how far the numbers went."""
        for series, serial in sorted(self.last.items()):
            self.ledger.add(models.NumberSeries, name=series, last=serial)


def _warnings(verdict: findings.Verdict) -> list[str]:
    return [f"{finding.rule}: {finding.why}" for finding in verdict.warnings]

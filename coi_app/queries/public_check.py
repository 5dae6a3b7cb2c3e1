"""What the public page tells whoever has a certificate's code, and `coi verify` whoever has its file.

No actor: the code, or the file itself, is the right to see what stands on the paper, and nothing else.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from coi_app.documents import qr
from coi_app.models import Certificate, Policy, StoredContent
from coi_app.queries import agency, certificate_standing, issued_content, radar, tables
from coi_app.rules import public_standing, standing
from coi_app.rules.certificate_content import CertificateContent, PolicyShown
from coi_app.rules.coverage import LINE_LABELS, OtherCoverage
from coi_app.rules.public_standing import Fate, Told
from coi_app.rules.standing import Standing, StandingKind

_CODE = re.compile(rb"/v/([0-9A-Z]{12})\b")
STANDS = frozenset({StandingKind.IN_FORCE, StandingKind.EXPIRES_SOON})


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """A row as printed. `trouble` is what the policy of today says against it, "" for nothing."""

    title: str
    insurer: str
    ends_on: date
    additional_insured: str
    subrogation_waived: str
    trouble: str


@dataclass(frozen=True, slots=True)
class Newest:
    """The revision to rely on instead."""

    revision: int
    code: str


@dataclass(frozen=True, slots=True)
class PublicCertificate:
    number: str
    revision: int
    code: str
    issued_on: date
    insured: str
    holder: str
    issued_by: str
    sha256: str
    standing: Standing
    told: Told
    newest: Newest | None
    lines: tuple[CoverageLine, ...]

    @property
    def name(self) -> str:
        return f"{self.number}, revision {self.revision}"


class Result(StrEnum):
    EXACT = "exact"
    CHANGED = "changed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FileCheck:
    """`certificate`: whose exact copy the file is, or whose code it carries though it was changed."""

    result: Result
    sha256: str
    certificate: PublicCertificate | None = None

    @property
    def words(self) -> str:
        one = self.certificate
        if one is None:
            return f"Unknown: no certificate of this agency has these bytes (SHA-256 {self.sha256})."
        about = f"{one.name}, of {one.insured} for {one.holder}"
        if self.result is Result.CHANGED:
            return f"Changed: the file carries the code of {about}, but is not what was issued."
        return f"Exact copy of {about}, issued {one.issued_on}.\nStanding now: {one.told.head}. {one.told.sentence}"

    def as_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {"result": self.result.value, "sha256": self.sha256}
        if one := self.certificate:
            said |= {
                "number": one.number, "revision": one.revision, "code": one.code, "insured": one.insured,
                "holder": one.holder, "issued_on": one.issued_on.isoformat(),
                "standing": one.standing.kind.value, "standing_words": f"{one.told.head}. {one.told.sentence}",
            }  # fmt: skip
        return said


def of_file(session: Session, data: bytes) -> FileCheck:
    """Whose exact copy these bytes are."""
    sha256 = hashlib.sha256(data).hexdigest()
    if exact := by_sha256(session, sha256):
        return FileCheck(Result.EXACT, sha256, exact)
    code = _CODE.search(data)
    named = by_code(session, code[1].decode()) if code else None
    return FileCheck(Result.CHANGED if named else Result.UNKNOWN, sha256, named)


def by_code(session: Session, code: str) -> PublicCertificate | None:
    """The code as it stands in the address: exactly, or nothing."""
    if not (code.isascii() and code.isalnum()):
        return None
    return _found(session, tables.certificates.verification_code == code)


def by_sha256(session: Session, sha256: str) -> PublicCertificate | None:
    """The certificate whose issued file has this digest."""
    return _found(session, tables.certificates.sha256 == sha256)


def code_rows(code: str) -> list[str]:
    """The QR code of that address, a figure a module, 1 is dark."""
    return qr.modules(issued_content.address(code)).grid()


def _found(session: Session, condition: ColumnElement[bool]) -> PublicCertificate | None:
    query = select(Certificate, StoredContent).join(
        StoredContent, tables.stored_contents.digest == tables.certificates.shared_digest
    )
    row = session.execute(query.where(condition)).first()
    return _public(session, *row) if row else None


def _public(session: Session, row: Certificate, stored: StoredContent) -> PublicCertificate:
    content = issued_content.of(row, stored)
    stands = certificate_standing.of(session, [row])[row.id]  # type: ignore[index]
    newest = _newest(session, row)
    return PublicCertificate(
        row.number,
        row.revision,
        row.verification_code,
        row.issued_on,
        content.shared.insured.name,
        content.holder.name,
        content.shared.producer.name,
        row.sha256,
        stands,
        public_standing.told(stands, _fate(session, row, newest)),
        newest,
        _lines(session, content),
    )


def _fate(session: Session, row: Certificate, newest: Newest | None) -> Fate:
    zone = ZoneInfo(agency.time_zone(session))
    superseded, withdrawn = (
        moment.astimezone(zone).date() if moment else None for moment in (row.superseded_at, row.withdrawn_at)
    )
    is_untrue = row.id in radar.reasons(session, [row.id] if row.id else [])
    return Fate(newest.revision if newest else None, superseded, withdrawn, is_untrue)


def _newest(session: Session, row: Certificate) -> Newest | None:
    if row.superseded_at is None:
        return None
    one = tables.certificates
    query = select(one.revision, one.verification_code).where(one.number == row.number)
    found = session.execute(query.order_by(one.revision.desc()).limit(1)).one()
    return Newest(found.revision, found.verification_code) if found.revision > row.revision else None


def _lines(session: Session, content: CertificateContent) -> tuple[CoverageLine, ...]:
    boxes = {one.policy_id: one for one in content.boxes}
    insurers = {one.letter: one.name for one in content.shared.insurers}
    troubles = _troubles(session, [one.policy_id for one in content.shared.policies])
    return tuple(
        CoverageLine(
            _title(policy),
            insurers.get(policy.letter, ""),
            policy.expires_on,
            boxes[policy.policy_id].additional_insured,
            boxes[policy.policy_id].subrogation_waived,
            troubles.get(policy.policy_id, ""),
        )
        for policy in content.shared.policies
    )


def _title(policy: PolicyShown) -> str:
    if isinstance(policy.coverage, OtherCoverage) and policy.coverage.name:
        return policy.coverage.name
    return LINE_LABELS[policy.line]


def _troubles(session: Session, policy_ids: list[int]) -> dict[int, str]:
    today, policy = agency.today(session), tables.policies
    found = session.execute(select(Policy).where(policy.id.in_(policy_ids))).scalars()
    each = ((one.id, standing.of_policy(one, today)) for one in found)
    return {number: one.label for number, one in each if number and one.kind not in STANDS}

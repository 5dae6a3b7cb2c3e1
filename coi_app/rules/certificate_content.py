"""Everything a certificate says, as frozen values: one part that a whole batch shares, one part per holder.

`SharedContent` comes from the agency, the insured and the policies of a master version and is stored once under its
hash; `CertificateContent` adds the holder, the Y boxes, the wording and, once issued, the number. Nothing here is
typed by a person except the description (R3).
"""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from coi_app.rules import coverage as cover

INSURER_LETTERS = "ABCDEF"  # R12: at most six insurers on one certificate


@dataclass(frozen=True, slots=True)
class Address:
    line_one: str = ""
    line_two: str = ""
    city: str = ""
    state: str = ""
    zip_code: str = ""

    def rows(self) -> tuple[str, ...]:
        """The printed rows, without empty ones; the last is "City, ST 99999"."""
        place = f"{self.city}, {self.state}".strip(", ")
        return tuple(row for row in (self.line_one, self.line_two, f"{place} {self.zip_code}".strip()) if row)


@dataclass(frozen=True, slots=True)
class Producer:
    """The agency as printed. Images are named by the SHA-256 of their bytes; "" means none."""

    name: str
    address: Address
    contact: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    representative: str = ""
    logo_sha256: str = ""
    signature_sha256: str = ""


@dataclass(frozen=True, slots=True)
class InsuredShown:
    name: str
    dba: str
    address: Address


@dataclass(frozen=True, slots=True)
class HolderShown:
    name: str
    attention: str
    address: Address


@dataclass(frozen=True, slots=True)
class Insurer:
    letter: str
    name: str
    naic: str


@dataclass(frozen=True, slots=True)
class PolicyShown:
    """One policy's row. `pending`: effective after the issue day (R2)."""

    policy_id: int
    line: cover.Line
    letter: str
    number: str
    effective_on: date
    expires_on: date
    coverage: cover.Coverage
    pending: bool = False


@dataclass(frozen=True, slots=True)
class SharedContent:
    """What all certificates of one master version on one day have in common."""

    producer: Producer
    insured: InsuredShown
    insurers: tuple[Insurer, ...]
    policies: tuple[PolicyShown, ...]

    def digest(self) -> str:
        """SHA-256 of the canonical JSON: the key under which it is stored once."""
        return hashlib.sha256(canonical_json(shared_to_json(self)).encode()).hexdigest()


class Box(StrEnum):
    """A box of the paper: Y, blank, or no such box on this line (workers compensation has no ADDL INSD, R8)."""

    YES = "Y"
    BLANK = ""
    ABSENT = "-"


@dataclass(frozen=True, slots=True)
class Boxes:
    policy_id: int
    additional_insured: Box
    subrogation_waived: Box


@dataclass(frozen=True, slots=True)
class CertificateContent:
    """One certificate. A draft has no number, no issue day and no verification address (R33)."""

    shared: SharedContent
    holder: HolderShown
    boxes: tuple[Boxes, ...]
    description: str
    number: str = ""
    revision: int = 0
    issued_on: date | None = None
    verification_url: str = ""

    @property
    def is_draft(self) -> bool:
        return not self.number


def canonical_json(value: Any) -> str:
    """The same text for the same value in every process: sorted keys, no spaces, UTF-8 kept."""
    return _encoder.encode(value)


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no part of a certificate")


_encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_iso)


def shared_to_json(shared: SharedContent) -> dict[str, Any]:
    return dataclasses.asdict(shared)


def shared_from_json(stored: dict[str, Any]) -> SharedContent:
    return SharedContent(
        producer=Producer(**stored["producer"] | {"address": Address(**stored["producer"]["address"])}),
        insured=InsuredShown(**stored["insured"] | {"address": Address(**stored["insured"]["address"])}),
        insurers=tuple(Insurer(**insurer) for insurer in stored["insurers"]),
        policies=tuple(_policy_from_json(policy) for policy in stored["policies"]),
    )


def _policy_from_json(stored: dict[str, Any]) -> PolicyShown:
    line = cover.Line(stored["line"])
    return PolicyShown(
        **stored
        | {
            "line": line,
            "effective_on": date.fromisoformat(stored["effective_on"]),
            "expires_on": date.fromisoformat(stored["expires_on"]),
            "coverage": cover.coverage_from_json(line, stored["coverage"]),
        }
    )


def own_to_json(content: CertificateContent) -> dict[str, Any]:
    """The holder's part, without what the certificate's own columns keep (number, revision, day, description)."""
    holder, place = content.holder, content.holder.address
    address = {
        "line_one": place.line_one,
        "line_two": place.line_two,
        "city": place.city,
        "state": place.state,
        "zip_code": place.zip_code,
    }
    return {
        "holder": {"name": holder.name, "attention": holder.attention, "address": address},
        "boxes": [[b.policy_id, b.additional_insured, b.subrogation_waived] for b in content.boxes],
    }


def own_from_json(
    stored: dict[str, Any],
    shared: SharedContent,
    *,
    description: str,
    number: str,
    revision: int,
    issued_on: date,
    verification_url: str,
) -> CertificateContent:
    holder = stored["holder"]
    return CertificateContent(
        shared=shared,
        holder=HolderShown(holder["name"], holder["attention"], Address(**holder["address"])),
        boxes=tuple(Boxes(policy_id, Box(addl), Box(subr)) for policy_id, addl, subr in stored["boxes"]),
        description=description,
        number=number,
        revision=revision,
        issued_on=issued_on,
        verification_url=verification_url,
    )

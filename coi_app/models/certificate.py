from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from coi_app.models.columns import Json, PackedJson, Record, SortKey, instant, key, ref


class Plate(Record, table=True):
    """The part of a PDF that many certificates share, under the SHA-256 of its bytes. Never changed.

    `sample`: one of their tails, against which the others are deflated; None for those from before there was one.
    """

    __tablename__ = "plates"

    sha256: str = Field(primary_key=True)
    body: bytes
    renderer: str
    created_at: datetime = instant()
    sample: bytes | None = None


class StoredContent(Record, table=True):
    """`rules.certificate_content.SharedContent` as JSON, under its digest. Never changed."""

    __tablename__ = "stored_contents"

    digest: str = Field(primary_key=True)
    body: dict[str, Any] = Field(sa_type=Json)


def _by(*columns: str) -> Index:
    return Index(f"ix_certificates_{'_'.join(columns)}", *columns)


def _ended(column: str) -> Index:
    """Of the few that have this day."""
    where = text(f"{column} IS NOT NULL")
    name = f"ix_certificates_{column}_issued_at_id"
    return Index(name, "issued_at", "id", sqlite_where=where, postgresql_where=where)


class Certificate(Record, table=True):
    """What left the building: number, frozen content, frozen bytes, the verdict. Never edited, never deleted (R36).

    The file is plate + tail (`tail` deflated against the plate's sample), proven by `sha256`.
    `sent` is "Save to Certificates Sent" (R34).
    `delivery` is the state of its last delivery, kept here so that a grid of a million can be filtered by it.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("number", "revision"),
        UniqueConstraint("batch_id", "batch_position"),
        _by("issued_at", "id", "sent", "holder_id"),
        _by("insured_id", "issued_at", "id", "sent", "holder_id"),
        _by("holder_id", "issued_at", "id", "sent", "insured_id"),
        _by("holder_name_id"),
        _by("master_version_id"),
        _by("delivery", "issued_at", "id"),
        _by("issued_by_id", "issued_at", "id"),
        _by("source", "issued_at", "id"),
        *map(_ended, ("superseded_at", "withdrawn_at")),
    )

    id: int | None = key()
    number: str = Field(sa_type=SortKey)
    revision: int = 0
    verification_code: str = Field(unique=True)
    insured_id: int = ref("insureds.id")
    holder_id: int = ref("holders.id")
    holder_name_id: int = ref("holder_names.id")
    interest_id: int | None = ref("additional_interests.id", default=None, nullable=True, index=True)
    master_version_id: int = ref("master_versions.id")
    batch_id: int | None = ref("batches.id", default=None, nullable=True)
    batch_position: int | None = None
    supersedes_id: int | None = ref("certificates.id", default=None, nullable=True, unique=True)
    superseded_at: datetime | None = instant(default=None, nullable=True)
    withdrawn_at: datetime | None = instant(default=None, nullable=True)
    withdrawn_by_id: int | None = ref("accounts.id", default=None, nullable=True)
    withdrawn_reason: str = ""
    issued_at: datetime = instant()
    issued_on: date
    issued_by_id: int | None = ref("accounts.id", default=None, nullable=True)
    source: str
    sent: bool = True
    delivery: str = "none"
    delivery_at: datetime | None = instant(default=None, nullable=True)
    description: str = ""
    shared_digest: str = Field(foreign_key="stored_contents.digest")
    content: dict[str, Any] = Field(sa_type=PackedJson)
    verdict: dict[str, Any] = Field(sa_type=PackedJson)
    override_reason: str = ""
    plate_sha256: str = Field(foreign_key="plates.sha256")
    tail: bytes
    sha256: str = Field(index=True)

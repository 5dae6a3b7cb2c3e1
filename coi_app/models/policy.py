from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from coi_app.models.columns import Json, Record, SortKey, instant, key, ref


class Carrier(Record, table=True):
    """The legal insurance company and its NAIC code."""

    __tablename__ = "carriers"

    id: int | None = key()
    legal_name: str = Field(unique=True)
    naic: str
    retired_at: datetime | None = instant(default=None, nullable=True)


class Policy(Record, table=True):
    """One policy with one coverage; `coverage` is `rules.coverage.coverage_to_json` of its line."""

    __tablename__ = "policies"
    __table_args__ = (
        Index("ix_policies_insured_id_expires_on", "insured_id", "expires_on"),
        Index("ix_policies_expires_on", "expires_on"),
        Index("ix_policies_number_key", "number_key"),
    )

    id: int | None = key()
    insured_id: int = ref("insureds.id")
    carrier_id: int = ref("carriers.id", index=True)
    line: str
    number: str
    number_key: str = Field(sa_type=SortKey)
    effective_on: date
    expires_on: date
    status: str = "active"
    cancelled_on: date | None = None
    coverage: dict[str, Any] = Field(sa_type=Json)
    renews_policy_id: int | None = ref("policies.id", default=None, nullable=True)
    created_at: datetime = instant()
    updated_at: datetime = instant()
    revision: int = 1


class PolicyEndorsement(Record, table=True):
    """A form that changes the policy (R4-R9, R15). Removed ones stay: certificates were judged by them."""

    __tablename__ = "endorsements"

    id: int | None = key()
    policy_id: int = ref("policies.id", index=True)
    kind: str
    form_number: str
    edition: str = ""
    title: str = ""
    reach: str = "blanket"
    condition: str = ""
    operations: str = ""
    approved_on: date | None = None
    created_at: datetime = instant()
    removed_at: datetime | None = instant(default=None, nullable=True)


class EndorsementHolder(Record, table=True):
    """A holder that a scheduled endorsement names."""

    __tablename__ = "endorsement_holders"

    endorsement_id: int = ref("endorsements.id", primary_key=True)
    holder_id: int = ref("holders.id", primary_key=True, index=True)


class Vehicle(Record, table=True):
    """One that an automobile policy lists; it stands on the ID card. Removed ones stay."""

    __tablename__ = "vehicles"

    id: int | None = key()
    policy_id: int = ref("policies.id", index=True)
    year: int
    make: str
    model: str
    vin: str
    created_at: datetime = instant()
    removed_at: datetime | None = instant(default=None, nullable=True)

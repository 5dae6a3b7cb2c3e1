from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from coi_app.models.columns import Json, Record, instant, key, ref


class RadarCause(Record, table=True):
    """What made certificates of an insured untrue: rows of `rules.certificate_difference.Difference`, once each."""

    __tablename__ = "radar_causes"
    __table_args__ = (UniqueConstraint("insured_id", "digest"),)

    id: int | None = key()
    insured_id: int = ref("insureds.id")
    digest: str
    differences: list[Any] = Field(default_factory=list, sa_type=Json)
    found_at: datetime = instant()


class RadarHit(Record, table=True):
    """A live certificate that became untrue. It goes when it is true again; superseded ones are passed over."""

    __tablename__ = "radar_hits"
    __table_args__ = (Index("ix_radar_hits_insured_id_cause_id", "insured_id", "cause_id"),)

    certificate_id: int = ref("certificates.id", primary_key=True)
    insured_id: int = ref("insureds.id")
    cause_id: int = ref("radar_causes.id", index=True)
    found_at: datetime = instant()
    notified_at: datetime | None = instant(default=None, nullable=True)


class RadarLook(Record, table=True):
    """How often a look at an insured's certificates was asked for, and which of them was carried out last."""

    __tablename__ = "radar_looks"

    insured_id: int = ref("insureds.id", primary_key=True)
    asked: int = 0
    looked: int = 0
    looked_at: datetime | None = instant(default=None, nullable=True)


class PolicyReminder(Record, table=True):
    """That a policy's end on a day was told `days` before it: nobody is told twice, also after a restart."""

    __tablename__ = "policy_reminders"

    policy_id: int = ref("policies.id", primary_key=True)
    ends_on: date = Field(primary_key=True)
    days: int = Field(primary_key=True)
    sent_at: datetime = instant()

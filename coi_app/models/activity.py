from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from coi_app.models.columns import BigId, Json, Record, instant, key, ref


class Activity(Record, table=True):
    """Who did what, when, from where. Append-only; each entry's hash covers the one before it in its chain.

    `chain` is the insured's id, or 0 for what concerns the agency as a whole.
    """

    __tablename__ = "activities"
    __table_args__ = (
        UniqueConstraint("chain", "sequence"),
        Index("ix_activities_at_id", "at", "id"),
        Index("ix_activities_account_id_at", "account_id", "at"),
        Index("ix_activities_subject", "subject", "subject_id"),
    )

    id: int | None = key()
    chain: int = Field(sa_type=BigId)
    sequence: int
    at: datetime = instant()
    account_id: int | None = ref("accounts.id", default=None, nullable=True)
    actor_name: str
    ip: str = ""
    kind: str
    subject: str = ""
    subject_id: int | None = Field(default=None, sa_type=BigId)
    sentence: str
    details: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    previous_hash: str
    hash: str


class ChainHead(Record, table=True):
    """The last link of a chain: one row to lock, so that two writers cannot fork it."""

    __tablename__ = "chain_heads"

    chain: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    sequence: int = 0
    hash: str = ""

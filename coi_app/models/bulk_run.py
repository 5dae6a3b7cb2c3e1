from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from coi_app.models.columns import BigId, Json, Record, instant, key, ref


class BulkRun(Record, table=True):
    """One deed on many issued certificates at once: bundled, exported, sent again or withdrawn.

    `asked` is the selection and what was typed. `cursor` is the last certificate that is done, so that a run that
    was killed goes on behind it. `left_out`: [number, why] of the first certificates that were not.
    """

    __tablename__ = "bulk_runs"
    __table_args__ = (Index("ix_bulk_runs_created_by_id_created_at", "created_by_id", "created_at"),)

    id: int | None = key()
    kind: str
    insured_id: int | None = ref("insureds.id", default=None, nullable=True)
    asked: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    request_key: str = Field(unique=True)
    state: str = "queued"
    total: int = 0
    done: int = 0
    failed: int = 0
    cursor: int = Field(default=0, sa_type=BigId)
    left_out: list[Any] = Field(default_factory=list, sa_type=Json)
    error: str = ""
    ip: str = ""
    created_by_id: int | None = ref("accounts.id", default=None, nullable=True)
    created_at: datetime = instant()
    finished_at: datetime | None = instant(default=None, nullable=True)
    cancel_asked_at: datetime | None = instant(default=None, nullable=True)
    file_key: str = ""
    file_name: str = ""
    file_size: int = 0
    file_sha256: str = ""

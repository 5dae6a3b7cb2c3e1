from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from coi_app.models.columns import Json, Record, instant, key, ref


class Batch(Record, table=True):
    """One run of many certificates: what was asked, how far it is, where its file lies."""

    __tablename__ = "batches"
    __table_args__ = (
        Index("ix_batches_insured_id_created_at", "insured_id", "created_at"),
        Index("ix_batches_created_by_id_state", "created_by_id", "state"),
    )

    id: int | None = key()
    kind: str = "generate"
    insured_id: int = ref("insureds.id")
    master_version_id: int = ref("master_versions.id")
    template_id: int | None = ref("description_templates.id", default=None, nullable=True)
    asked: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    output: str = "zip"
    save_to_sent: bool = True
    download: bool = True
    override_reason: str = ""
    request_key: str = Field(unique=True)
    source: str = "bulk"
    state: str = "queued"
    total: int = 0
    issued: int = 0
    failed: int = 0
    error: str = ""
    created_by_id: int | None = ref("accounts.id", default=None, nullable=True)
    created_at: datetime = instant()
    started_at: datetime | None = instant(default=None, nullable=True)
    finished_at: datetime | None = instant(default=None, nullable=True)
    cancel_asked_at: datetime | None = instant(default=None, nullable=True)
    file_key: str = ""
    file_name: str = ""
    file_size: int = 0
    file_sha256: str = ""


class BatchItem(Record, table=True):
    """One holder of a batch and what became of it; its certificate is found by (batch, position)."""

    __tablename__ = "batch_items"
    __table_args__ = (Index("ix_batch_items_batch_id_state", "batch_id", "state"),)

    batch_id: int = ref("batches.id", primary_key=True)
    position: int = Field(primary_key=True)
    interest_id: int = ref("additional_interests.id", index=True)
    state: str = "waiting"
    rule: str = ""
    why: str = ""
    cure: str = ""
    cure_kind: str = ""

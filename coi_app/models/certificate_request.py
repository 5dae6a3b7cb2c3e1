from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from coi_app.models.columns import Json, Record, instant, key, ref


class CertificateRequest(Record, table=True):
    """What an insured, or a holder, asks the agency for.

    `holder` is the holder as typed, by the fields of the holder's form; `wish` is what waits for approval
    (R43), `rules.certificate_requests.Wish` as JSON, {} for a plain request.
    """

    __tablename__ = "certificate_requests"
    __table_args__ = (
        Index("ix_certificate_requests_created_at_id", "created_at", "id"),
        Index("ix_certificate_requests_asked_by_id_created_at", "asked_by_id", "created_at"),
    )

    id: int | None = key()
    insured_id: int = ref("insureds.id", index=True)
    holder_id: int | None = ref("holders.id", default=None, nullable=True, index=True)
    holder_text: str = ""
    holder: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    wish: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    requirements: str = ""
    due_at: datetime | None = instant(default=None, nullable=True)
    rush: bool = False
    source: str = "portal"
    status: str = Field(default="open", index=True)
    asked_by_id: int | None = ref("accounts.id", default=None, nullable=True)
    asked_by_text: str = ""
    asker_email: str = ""
    assigned_to_id: int | None = ref("accounts.id", default=None, nullable=True)
    certificate_id: int | None = ref("certificates.id", default=None, nullable=True)
    attachment_id: int | None = ref("shared_files.id", default=None, nullable=True)
    answer: str = ""
    answered_by_id: int | None = ref("accounts.id", default=None, nullable=True)
    created_at: datetime = instant()
    finished_at: datetime | None = instant(default=None, nullable=True)

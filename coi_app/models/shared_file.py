from datetime import date, datetime

from sqlmodel import Field, SQLModel

from coi_app.models.columns import instant, key, ref


class SharedFile(SQLModel, table=True):
    """A document on the insured; may be shared to the portal. A new version replaces, the old stays."""

    __tablename__ = "shared_files"

    id: int | None = key()
    insured_id: int = ref("insureds.id", index=True)
    policy_id: int | None = ref("policies.id", default=None, nullable=True)
    kind: str = "other"
    folder: str = ""
    name: str
    media_type: str
    size: int
    sha256: str
    version: int = 1
    replaces_id: int | None = ref("shared_files.id", default=None, nullable=True)
    portal_visible: bool = False
    expires_on: date | None = None
    uploaded_by_id: int | None = ref("accounts.id", default=None, nullable=True)
    uploaded_at: datetime = instant()
    removed_at: datetime | None = instant(default=None, nullable=True)


class CertificateRequest(SQLModel, table=True):
    """What an insured without the right to issue, or a holder, asks the agency for."""

    __tablename__ = "certificate_requests"

    id: int | None = key()
    insured_id: int = ref("insureds.id", index=True)
    holder_id: int | None = ref("holders.id", default=None, nullable=True, index=True)
    holder_text: str = ""
    requirements: str = ""
    due_at: datetime | None = instant(default=None, nullable=True)
    rush: bool = False
    source: str = "portal"
    status: str = Field(default="open", index=True)
    asked_by_id: int | None = ref("accounts.id", default=None, nullable=True)
    asked_by_text: str = ""
    assigned_to_id: int | None = ref("accounts.id", default=None, nullable=True)
    certificate_id: int | None = ref("certificates.id", default=None, nullable=True)
    attachment_id: int | None = ref("shared_files.id", default=None, nullable=True)
    answer: str = ""
    created_at: datetime = instant()
    finished_at: datetime | None = instant(default=None, nullable=True)

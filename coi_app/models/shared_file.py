from datetime import date, datetime

from coi_app.models.columns import Record, instant, key, ref


class SharedFile(Record, table=True):
    """A document on the insured; may be shared to the portal. A new version replaces, the old stays.

    `first_id` is the first version of the same document, none on that one itself; the newest has no `replaced_at`.
    """

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
    first_id: int | None = ref("shared_files.id", default=None, nullable=True, index=True)
    replaced_at: datetime | None = instant(default=None, nullable=True)
    portal_visible: bool = False
    expires_on: date | None = None
    uploaded_by_id: int | None = ref("accounts.id", default=None, nullable=True)
    uploaded_at: datetime = instant()
    removed_at: datetime | None = instant(default=None, nullable=True)

from datetime import datetime

from sqlalchemy import Index

from coi_app.models.columns import Record, instant, key, ref


class Notification(Record, table=True):
    """Something that somebody of the agency should know of, on the bell; `href` leads to it."""

    __tablename__ = "account_notifications"  # the job engine has "notifications"
    __table_args__ = (Index("ix_account_notifications_account_id_id", "account_id", "id"),)

    id: int | None = key()
    account_id: int = ref("accounts.id")
    kind: str
    words: str
    href: str
    created_at: datetime = instant()
    read_at: datetime | None = instant(default=None, nullable=True)

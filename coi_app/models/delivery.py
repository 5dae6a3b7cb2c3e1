from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from coi_app.models.columns import Json, Record, instant, key, ref


class Mail(Record, table=True):
    """One message to one address, whatever it is about. Its Message-ID stays the same over all attempts.

    `secret_links`: the lines with download links that stand under the text; forgotten when the message left.
    `replaced_by_id`: it failed, and this later message took care of it.
    """

    __tablename__ = "mails"
    __table_args__ = (Index("ix_mails_state_created_at", "state", "created_at"),)

    id: int | None = key()
    kind: str
    to_email: str
    to_name: str = ""
    cc: list[str] = Field(default_factory=list, sa_type=Json)
    subject: str
    body: str
    secret_body: bool = False
    secret_links: str = ""
    message_id: str = Field(unique=True)
    state: str = "queued"
    attempts: int = 0
    server_reply: str = ""
    requested_by_id: int | None = ref("accounts.id", default=None, nullable=True)
    insured_id: int | None = ref("insureds.id", default=None, nullable=True, index=True)
    created_at: datetime = instant()
    next_attempt_at: datetime | None = instant(default=None, nullable=True)
    finished_at: datetime | None = instant(default=None, nullable=True)
    bounced_at: datetime | None = instant(default=None, nullable=True)
    replaced_by_id: int | None = ref("mails.id", default=None, nullable=True)


class Delivery(Record, table=True):
    """A certificate on its way to an address: the mail that carries it, as an attachment or a link.

    Of the link only the token's SHA-256 is kept; `link_used_at` is when it was used first.
    """

    __tablename__ = "deliveries"

    id: int | None = key()
    certificate_id: int = ref("certificates.id", index=True)
    mail_id: int = ref("mails.id", index=True)
    by_link: bool = False
    link_token_sha256: str | None = Field(default=None, unique=True)
    link_expires_at: datetime | None = instant(default=None, nullable=True)
    link_used_at: datetime | None = instant(default=None, nullable=True)
    link_last_used_at: datetime | None = instant(default=None, nullable=True)
    link_uses: int = 0


class BounceReport(Record, table=True):
    """A mail server's report that a message failed after it was taken; each is heeded once, by its key."""

    __tablename__ = "bounce_reports"

    report_key: str = Field(primary_key=True)
    mail_id: int = ref("mails.id", index=True)
    recipient: str
    words: str
    received_at: datetime = instant()

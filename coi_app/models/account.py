from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from coi_app.models.columns import Json, Record, instant, key, ref


class Account(Record, table=True):
    """Somebody who may sign in. `rights` are an insured account's portal rights; staff have those of their role.

    `mails_off`: keys of `rules.notices` that the person does without.
    """

    __tablename__ = "accounts"

    id: int | None = key()
    email: str = Field(unique=True)
    name: str
    password_hash: str = ""
    role: str
    status: str
    insured_id: int | None = ref("insureds.id", default=None, index=True, nullable=True)
    rights: list[str] = Field(default_factory=list, sa_type=Json)
    mails_off: list[str] = Field(default_factory=list, sa_type=Json)
    created_at: datetime = instant()
    last_sign_in_at: datetime | None = instant(default=None, nullable=True)


class AccountLink(Record, table=True):
    """A single-use link by mail (invitation, password reset, new e-mail address); only the token's SHA-256 is kept.

    `new_email` is the address that using the link confirms.
    """

    __tablename__ = "account_links"

    id: int | None = key()
    account_id: int = ref("accounts.id", index=True)
    purpose: str
    token_sha256: str = Field(unique=True)
    created_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = instant(default=None, nullable=True)
    created_by_id: int | None = ref("accounts.id", default=None, nullable=True)
    new_email: str | None = None


class PortalPreset(Record, table=True):
    """A named set of portal rights of the agency, for new accounts; changing it changes no account."""

    __tablename__ = "portal_presets"

    id: int | None = key()
    name: str
    name_key: str = Field(unique=True)
    rights: list[str] = Field(default_factory=list, sa_type=Json)
    created_at: datetime = instant()
    created_by_id: int | None = ref("accounts.id", default=None, nullable=True)


class SignInSession(Record, table=True):
    """One browser that signed in; the cookie's SHA-256 finds it, `ended_at` ends it everywhere."""

    __tablename__ = "sign_in_sessions"

    id: int | None = key()
    token_sha256: str = Field(unique=True)
    account_id: int = ref("accounts.id", index=True)
    created_at: datetime = instant()
    last_seen_at: datetime = instant()
    expires_at: datetime = instant()
    ended_at: datetime | None = instant(default=None, nullable=True)
    ip: str = ""
    user_agent: str = ""


class PortalView(Record, table=True):
    """Somebody of the agency looks at the portal as an insured's account sees it: part of the session of the desk,
    without a cookie of its own, and over when that is."""

    __tablename__ = "portal_views"

    id: int | None = key()
    session_id: int = ref("sign_in_sessions.id", index=True)
    account_id: int = ref("accounts.id")
    opened_at: datetime = instant()
    expires_at: datetime = instant()
    ended_at: datetime | None = instant(default=None, nullable=True)


class OpenTab(Record, table=True):
    """A browser tab's state token and the session that made it, so that a sign-out reaches open tabs."""

    __tablename__ = "open_tabs"

    client_token: str = Field(primary_key=True)
    session_id: int = ref("sign_in_sessions.id", index=True)
    opened_at: datetime = instant()


class SignInAttempt(Record, table=True):
    """Counts tries per account name and address; kept 24 hours."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        Index("ix_sign_in_attempts_email_at", "email", "at"),
        Index("ix_sign_in_attempts_at", "at"),
    )

    id: int | None = key()
    purpose: str
    email: str
    ip: str
    at: datetime = instant()

"""Accounts of an insured, as the agency sees them: who may do what in the portal, and what they did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session

from coi_app import clock
from coi_app.models import Account
from coi_app.queries import insureds, name_search, sight, tables
from coi_app.rules import access, errors
from coi_app.rules.account_mails import INVITATION, NEW_EMAIL

ACTIVE, DEACTIVATED = "active", "deactivated"
INVITED, EXPIRED, NOT_SENT = "invited", "expired", "not_sent"
CHOICES = 20


@dataclass(frozen=True, slots=True)
class InsuredAccountRow:
    """`state` is active, deactivated, or what became of the invitation: invited, expired or not_sent.

    `new_email` is the address that waits to be confirmed, "" for none.
    """

    id: int
    name: str
    email: str
    state: str
    rights: tuple[str, ...]
    last_sign_in_at: datetime | None
    invitation_ends_at: datetime | None
    new_email: str


@dataclass(frozen=True, slots=True)
class PortalOfInsured:
    """`is_open` False: nobody of them can sign in, whatever their accounts say (R41)."""

    insured_id: int
    name: str
    is_open: bool
    accounts: tuple[InsuredAccountRow, ...]


@dataclass(frozen=True, slots=True)
class AccountChoice:
    """An account whose rights may be copied ("Similar to Another Insured")."""

    id: int
    insured_name: str
    name: str
    rights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeedRow:
    """One thing that one of them did."""

    id: int
    at: datetime
    name: str
    sentence: str


def of_insured(session: Session, actor: access.Actor, insured_id: object) -> PortalOfInsured:
    """Those who can sign in first, then by name. Raises NotFound, NotAllowed."""
    insured = insureds.in_sight(session, actor, insured_id)
    access.require(actor, access.Right.DESK_VIEW)
    assert insured.id is not None
    return PortalOfInsured(insured.id, insured.legal_name, insured.portal_open, rows(session, insured.id))


def rows(session: Session, insured_id: int) -> tuple[InsuredAccountRow, ...]:
    """The accounts in that order; the caller has made sure that the insured is in sight."""
    row = tables.accounts
    found = session.execute(
        select(Account)
        .where(row.insured_id == insured_id)
        .order_by(row.status == DEACTIVATED, func.lower(row.name), row.id)
    ).scalars()
    accounts = list(found)
    ends = _open_links(session, [account.id for account in accounts])
    return tuple(_row(account, ends) for account in accounts)


def _open_links(
    session: Session, account_ids: list[int | None]
) -> dict[tuple[int, str], tuple[datetime, str]]:
    """Account and purpose → when the unused link ends, and the address it confirms."""
    link = tables.account_links
    found = session.execute(
        select(link.account_id, link.purpose, link.expires_at, link.new_email)
        .where(link.account_id.in_(account_ids), link.used_at.is_(None))
        .order_by(link.id)
    )
    return {
        (account_id, purpose): (expires_at, new_email or "")
        for account_id, purpose, expires_at, new_email in found
    }


def _row(account: Account, links: dict[tuple[int, str], tuple[datetime, str]]) -> InsuredAccountRow:
    assert account.id is not None
    now = clock.now()
    ends, _ = links.get((account.id, INVITATION), (None, ""))
    confirming, new_email = links.get((account.id, NEW_EMAIL), (now, ""))
    return InsuredAccountRow(
        id=account.id,
        name=account.name,
        email=account.email,
        state=_state(account.status, ends, now),
        rights=tuple(account.rights),
        last_sign_in_at=account.last_sign_in_at,
        invitation_ends_at=ends,
        new_email=new_email if confirming > now else "",
    )


def _state(status: str, invitation_ends_at: datetime | None, now: datetime) -> str:
    if status != INVITED:
        return status
    if invitation_ends_at is None:
        return NOT_SENT
    return INVITED if invitation_ends_at > now else EXPIRED


def in_sight(
    session: Session, actor: access.Actor, account_id: object, *, for_change: bool = False
) -> Account:
    """An account of an insured in sight; an account of the staff is not found here. Raises NotFound."""
    row = tables.accounts
    statement = select(Account).where(
        row.id == sight.number(account_id),
        row.role == access.Role.INSURED.value,
        sight.of(actor, row.insured_id),
    )
    if for_change:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    account: Account | None = session.execute(statement).scalar_one_or_none()
    if account is None:
        raise errors.NotFound("account")
    return account


def choices(
    session: Session, actor: access.Actor, text: str = "", but: object = 0
) -> tuple[AccountChoice, ...]:
    """Accounts to be similar to, except one; found by the insured's name or by the person's."""
    access.require(actor, access.Right.PORTAL_MANAGE)
    row, insured = tables.accounts, tables.insureds
    wanted = _choices(actor).where(row.id != sight.number(but))
    if text.strip():
        typed = name_search.literal(text)
        named = name_search.has(func.lower(row.name), typed) | name_search.has(row.email, typed)
        wanted = wanted.where(named | name_search.insureds(session, text))
    found = session.execute(wanted.order_by(insured.name_key, row.name, row.id).limit(CHOICES))
    return tuple(AccountChoice(one.id, one.legal_name, one.name, tuple(one.rights)) for one in found)


def choice(session: Session, actor: access.Actor, account_id: object) -> AccountChoice:
    """The account as the list offers it. Raises NotFound for one that it would not."""
    access.require(actor, access.Right.PORTAL_MANAGE)
    found = session.execute(_choices(actor).where(tables.accounts.id == sight.number(account_id))).first()
    if found is None:
        raise errors.NotFound("account")
    return AccountChoice(found.id, found.legal_name, found.name, tuple(found.rights))


def _choices(actor: access.Actor) -> Select[Any]:
    row, insured = tables.accounts, tables.insureds
    return (
        select(row.id, row.name, row.rights, insured.legal_name)
        .join_from(row.id.table, insured.id.table, insured.id == row.insured_id)
        .where(row.status != DEACTIVATED, sight.of(actor, row.insured_id))
    )


def deeds(session: Session, actor: access.Actor, insured_id: object, limit: int = 10) -> tuple[DeedRow, ...]:
    """What the insured's own people did, latest first."""
    of = sight.insured(session, actor, insured_id)
    access.require(actor, access.Right.ACTIVITY_VIEW)
    row, account = tables.activities, tables.accounts
    theirs = select(account.id).where(account.insured_id == of)
    found = session.execute(
        select(row.id, row.at, row.actor_name, row.sentence)
        .where(row.chain == of, row.account_id.in_(theirs))
        .order_by(row.at.desc(), row.id.desc())
        .limit(limit)
    )
    return tuple(DeedRow(*one) for one in found)

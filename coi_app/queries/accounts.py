"""Accounts as admins see them, and what a link by mail is good for."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from coi_app import clock
from coi_app.models import Account, AccountLink, Insured
from coi_app.queries import sight
from coi_app.rules import access, errors


@dataclass(frozen=True, slots=True)
class StaffRow:
    account_id: int
    name: str
    email: str
    role: str
    status: str
    last_sign_in_at: datetime | None
    invitation_expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class LinkShown:
    """An unused, unexpired link: whose it is, without telling anything else. `email` is the one it confirms."""

    email: str
    name: str
    purpose: str
    portal_is_open: bool


def staff(session: Session, actor: access.Actor) -> list[StaffRow]:
    """Everybody of the agency, by name. Raises NotAllowed without the right to manage users."""
    access.require(actor, access.Right.USERS_MANAGE)
    accounts = session.exec(
        select(Account).where(Account.role != access.Role.INSURED.value).order_by(Account.name, Account.email)
    )
    return [_staff_row(session, account) for account in accounts]


def _staff_row(session: Session, account: Account) -> StaffRow:
    assert account.id is not None
    expires = None
    if account.status == "invited":
        expires = session.exec(
            select(AccountLink.expires_at)
            .where(AccountLink.account_id == account.id, col(AccountLink.used_at).is_(None))
            .order_by(col(AccountLink.id).desc())
        ).first()
    return StaffRow(
        account.id,
        account.name,
        account.email,
        account.role,
        account.status,
        account.last_sign_in_at,
        expires,
    )


def staff_in_sight(session: Session, actor: access.Actor, account_id: object) -> Account:
    """A staff account for an admin's change; an insured's account or none at all is not found here."""
    access.require(actor, access.Right.USERS_MANAGE)
    account = session.get(Account, sight.number(account_id))
    if account is None or account.role == access.Role.INSURED.value:
        raise errors.NotFound("account")
    return account


def exist(session: Session) -> bool:
    """Whether anybody can ever sign in; without, the first admin is to be made."""
    return session.exec(select(Account.id).limit(1)).first() is not None


def link_shown(session: Session, token_sha256: str) -> LinkShown | None:
    row = session.exec(
        select(AccountLink, Account, Insured.portal_open)
        .join(Account, col(Account.id) == col(AccountLink.account_id))
        .outerjoin(Insured, col(Insured.id) == col(Account.insured_id))
        .where(
            AccountLink.token_sha256 == token_sha256,
            col(AccountLink.used_at).is_(None),
            AccountLink.expires_at > clock.now(),
            Account.status != "deactivated",
        )
    ).first()
    if row is None:
        return None
    link, account, portal_open = row
    return LinkShown(link.new_email or account.email, account.name, link.purpose, portal_open is not False)

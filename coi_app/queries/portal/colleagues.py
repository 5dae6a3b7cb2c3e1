"""The people of one's own insured who use the portal, as those see them who manage users there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app.models import Account, Activity
from coi_app.queries import insured_accounts, tables
from coi_app.queries.insured_accounts import InsuredAccountRow
from coi_app.queries.portal import own
from coi_app.rules import access, errors
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.portal_rights import PortalRight


@dataclass(frozen=True, slots=True)
class Colleague:
    """`state` as in `InsuredAccountRow`. `is_within`: has no right that the one who looks lacks, so may be managed;
    nobody manages oneself."""

    id: int
    name: str
    email: str
    state: str
    rights: tuple[str, ...]
    last_sign_in_at: datetime | None
    is_me: bool
    is_within: bool


def colleagues(session: Session, actor: access.Actor) -> tuple[Colleague, ...]:
    """Those who can sign in first, then by name; oneself too. Raises NotFound, NotAllowed."""
    owner = own.insured_id(session, actor)
    access.require(actor, PortalRight.MANAGE_USERS)
    return tuple(_colleague(actor, one) for one in insured_accounts.rows(session, owner))


def _colleague(actor: access.Actor, row: InsuredAccountRow) -> Colleague:
    return Colleague(
        id=row.id,
        name=row.name,
        email=row.email,
        state=row.state,
        rights=row.rights,
        last_sign_in_at=row.last_sign_in_at,
        is_me=row.id == actor.account_id,
        is_within=is_within(actor, row.rights),
    )


def is_within(actor: access.Actor, rights: object) -> bool:
    """Whether the actor has all of them: one manages only those who may do no more than oneself."""
    return isinstance(rights, list | tuple) and set(rights) <= actor.rights


def to_change(session: Session, actor: access.Actor, account_id: object) -> Account:
    """For services, locked. Raises NotFound, NotAllowed, Conflict for oneself and for who may do more."""
    own.insured_id(session, actor)
    account = insured_accounts.in_sight(session, actor, account_id, for_change=True)
    access.require(actor, PortalRight.MANAGE_USERS)
    if account.id == actor.account_id:
        raise errors.Conflict("This is your own account. Ask a colleague, or your agency.")
    if not is_within(actor, account.rights):
        raise errors.Conflict(f"{account.name} may do more than you. Ask your agency to change that account.")
    return account


def was_ended_by_own_people(session: Session, account: Account) -> bool:
    """Whether somebody of the insured deactivated it, and not the agency; the history tells."""
    row, by = tables.activities, tables.accounts
    role = session.execute(
        select(by.role)
        .select_from(Activity)
        .outerjoin(Account, by.id == row.account_id)
        .where(
            row.subject == "account",
            row.subject_id == account.id,
            row.kind == ActivityKind.ACCOUNT_DEACTIVATED.value,
        )
        .order_by(row.id.desc())
        .limit(1)
    ).scalar()
    return role == access.Role.INSURED.value


def number(session: Session, insured_id: int) -> int:
    """How many accounts the insured has, ended ones too."""
    row = tables.accounts
    return int(session.execute(select(func.count()).where(row.insured_id == insured_id)).scalar_one())

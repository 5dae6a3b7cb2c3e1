"""Who is signed in: asked on every event, so that a revoked right or an ended session bites at once (R41)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Select, bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from coi_app import clock
from coi_app.models import Account, Insured, OpenTab, PortalView, SignInSession
from coi_app.queries import plain, tables
from coi_app.rules import access

STAFF_IDLE = timedelta(hours=8)
PORTAL_IDLE = timedelta(minutes=30)
VIEW = "view-"  # how the key of a look at the portal begins; that of a session is hexadecimal


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live session and its actor, with the rights of this very moment. `key` names the session, not the cookie.

    `viewer` is somebody of the agency who sees the portal as this actor does, and may change nothing.
    """

    session_id: int
    key: str
    actor: access.Actor
    last_seen_at: datetime
    viewer: access.Actor | None = None


@dataclass(frozen=True, slots=True)
class OwnSessionRow:
    session_id: int
    created_at: datetime
    last_seen_at: datetime
    ip: str
    user_agent: str
    is_this_one: bool


def signed_in(session: Session, token_sha256: str, ip: str) -> SignedIn | None:
    """The live session of that cookie, or None: unknown, ended, expired, idle too long, or account not active."""
    return _live(session, plain.rows(session, _OF_TOKEN, token=token_sha256), ip)


def still(session: Session, found: SignedIn) -> SignedIn | None:
    """The same session later, with the rights of that moment; None when it has ended."""
    again = _live(session, plain.rows(session, _OF_ID, number=found.session_id), found.actor.ip)
    if found.viewer is None or again is None:
        return again
    seen = viewing(session, again)
    return seen if seen is not None and seen.key == found.key else None


def viewing(session: Session, found: SignedIn) -> SignedIn | None:
    """The look at the portal that is open in this session of the agency, as the account that is looked at: with its
    rights of this moment. None when there is none, or it is over, or the right to it was taken away."""
    if not found.actor.may(access.Right.PORTAL_MANAGE):
        return None
    view = session.exec(
        select(PortalView)
        .where(
            PortalView.session_id == found.session_id,
            col(PortalView.ended_at).is_(None),
            PortalView.expires_at > clock.now(),
        )
        .order_by(col(PortalView.id).desc())
    ).first()
    account = session.get(Account, view.account_id) if view else None
    if view is None or account is None or account.status == "deactivated":
        return None
    seen = actor_of(session, account, found.actor.ip)
    if seen is None or seen.insured_id is None:
        return None
    return SignedIn(found.session_id, f"{VIEW}{view.id}-{found.key}", seen, found.last_seen_at, found.actor)


_signed, _account = tables.sign_in_sessions, tables.accounts
# Asked on every event: columns take half the time of models.
_LIVE: Select[Any] = (
    select_columns(
        _signed.id.label("session_id"), _signed.token_sha256, _signed.last_seen_at, _signed.expires_at,
        _account.id, _account.name, _account.email, _account.role, _account.status, _account.insured_id,
        _account.rights,
    )
    .join_from(_signed.id.table, _account.id.table, _account.id == _signed.account_id)
    .where(_signed.ended_at.is_(None))
)  # fmt: skip
_OF_TOKEN = _LIVE.where(_signed.token_sha256 == bindparam("token"))
_OF_ID = _LIVE.where(_signed.id == bindparam("number"))


def _live(session: Session, found: Sequence[Any], ip: str) -> SignedIn | None:
    """`found`: the one row, or none."""
    if not found:
        return None
    (one,) = found
    if one.status != "active" or not _is_fresh(one, access.Role(one.role)):
        return None
    actor = actor_of(session, one, ip)
    if actor is None:
        return None
    return SignedIn(one.session_id, one.token_sha256[:16], actor, one.last_seen_at)


class Known(Protocol):
    """As much of an account as makes an actor."""

    @property
    def id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def insured_id(self) -> int | None: ...
    @property
    def rights(self) -> list[str]: ...


def actor_of(session: Session, account: Known, ip: str) -> access.Actor | None:
    """The account as an actor; None for an insured's account whose portal is closed."""
    assert account.id is not None
    role = access.Role(account.role)
    if role is not access.Role.INSURED:
        return access.staff_actor(account.id, account.name, account.email, role, ip)
    insured = session.get(Insured, account.insured_id) if account.insured_id else None
    if insured is None or insured.id is None or not insured.portal_open:
        return None
    return access.insured_actor(account.id, account.name, account.email, insured.id, account.rights, ip)


def _is_fresh(signed: SignInSession, role: access.Role) -> bool:
    now = clock.now()
    idle = PORTAL_IDLE if role is access.Role.INSURED else STAFF_IDLE
    return now < signed.expires_at and now - signed.last_seen_at < idle


def tabs_of(session: Session, session_ids: list[int]) -> list[str]:
    """The client tokens of the tabs that these sessions opened."""
    return list(session.exec(select(OpenTab.client_token).where(col(OpenTab.session_id).in_(session_ids))))


def tabs_of_account(session: Session, account_id: int) -> list[str]:
    ids = session.exec(select(SignInSession.id).where(SignInSession.account_id == account_id)).all()
    return tabs_of(session, [i for i in ids if i is not None])


def mails_off(session: Session, actor: access.Actor) -> frozenset[str]:
    """Keys of the kinds of mails that the actor has turned off."""
    return frozenset(session.get_one(Account, actor.account_id).mails_off)


def own_sessions(session: Session, actor: access.Actor, this_one: int) -> list[OwnSessionRow]:
    """The actor's own live sessions, newest first."""
    rows = session.exec(
        select(SignInSession)
        .where(SignInSession.account_id == actor.account_id, col(SignInSession.ended_at).is_(None))
        .order_by(col(SignInSession.last_seen_at).desc())
    )
    return [
        OwnSessionRow(r.id, r.created_at, r.last_seen_at, r.ip, r.user_agent, r.id == this_one)
        for r in rows
        if r.id is not None and _is_fresh(r, actor.role)
    ]

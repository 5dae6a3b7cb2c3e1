"""Signing in and out. The password is checked between two short transactions, so that hashing holds no lock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from coi_app import clock
from coi_app.adapters import passwords, tokens
from coi_app.models import Account, OpenTab, SignInAttempt, SignInSession
from coi_app.queries import sessions
from coi_app.rules import access, errors, names
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.field_values import MAX_EMAIL
from coi_app.services import activity

WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT_AND_ADDRESS = 10
TRIES_PER_ACCOUNT = 50
ABSOLUTE = timedelta(hours=12)
FAMILIAR = timedelta(days=90)
TOUCH = timedelta(minutes=1)

WRONG = "This e-mail and password do not match an active account. Check both, or choose Forgot password."
TOO_MANY = "Too many tries. Wait 15 minutes, then try again, or choose Forgot password."


class SignInRefused(errors.Refusal):
    """The same sentence for an unknown e-mail, a wrong password and a deactivated account."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody at the door: `matches` takes 45 ms whoever they are, so call it in a thread, outside a transaction."""

    email: str
    account_id: int | None
    password_hash: str
    ip: str

    def matches(self, password: str) -> bool:
        return passwords.matches(password, self.password_hash)


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that was just opened; the token exists only here and in the browser's cookie."""

    token: str
    actor: access.Actor


def count_try(session: Session, email: str, ip: str) -> Candidate:
    """Note the try, and refuse it when there were too many (per account and address, and per account).

    Strangers cannot lock anybody out: the limit per account does not hold for an address that person has used.
    """
    email = names.literal(email, MAX_EMAIL)
    account = session.exec(select(Account).where(Account.email == email)).first()
    since = clock.now() - WINDOW
    tries = select(func.count()).where(
        SignInAttempt.purpose == "sign_in", SignInAttempt.email == email, SignInAttempt.at > since
    )
    here = session.exec(tries.where(SignInAttempt.ip == ip)).one()
    familiar = account is not None and _came_from(session, account, ip)
    if here >= TRIES_PER_ACCOUNT_AND_ADDRESS or (
        not familiar and session.exec(tries).one() >= TRIES_PER_ACCOUNT
    ):
        raise SignInRefused(TOO_MANY)
    session.add(SignInAttempt(purpose="sign_in", email=email, ip=ip, at=clock.now()))
    usable = account is not None and account.status == "active"
    return Candidate(
        email, account.id if account else None, account.password_hash if account and usable else "", ip
    )


def _came_from(session: Session, account: Account, ip: str) -> bool:
    return (
        session.exec(
            select(SignInSession.id)
            .where(
                SignInSession.account_id == account.id,
                SignInSession.ip == ip,
                SignInSession.created_at > clock.now() - FAMILIAR,
            )
            .limit(1)
        ).first()
        is not None
    )


def refuse(session: Session, candidate: Candidate) -> SignInRefused:
    """Record the wrong try on the account it was about, and give the sentence to show."""
    account = session.get(Account, candidate.account_id) if candidate.account_id else None
    actor = access.Actor(
        None, candidate.email or "Somebody", candidate.email, access.Role.INSURED, ip=candidate.ip
    )
    activity.record(
        session,
        actor,
        activity.Entry(
            ActivityKind.ACCOUNT_SIGN_IN_REFUSED,
            f"Was refused at sign-in as {candidate.email}" if candidate.email else "Was refused at sign-in",
            insured_id=account.insured_id if account else None,
            subject="account",
            subject_id=candidate.account_id,
        ),
    )
    return SignInRefused(WRONG)


def open_session(session: Session, candidate: Candidate, user_agent: str) -> Opened:
    """Open a session for somebody whose password matched. Raises SignInRefused if the account changed meanwhile."""
    account = session.get(Account, candidate.account_id) if candidate.account_id else None
    if account is None or account.password_hash != candidate.password_hash:
        raise SignInRefused(WRONG)
    return open_for(session, account, candidate.ip, user_agent)


def open_for(session: Session, account: Account, ip: str, user_agent: str) -> Opened:
    actor = sessions.actor_of(session, account, ip) if account.status == "active" else None
    if actor is None or account.id is None:
        raise SignInRefused(WRONG)
    token, now = tokens.new_token(), clock.now()
    session.add(
        SignInSession(
            token_sha256=tokens.digest(token), account_id=account.id, created_at=now, last_seen_at=now,
            expires_at=now + ABSOLUTE, ip=ip, user_agent=user_agent[:300],
        )
    )  # fmt: skip
    account.last_sign_in_at = now
    session.execute(
        delete(SignInAttempt).where(
            col(SignInAttempt.email) == account.email,
            col(SignInAttempt.ip) == ip,
            col(SignInAttempt.purpose) == "sign_in",
        )
    )
    _record(session, actor, ActivityKind.ACCOUNT_SIGNED_IN, "Signed in")
    return Opened(token, actor)


def open_after_link(session: Session, account_id: int, ip: str, user_agent: str) -> Opened:
    """Open a session for somebody who just chose a password."""
    account = session.get(Account, account_id)
    if account is None:
        raise SignInRefused(WRONG)
    return open_for(session, account, ip, user_agent)


def sign_out(session: Session, token: str, ip: str) -> list[str]:
    """End the cookie's session; gives the client tokens of its open tabs, which must be told."""
    found = sessions.signed_in(session, tokens.digest(token), ip)
    if found is None:
        return []
    _record(session, found.actor, ActivityKind.ACCOUNT_SIGNED_OUT, "Signed out")
    return end(session, [found.session_id])


def end(session: Session, session_ids: list[int]) -> list[str]:
    """End sessions; gives the client tokens of their open tabs."""
    tabs = sessions.tabs_of(session, session_ids)
    session.execute(
        update(SignInSession)
        .where(col(SignInSession.id).in_(session_ids), col(SignInSession.ended_at).is_(None))
        .values(ended_at=clock.now())
    )
    session.execute(delete(OpenTab).where(col(OpenTab.session_id).in_(session_ids)))
    return tabs


def end_all(session: Session, account_id: int, keep: int | None = None) -> list[str]:
    """End every session of the account except `keep`."""
    live = session.exec(
        select(SignInSession.id).where(
            SignInSession.account_id == account_id, col(SignInSession.ended_at).is_(None)
        )
    )
    return end(session, [i for i in live if i is not None and i != keep])


def end_own(session: Session, actor: access.Actor, session_id: int) -> list[str]:
    """End one of one's own sessions. Raises NotFound for anybody else's."""
    row = session.get(SignInSession, session_id)
    if row is None or row.account_id != actor.account_id:
        raise errors.NotFound("session")
    _record(session, actor, ActivityKind.ACCOUNT_SESSION_ENDED, "Ended one of their sessions")
    return end(session, [session_id])


def note_tab(session: Session, client_token: str, session_id: int) -> None:
    """Remember which session a browser tab belongs to."""
    known = session.get(OpenTab, client_token)
    if known is None:
        session.add(OpenTab(client_token=client_token, session_id=session_id, opened_at=clock.now()))
    else:
        known.session_id = session_id


def key_of(token: str) -> str:
    """Under what a session's token is found in the tables."""
    return tokens.digest(token)


def wants_touch(last_seen_at: datetime) -> bool:
    return clock.now() - last_seen_at > TOUCH


def touch(session: Session, session_id: int) -> None:
    """The session is in use: its idle time begins again."""
    session.execute(
        update(SignInSession).where(col(SignInSession.id) == session_id).values(last_seen_at=clock.now())
    )


def forget_old(session: Session) -> None:
    """Housekeeping: tries of yesterday and tabs of a week ago."""
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.at) < clock.now() - timedelta(days=1)))
    session.execute(delete(OpenTab).where(col(OpenTab.opened_at) < clock.now() - timedelta(days=7)))


def _record(session: Session, actor: access.Actor, kind: ActivityKind, sentence: str) -> None:
    activity.record(
        session,
        actor,
        activity.Entry(
            kind, sentence, insured_id=actor.insured_id, subject="account", subject_id=actor.account_id
        ),
    )

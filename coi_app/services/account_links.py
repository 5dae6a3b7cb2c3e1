"""Single-use links by mail: an invitation or a new e-mail address (72 hours), a password reset (1 hour). Only
digests are stored."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from coi_app import clock, settings
from coi_app.adapters import tokens
from coi_app.models import Account, AccountLink, Agency, Insured, SignInAttempt
from coi_app.queries import accounts
from coi_app.rules import access, account_mails, errors, names, password_rules
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.field_values import MAX_EMAIL
from coi_app.services import activity, mails, sign_in

INVITATION, RESET, NEW_EMAIL = account_mails.INVITATION, account_mails.RESET, account_mails.NEW_EMAIL
LIFE = {INVITATION: timedelta(hours=72), RESET: timedelta(hours=1), NEW_EMAIL: timedelta(hours=72)}
PAGE = {INVITATION: "invite", RESET: "reset", NEW_EMAIL: "confirm-email"}
PASSWORD_LINKS = (INVITATION, RESET)
RESETS_PER_HOUR = 3

SPENT = (
    "This link was used already, has expired, or is not complete. "
    "If you have chosen a password, sign in with it. Else ask for a new link with Forgot password, or ask whoever "
    "invited you."
)


class LinkSpent(errors.Refusal):
    """Unknown, used, expired and altered links answer alike."""

    def __init__(self) -> None:
        super().__init__(SPENT)


class PortalClosed(errors.Refusal):
    """The link is good, and stays so: the agency has closed the portal of this insured for now."""

    def __init__(self) -> None:
        super().__init__("Your portal is closed at the moment. Call your agency; this link stays good.")


@dataclass(frozen=True, slots=True)
class PasswordChosen:
    """The password was set: open a session for the account, and tell these tabs of ended sessions."""

    account_id: int
    tabs: list[str]


def send(
    session: Session,
    account: Account,
    purpose: str,
    asked_by: access.Actor | None,
    new_email: str | None = None,
) -> None:
    """Make a new link, end the older ones of that purpose, and queue the mail in the same transaction.

    A link for `new_email` goes to that address, any other to the account's own.
    """
    assert account.id is not None
    now, token = clock.now(), tokens.new_token()
    by = asked_by.account_id if asked_by else None
    end(session, account.id, purpose)
    session.add(
        AccountLink(
            account_id=account.id, purpose=purpose, token_sha256=tokens.digest(token), created_at=now,
            expires_at=now + LIFE[purpose], created_by_id=by, new_email=new_email,
        )
    )  # fmt: skip
    link = f"{settings.current().public_url.rstrip('/')}/{PAGE[purpose]}/{token}"
    subject, body = account_mails.words(purpose, about(session, account), link)
    mails.queue(
        session, kind=purpose, to_email=new_email or account.email, to_name=account.name, subject=subject,
        body=body, requested_by_id=by, insured_id=account.insured_id, secret_body=True,
    )  # fmt: skip


def end(session: Session, account_id: int, *purposes: str) -> None:
    """Links of these purposes, or of any, that nobody used are good for nothing from now on."""
    row, wanted = AccountLink, purposes or tuple(LIFE)
    session.execute(
        update(row)
        .where(col(row.account_id) == account_id, col(row.purpose).in_(wanted), col(row.used_at).is_(None))
        .values(used_at=clock.now())
    )


def about(session: Session, account: Account) -> account_mails.About:
    """Names for a message to this person."""
    agency = session.get(Agency, 1)
    insured = session.get(Insured, account.insured_id) if account.insured_id else None
    return account_mails.About(
        agency.name if agency else "Your agency", account.name, insured.legal_name if insured else ""
    )


def ask_reset(session: Session, email: str, ip: str) -> None:
    """Mail a reset link to an active account. Whether there is one, and the limit of 3 an hour, is never told."""
    email = names.literal(email, MAX_EMAIL)
    account = session.exec(select(Account).where(Account.email == email)).first()
    asked = session.exec(
        select(func.count()).where(
            SignInAttempt.purpose == RESET,
            SignInAttempt.email == email,
            SignInAttempt.at > clock.now() - timedelta(hours=1),
        )
    ).one()
    session.add(SignInAttempt(purpose=RESET, email=email, ip=ip, at=clock.now()))
    if account is None or account.status != "active" or asked >= RESETS_PER_HOUR:
        return
    send(session, account, RESET, None)
    actor = access.Actor(account.id, account.name, account.email, access.Role(account.role), ip=ip)
    activity.record(
        session,
        actor,
        activity.Entry(
            ActivityKind.ACCOUNT_PASSWORD_RESET_ASKED,
            "Asked for a link to reset the password",
            insured_id=account.insured_id,
            subject="account",
            subject_id=account.id,
        ),
    )


def shown(session: Session, token: str) -> accounts.LinkShown | None:
    """Whose link it is while it works; None for any other."""
    return accounts.link_shown(session, tokens.digest(token))


def password_problem(session: Session, token: str, password: str) -> str:
    """What is wrong with the password somebody chose through this link; "" when nothing is. Raises LinkSpent."""
    link = shown(session, token)
    if link is None or link.purpose not in PASSWORD_LINKS:
        raise LinkSpent
    if not link.portal_is_open:
        raise PortalClosed
    agency = session.get(Agency, 1)
    return password_rules.problem_with(password, email=link.email, names=[agency.name if agency else ""])


def choose_password(session: Session, token: str, password_hash: str, ip: str) -> PasswordChosen:
    """Spend the link (of two tabs one wins) and set the password. Raises LinkSpent."""
    account, _ = spend(session, token, PASSWORD_LINKS)
    assert account.id is not None
    was_invited = account.status == "invited"
    account.password_hash, account.status = password_hash, "active"
    session.flush()
    _record_choice(session, account, was_invited, ip)
    return PasswordChosen(account.id, sign_in.end_all(session, account.id))


def spend(session: Session, token: str, purposes: tuple[str, ...]) -> tuple[Account, AccountLink]:
    """Use the link by one conditional UPDATE. Raises LinkSpent for any that does not work for these purposes."""
    now, digest = clock.now(), tokens.digest(token)
    link = session.exec(select(AccountLink).where(AccountLink.token_sha256 == digest)).first()
    spent = session.execute(
        update(AccountLink)
        .where(
            col(AccountLink.token_sha256) == digest,
            col(AccountLink.purpose).in_(purposes),
            col(AccountLink.used_at).is_(None),
            col(AccountLink.expires_at) > now,
        )
        .values(used_at=now)
    )
    account = session.get(Account, link.account_id) if link else None
    if spent.rowcount != 1 or link is None or account is None or account.status == "deactivated":  # type: ignore[attr-defined]
        raise LinkSpent
    return account, link


def _record_choice(session: Session, account: Account, was_invited: bool, ip: str) -> None:
    actor = access.Actor(account.id, account.name, account.email, access.Role(account.role), ip=ip)
    kind = ActivityKind.ACCOUNT_ACTIVATED if was_invited else ActivityKind.ACCOUNT_PASSWORD_CHANGED
    sentence = "Accepted the invitation and chose a password" if was_invited else "Chose a new password"
    activity.record(
        session,
        actor,
        activity.Entry(
            kind, sentence, insured_id=account.insured_id, subject="account", subject_id=account.id
        ),
    )

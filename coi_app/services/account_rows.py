"""What every change of an account has in common, whether it is of the staff or of an insured."""

from collections.abc import Mapping, Sequence

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from coi_app import clock
from coi_app.models import Account
from coi_app.rules import access, errors, fields
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import account_links, activity, sign_in

TAKEN = "An account with this e-mail address exists already. Use another one."


def email(form: fields.Reader) -> str:
    """The address somebody signs in with; in small letters, as sign-in compares it."""
    return form.email("email", "the person's e-mail address", required=True).lower()


def refuse_taken(session: Session, email: str, insured_id: int | None = None) -> None:
    """Raise InvalidInput when an account has the address. Whose it is, is told only of the same insured's."""
    of = select(Account.insured_id).where(func.lower(col(Account.email)) == email)
    found = session.exec(of).all()
    if found and insured_id is not None and found[0] == insured_id:
        raise errors.InvalidInput(
            {"email": "This insured already has an account with this e-mail address: see the tab Portal."}
        )
    if found:
        raise errors.InvalidInput({"email": TAKEN})


def add(
    session: Session,
    name: str,
    email: str,
    role: access.Role,
    status: str,
    *,
    insured_id: int | None = None,
    rights: Sequence[str] = (),
) -> Account:
    """A new account without a password. Raises InvalidInput when the address is taken, also at this very moment."""
    refuse_taken(session, email, insured_id)
    account = Account(
        email=email, name=name, role=role.value, status=status, insured_id=insured_id, rights=list(rights),
        created_at=clock.now(),
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(account)
            session.flush()
    except IntegrityError as error:
        raise errors.InvalidInput({"email": TAKEN}) from error
    return account


def end_access(session: Session, account: Account) -> list[str]:
    """Deactivate: sessions and links end; gives the client tokens of open tabs, which must be told (R41)."""
    account.status = "deactivated"
    assert account.id is not None
    account_links.end(session, account.id)
    return sign_in.end_all(session, account.id)


def end_sessions_of(session: Session, insured_id: int | None) -> list[str]:
    """Sign out everybody of an insured; gives the client tokens of their open tabs."""
    ids = session.exec(select(Account.id).where(col(Account.insured_id) == insured_id)).all()
    return [tab for account_id in ids if account_id for tab in sign_in.end_all(session, account_id)]


def give_address(session: Session, account: Account, email: str) -> None:
    """Raises InvalidInput when somebody took the address at this very moment."""
    try:
        with session.begin_nested():
            account.email = email
            session.flush()
    except IntegrityError as error:
        raise errors.InvalidInput({"email": TAKEN}) from error


def give_access_back(account: Account) -> None:
    """Whoever never chose a password is invited again rather than active."""
    account.status = "active" if account.password_hash else "invited"


def record(
    session: Session,
    actor: access.Actor,
    account: Account,
    kind: ActivityKind,
    sentence: str,
    details: Mapping[str, object] | None = None,
) -> None:
    """In the history of the insured whose account it is, else in the agency's."""
    of = account.insured_id
    activity.record(
        session,
        actor,
        activity.Entry(kind, sentence, of, subject="account", subject_id=account.id, details=details or {}),
    )

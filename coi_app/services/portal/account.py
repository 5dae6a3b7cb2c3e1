"""One's own account in the portal: name, password, where one is signed in."""

from collections.abc import Mapping

from sqlmodel import Session

from coi_app.models import Account
from coi_app.queries import sight
from coi_app.queries.portal import own
from coi_app.rules import access, errors, fields, password_rules
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, notices, passwords, sign_in

WRONG = "This is not your password. Type the one you sign in with."


def rename(session: Session, actor: access.Actor, values: Mapping[str, object]) -> None:
    """Field: name, as it stands under what one sends and in Activity History."""
    account = _account(session, actor)
    form = fields.Reader(values)
    name = form.text("name", "your name", max_length=100, required=True)
    form.raise_if_wrong()
    if name != account.name:
        before, account.name = account.name, name
        said = f"Changed their name from {before} to {name}"
        _record(session, actor, ActivityKind.ACCOUNT_CHANGED, said)


def candidate(session: Session, actor: access.Actor) -> sign_in.Candidate:
    """Whose password is to be changed; counts the try like one at the door. Raises SignInRefused after too many."""
    return sign_in.count_try(session, _account(session, actor).email, actor.ip)


def new_password(candidate: sign_in.Candidate, values: Mapping[str, object]) -> str:
    """The hash of the new password: 90 ms, so in a thread and outside of a transaction. Raises InvalidInput.

    Fields: current, new, again.
    """
    current, new, again = (str(values.get(name) or "") for name in ("current", "new", "again"))
    problems: dict[str, str] = {}
    if len(current) > password_rules.MAX_LENGTH or not candidate.matches(current):
        problems["current"] = WRONG
    if problem := password_rules.problem_with(new, email=candidate.email, names=[]):
        problems["new"] = problem
    elif new != again:
        problems["again"] = "The two passwords differ. Type the same one twice."
    if problems:
        raise errors.InvalidInput(problems)
    return passwords.hashed(new)


def change_password(
    session: Session, actor: access.Actor, candidate: sign_in.Candidate, password_hash: str, this_one: int
) -> list[str]:
    """Ends all other sessions; gives the client tokens of their tabs. Raises Conflict if it changed meanwhile."""
    account = _account(session, actor)
    if (
        account.id is None
        or account.id != candidate.account_id
        or account.password_hash != candidate.password_hash
    ):
        raise errors.Conflict("The password was changed meanwhile. Sign in again.")
    account.password_hash = password_hash
    _record(session, actor, ActivityKind.ACCOUNT_PASSWORD_CHANGED, "Chose a new password")
    return sign_in.end_all(session, account.id, keep=this_one)


def end_session(session: Session, actor: access.Actor, session_id: object) -> list[str]:
    """Raises NotFound for anybody else's."""
    own.insured_id(session, actor)
    return sign_in.end_own(session, actor, sight.number(session_id))


def turn_notice(session: Session, actor: access.Actor, key: object, on: object) -> None:
    """A kind of mail to oneself, on or off. Raises InvalidInput for one that insureds do not get."""
    own.insured_id(session, actor)
    notices.turn(session, actor, key, on)


def _account(session: Session, actor: access.Actor) -> Account:
    own.insured_id(session, actor)
    return session.get_one(Account, actor.account_id)


def _record(session: Session, actor: access.Actor, kind: ActivityKind, said: str) -> None:
    entry = activity.Entry(kind, said, actor.insured_id, "account", actor.account_id)
    activity.record(session, actor, entry)

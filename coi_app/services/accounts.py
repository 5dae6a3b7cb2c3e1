"""Staff accounts: the first admin, invitations, roles, deactivation. Changes bite on the next event."""

from collections.abc import Mapping

from sqlmodel import Session, col, func, select

from coi_app.models import Account, Agency
from coi_app.queries import accounts
from coi_app.rules import access, errors, fields, password_rules
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import account_links, account_rows


class NoMoreFirstAdmin(errors.Refusal):
    def __init__(self) -> None:
        super().__init__("This agency already has an admin. Sign in, or ask that person to invite you.")


def first_admin_values(values: Mapping[str, object]) -> dict[str, str]:
    """The checked fields of the first start: agency, name, email, password. Raises InvalidInput."""
    form = fields.Reader(values)
    agency = form.text("agency", "your agency's name", required=True)
    name = form.text("name", "your name", required=True)
    email = form.email("email", "your e-mail address", required=True).lower()
    password = str(values.get("password") or "")
    if problem := password_rules.problem_with(password, email=email, names=[name, agency]):
        form.add("password", problem)
    form.raise_if_wrong()
    return {"agency": agency, "name": name, "email": email, "password": password}


def create_first_admin(session: Session, agency: str, name: str, email: str, password_hash: str) -> Account:
    """Make the agency and its first admin. Raises NoMoreFirstAdmin when anybody exists."""
    if accounts.exist(session):
        raise NoMoreFirstAdmin
    if session.get(Agency, 1) is None:
        session.add(Agency(id=1, name=agency, email=email, number_prefix=_initials(agency)))
    return create_admin(session, access.system_actor("First start"), name, email, password_hash)


def create_admin(session: Session, actor: access.Actor, name: str, email: str, password_hash: str) -> Account:
    """An active admin with a password. Raises InvalidInput when the e-mail is taken."""
    account = account_rows.add(session, name, email, access.Role.ADMIN, "active")
    account.password_hash = password_hash
    session.flush()
    account_rows.record(session, actor, account, ActivityKind.ACCOUNT_CREATED, f"Made {name} an admin")
    return account


def _initials(agency: str) -> str:
    """The prefix of certificate numbers, from the capital letters of the agency's name: "Kestrel & Vane" → "KV"."""
    letters = "".join(word[0] for word in agency.split() if word[0].isalnum()).upper()
    return "".join(letter for letter in letters if letter.isascii())[:3] or "C"


def invite(session: Session, actor: access.Actor, values: Mapping[str, object]) -> int:
    """Make a staff account and mail its invitation. Fields: name, email, role. Gives the account's id."""
    access.require(actor, access.Right.USERS_MANAGE)
    form = fields.Reader(values)
    name = form.text("name", "the person's name", required=True)
    email = account_rows.email(form)
    role = _staff_role(form, values)
    form.raise_if_wrong()
    account = account_rows.add(session, name, email, role, "invited")
    account_links.send(session, account, account_links.INVITATION, actor)
    label = access.ROLE_LABELS[role].lower()
    account_rows.record(
        session, actor, account, ActivityKind.ACCOUNT_INVITED, f"Invited {name} ({email}) as {label}"
    )
    assert account.id is not None
    return account.id


def renew_invitation(session: Session, actor: access.Actor, account_id: object) -> None:
    account = accounts.staff_in_sight(session, actor, account_id)
    if account.status != "invited":
        raise errors.Conflict("This person has already accepted the invitation.")
    account_links.send(session, account, account_links.INVITATION, actor)
    account_rows.record(
        session, actor, account, ActivityKind.ACCOUNT_INVITATION_RENEWED, f"Invited {account.name} again"
    )


def reset_password(session: Session, actor: access.Actor, account_id: object) -> None:
    """Mail a reset link; nobody ever sees a password."""
    account = accounts.staff_in_sight(session, actor, account_id)
    if account.status != "active":
        raise errors.Conflict("Only an active account has a password to reset.")
    account_links.send(session, account, account_links.RESET, actor)
    account_rows.record(
        session,
        actor,
        account,
        ActivityKind.ACCOUNT_PASSWORD_RESET_ASKED,
        f"Sent {account.name} a link to reset the password",
    )


def change_role(session: Session, actor: access.Actor, account_id: object, role: object) -> None:
    account = accounts.staff_in_sight(session, actor, account_id)
    form = fields.Reader({"role": role})
    wanted = _staff_role(form, {"role": role})
    form.raise_if_wrong()
    before = access.Role(account.role)
    if wanted is before:
        return
    _keep_an_admin(session, account)
    account.role = wanted.value
    account_rows.record(
        session, actor, account, ActivityKind.ACCOUNT_ROLE_CHANGED,
        f"Made {account.name} {access.ROLE_LABELS[wanted].lower()}",
        {"role": [before.value, wanted.value]},
    )  # fmt: skip


def deactivate(session: Session, actor: access.Actor, account_id: object) -> list[str]:
    """End the account's access; gives the client tokens of its open tabs, which must be told (R41)."""
    account = accounts.staff_in_sight(session, actor, account_id)
    if account.id == actor.account_id:
        raise errors.Conflict("You cannot deactivate yourself. Ask another admin.")
    _keep_an_admin(session, account)
    tabs = account_rows.end_access(session, account)
    account_rows.record(
        session,
        actor,
        account,
        ActivityKind.ACCOUNT_DEACTIVATED,
        f"Deactivated the account of {account.name}",
    )
    return tabs


def reactivate(session: Session, actor: access.Actor, account_id: object) -> None:
    account = accounts.staff_in_sight(session, actor, account_id)
    if account.status != "deactivated":
        return
    account_rows.give_access_back(account)
    account_rows.record(
        session,
        actor,
        account,
        ActivityKind.ACCOUNT_REACTIVATED,
        f"Reactivated the account of {account.name}",
    )


def _keep_an_admin(session: Session, account: Account) -> None:
    """An agency always has an active admin."""
    if account.role != access.Role.ADMIN.value or account.status != "active":
        return
    others = session.exec(
        select(func.count()).where(
            Account.role == access.Role.ADMIN.value, Account.status == "active", col(Account.id) != account.id
        )
    ).one()
    if not others:
        raise errors.Conflict("This is the only active admin. Make somebody else an admin first.")


def _staff_role(form: fields.Reader, values: Mapping[str, object]) -> access.Role:
    role = form.choice("role", "a role", access.Role, access.Role.INSURED)
    if role not in access.STAFF_ROLES:
        form.add("role", "Choose a role: admin, agent or viewer.")
    return role

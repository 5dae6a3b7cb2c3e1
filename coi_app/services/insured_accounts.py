"""Accounts of an insured's people: invitations, portal rights, deactivation. Changes bite on the next event (R41).

What changes an open portal gives the client tokens of its tabs, which must be told.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from sqlmodel import Session

from coi_app.models import Account
from coi_app.queries import insured_accounts, insureds, sessions
from coi_app.rules import access, errors, fields, portal_rights
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import account_links, account_rows, activity


class AccessRights(StrEnum):
    SIMILAR = "similar"
    CUSTOM = "custom"


def create(session: Session, actor: access.Actor, insured_id: object, values: Mapping[str, object]) -> int:
    """Make an account for somebody of the insured or prospect. Gives its id.

    Fields: name, email, send_invitation, access ("similar" or "custom"), similar_to, rights. With "similar",
    `rights` are those that were shown: they must still be those of the account `similar_to`.
    """
    insured = insureds.in_sight(session, actor, insured_id)
    access.require(actor, access.Right.PORTAL_MANAGE)
    form = fields.Reader(values)
    name = form.text("name", "the person's name", required=True)
    email = account_rows.email(form)
    sends = form.flag("send_invitation", "Send Email Invitation")
    rights = _access_rights(session, actor, form, values)
    form.raise_if_wrong()
    account = account_rows.add(
        session, name, email, access.Role.INSURED, "invited", insured_id=insured.id, rights=rights
    )
    if sends:
        account_links.send(session, account, account_links.INVITATION, actor)
    kind = ActivityKind.ACCOUNT_INVITED if sends else ActivityKind.ACCOUNT_CREATED
    did = f"Invited {name} ({email}) to the portal" if sends else f"Made an account for {name} ({email})"
    account_rows.record(session, actor, account, kind, did, {"rights": labels(rights)})
    assert account.id is not None
    return account.id


def _access_rights(
    session: Session, actor: access.Actor, form: fields.Reader, values: Mapping[str, object]
) -> list[str]:
    chosen = chosen_rights(form)
    if form.choice("access", "the access rights", AccessRights, AccessRights.CUSTOM) is AccessRights.CUSTOM:
        return chosen
    try:
        model = insured_accounts.choice(session, actor, values.get("similar_to"))
    except errors.NotFound:
        form.add("similar_to", "Choose the account to copy the rights of.")
        return []
    if set(model.rights) != set(chosen):
        form.add(
            "similar_to", f"The rights of {model.name} were changed meanwhile. Choose the account again."
        )
    return chosen


def chosen_rights(form: fields.Reader) -> list[str]:
    """The field `rights` as keys in the order of the list; what is no right of the portal is a problem."""
    chosen = form.choices("rights", "the rights", portal_rights.PortalRight)
    return [right.key.value for right in portal_rights.in_words(chosen)]


def labels(keys: Sequence[str]) -> list[str]:
    """The rights as people know them."""
    return [right.label for right in portal_rights.in_words(keys)]


def _for_change(session: Session, actor: access.Actor, account_id: object) -> Account:
    account = insured_accounts.in_sight(session, actor, account_id, for_change=True)
    access.require(actor, access.Right.PORTAL_MANAGE)
    return account


def send_invitation(session: Session, actor: access.Actor, account_id: object) -> None:
    """The first one, or a new one that ends the earlier. Raises Conflict once it was accepted."""
    account = _for_change(session, actor, account_id)
    if account.status != "invited":
        raise errors.Conflict("Only somebody who has not chosen a password yet can be invited.")
    account_links.send(session, account, account_links.INVITATION, actor)
    kind = ActivityKind.ACCOUNT_INVITATION_RENEWED
    account_rows.record(session, actor, account, kind, f"Sent {account.name} an invitation to the portal")


def reset_password(session: Session, actor: access.Actor, account_id: object) -> None:
    """Mail a reset link; nobody at the agency ever sees a password."""
    account = _for_change(session, actor, account_id)
    if account.status != "active":
        raise errors.Conflict("Only an active account has a password to reset. Send an invitation instead.")
    account_links.send(session, account, account_links.RESET, actor)
    kind = ActivityKind.ACCOUNT_PASSWORD_RESET_ASKED
    account_rows.record(session, actor, account, kind, f"Sent {account.name} a link to reset the password")


def modify_permissions(
    session: Session, actor: access.Actor, account_id: object, values: Mapping[str, object]
) -> list[str]:
    """Fields: access, similar_to, rights as in `create`; `seen`, the rights it had when the form was opened.

    Raises Conflict when somebody else changed them meanwhile.
    """
    account = _for_change(session, actor, account_id)
    form = fields.Reader(values)
    rights = _access_rights(session, actor, form, values)
    form.raise_if_wrong()
    return give(session, actor, account, rights, values.get("seen"))


def give(
    session: Session, actor: access.Actor, account: Account, rights: list[str], seen: object
) -> list[str]:
    """These rights instead of those that were `seen`; the caller has asked who may. Raises Conflict as above."""
    before = list(account.rights)
    if not isinstance(seen, list) or sorted(map(str, seen)) != sorted(before):
        raise errors.Conflict(
            f"Somebody else changed the rights of {account.name} meanwhile. Close this and open it again."
        )
    changed = portal_rights.difference(before, rights)
    if not changed.added and not changed.removed:
        return []
    account.rights = rights
    account_rows.record(
        session, actor, account, ActivityKind.ACCOUNT_RIGHTS_CHANGED,
        f"Changed what {account.name} may do in the portal: {_said(changed)}",
        {"changed": {"rights": [labels(before), labels(rights)]}},
    )  # fmt: skip
    return _tabs(session, account)


def _said(changed: portal_rights.RightsDifference) -> str:
    parts = [f"{right.label} added" for right in changed.added]
    return ", ".join([*parts, *(f"{right.label} removed" for right in changed.removed)])


def _tabs(session: Session, account: Account) -> list[str]:
    assert account.id is not None
    return sessions.tabs_of_account(session, account.id)


def deactivate(session: Session, actor: access.Actor, account_id: object) -> list[str]:
    """Out at once: the tabs given back belong to sessions that have ended (R41)."""
    account = _for_change(session, actor, account_id)
    if account.status == "deactivated":
        return []
    tabs = account_rows.end_access(session, account)
    kind = ActivityKind.ACCOUNT_DEACTIVATED
    account_rows.record(session, actor, account, kind, f"Deactivated the account of {account.name}")
    return tabs


def reactivate(session: Session, actor: access.Actor, account_id: object) -> None:
    """With the rights it had. Who never accepted an invitation needs a new one."""
    account = _for_change(session, actor, account_id)
    if account.status != "deactivated":
        return
    account_rows.give_access_back(account)
    kind = ActivityKind.ACCOUNT_REACTIVATED
    account_rows.record(session, actor, account, kind, f"Reactivated the account of {account.name}")


def open_portal(session: Session, actor: access.Actor, insured_id: object) -> None:
    """Their active accounts can sign in again."""
    insured = insureds.in_sight(session, actor, insured_id, for_change=True)
    access.require(actor, access.Right.PORTAL_MANAGE)
    if insured.portal_open:
        return
    insured.portal_open = True
    entry = activity.Entry(ActivityKind.PORTAL_OPENED, "Opened the portal", insured.id, "insured", insured.id)
    activity.record(session, actor, entry)


def close_portal(session: Session, actor: access.Actor, insured_id: object) -> list[str]:
    """Nobody of the insured can sign in until it is opened; open tabs are out at once (R41)."""
    insured = insureds.in_sight(session, actor, insured_id, for_change=True)
    access.require(actor, access.Right.PORTAL_MANAGE)
    if not insured.portal_open:
        return []
    insured.portal_open = False
    entry = activity.Entry(ActivityKind.PORTAL_CLOSED, "Closed the portal", insured.id, "insured", insured.id)
    activity.record(session, actor, entry)
    return account_rows.end_sessions_of(session, insured.id)

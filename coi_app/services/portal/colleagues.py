"""An insured's own people invite each other: with at most the rights they have themselves, and never a password.

What changes an open portal gives the client tokens of its tabs, which must be told.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from coi_app import clock
from coi_app.models import Account
from coi_app.queries.portal import colleagues, own
from coi_app.rules import access, errors, fields
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.portal_rights import PortalRight
from coi_app.services import account_links, account_rows, insured_accounts, tries

MOST_ACCOUNTS = 50
INVITATIONS_A_DAY = (
    20  # of all of an insured; wrong tries too, so that nobody asks which addresses have accounts
)
TRIED = "colleague"
CANNOT_BE_INVITED = "This address cannot be invited. Use another one, or ask your agency."


def count_try(session: Session, actor: access.Actor) -> None:
    """Before each invitation, in a transaction of its own: what is refused afterwards counts too. Raises Conflict."""
    owner = str(own.insured_id(session, actor))
    access.require(actor, PortalRight.MANAGE_USERS)
    if tries.count(session, TRIED, owner, clock.now() - timedelta(days=1)) >= INVITATIONS_A_DAY:
        raise errors.Conflict(
            f"{INVITATIONS_A_DAY} invitations were sent today. Go on tomorrow, or ask your agency."
        )
    tries.note(session, TRIED, owner)


def invite(session: Session, actor: access.Actor, values: Mapping[str, Any]) -> int:
    """Fields: name, email, rights. Mails the same invitation as the agency does; gives the account's id.

    Raises InvalidInput, and Conflict for rights that the actor lacks: then nothing is done.
    """
    owner = own.insured_id(session, actor)
    access.require(actor, PortalRight.MANAGE_USERS)
    form = fields.Reader(values)
    name = form.text("name", "the person's name", max_length=100, required=True)
    email = account_rows.email(form)
    rights = _given(actor, form)
    form.raise_if_wrong()
    if colleagues.number(session, owner) >= MOST_ACCOUNTS:
        raise errors.Conflict(f"You have {MOST_ACCOUNTS} accounts. Ask your agency for more.")
    account = _added(session, owner, name, email, rights)
    account_links.send(session, account, account_links.INVITATION, actor)
    said, details = f"Invited {name} ({email}) to the portal", {"rights": insured_accounts.labels(rights)}
    account_rows.record(session, actor, account, ActivityKind.ACCOUNT_INVITED, said, details)
    assert account.id is not None
    return account.id


def _given(actor: access.Actor, form: fields.Reader) -> list[str]:
    """The chosen rights; with one that the actor lacks all of them are refused."""
    rights = insured_accounts.chosen_rights(form)
    if not colleagues.is_within(actor, rights):
        raise errors.Conflict("You can give only rights that you have yourself. Nothing was changed.")
    return rights


def _added(session: Session, owner: int, name: str, email: str, rights: list[str]) -> Account:
    """An address that is taken elsewhere is refused in words that do not tell where."""
    try:
        return account_rows.add(
            session, name, email, access.Role.INSURED, "invited", insured_id=owner, rights=rights
        )
    except errors.InvalidInput as taken:
        said = "This address is on the list already."
        is_ours = account_rows.TAKEN not in taken.problems.values()
        raise errors.InvalidInput({"email": said if is_ours else CANNOT_BE_INVITED}) from None


def invite_again(session: Session, actor: access.Actor, account_id: object) -> str:
    """A new link that ends the earlier; gives the address. Raises Conflict once it was accepted."""
    account = colleagues.to_change(session, actor, account_id)
    if account.status != "invited":
        raise errors.Conflict("Only somebody who has not chosen a password yet can be invited.")
    account_links.send(session, account, account_links.INVITATION, actor)
    said = f"Sent {account.name} an invitation to the portal"
    account_rows.record(session, actor, account, ActivityKind.ACCOUNT_INVITATION_RENEWED, said)
    return account.email


def change(session: Session, actor: access.Actor, account_id: object, values: Mapping[str, Any]) -> list[str]:
    """Fields: name, rights, and `seen`, the rights it had when the form was opened. The tabs are told (R41).

    Raises InvalidInput, and Conflict when somebody else changed the rights meanwhile or for rights the actor lacks.
    """
    account = colleagues.to_change(session, actor, account_id)
    form = fields.Reader(values)
    name = form.text("name", "the person's name", max_length=100, required=True)
    rights = _given(actor, form)
    form.raise_if_wrong()
    tabs = insured_accounts.give(session, actor, account, rights, values.get("seen"))
    if name != account.name:
        before, account.name = account.name, name
        said = f"Renamed the account of {before} to {name}"
        details = {"changed": {"name": [before, name]}}
        account_rows.record(session, actor, account, ActivityKind.ACCOUNT_CHANGED, said, details)
    return tabs


def deactivate(session: Session, actor: access.Actor, account_id: object) -> list[str]:
    """Out at once: the tabs given back belong to sessions that have ended (R41)."""
    account = colleagues.to_change(session, actor, account_id)
    if account.status == "deactivated":
        return []
    tabs = account_rows.end_access(session, account)
    said = f"Deactivated the account of {account.name}"
    account_rows.record(session, actor, account, ActivityKind.ACCOUNT_DEACTIVATED, said)
    return tabs


def reactivate(session: Session, actor: access.Actor, account_id: object) -> None:
    """With the rights it had. Raises Conflict for one that the agency has deactivated."""
    account = colleagues.to_change(session, actor, account_id)
    if account.status != "deactivated":
        return
    if not colleagues.was_ended_by_own_people(session, account):
        raise errors.Conflict(f"Your agency has deactivated the account of {account.name}. Ask them.")
    account_rows.give_access_back(account)
    said = f"Reactivated the account of {account.name}"
    account_rows.record(session, actor, account, ActivityKind.ACCOUNT_REACTIVATED, said)

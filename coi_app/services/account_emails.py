"""The e-mail address of an insured's account: what is new is confirmed by a link to it before it counts."""

from collections.abc import Mapping

from sqlmodel import Session

from coi_app.models import Account
from coi_app.queries import insured_accounts
from coi_app.rules import access, account_mails, errors, fields
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import account_links, account_rows, mails


def change(session: Session, actor: access.Actor, account_id: object, values: Mapping[str, object]) -> bool:
    """Fields: name, email. True when a message went to the new address.

    An active account keeps its address until the new one is confirmed; who was only invited gets a new
    invitation there. Raises Conflict for a deactivated one.
    """
    account = insured_accounts.in_sight(session, actor, account_id, for_change=True)
    access.require(actor, access.Right.PORTAL_MANAGE)
    if account.status == "deactivated":
        raise errors.Conflict("Reactivate the account first, then change it.")
    form = fields.Reader(values)
    name = form.text("name", "the person's name", required=True)
    email = account_rows.email(form)
    form.raise_if_wrong()
    if name != account.name:
        _rename(session, actor, account, name)
    if email == account.email:
        return False
    account_rows.refuse_taken(session, email, account.insured_id)
    if account.status == "active":
        _ask(session, actor, account, email)
    else:
        _invite_at(session, actor, account, email)
    return True


def _rename(session: Session, actor: access.Actor, account: Account, name: str) -> None:
    before, account.name = account.name, name
    details = {"changed": {"name": [before, name]}}
    kind = ActivityKind.ACCOUNT_CHANGED
    account_rows.record(session, actor, account, kind, f"Renamed the account of {before} to {name}", details)


def _ask(session: Session, actor: access.Actor, account: Account, email: str) -> None:
    account_links.send(session, account, account_links.NEW_EMAIL, actor, new_email=email)
    said = f"Asked {account.name} to confirm the e-mail address {email}"
    account_rows.record(session, actor, account, ActivityKind.ACCOUNT_CHANGED, said)


def _invite_at(session: Session, actor: access.Actor, account: Account, email: str) -> None:
    assert account.id is not None
    before = account.email
    account_rows.give_address(session, account, email)
    account_links.send(session, account, account_links.INVITATION, actor)
    said = f"Invited {account.name} again, at {email} instead of {before}"
    details = {"changed": {"email": [before, email]}}
    account_rows.record(session, actor, account, ActivityKind.ACCOUNT_EMAIL_CHANGED, said, details)


def confirm(session: Session, token: str, ip: str) -> str:
    """Spend the link that went to the new address, and take it. Gives the address. Raises LinkSpent.

    Links to the old address end, and it is told, so that nobody loses an account unknowingly.
    """
    account, link = account_links.spend(session, token, (account_links.NEW_EMAIL,))
    assert account.id is not None and link.new_email
    before, new = account.email, link.new_email
    account_rows.refuse_taken(session, new)
    account_rows.give_address(session, account, new)
    account_links.end(session, account.id)
    _tell_the_old_one(session, account, before, new)
    actor = access.Actor(account.id, account.name, new, access.Role(account.role), ip=ip)
    details = {"changed": {"email": [before, new]}}
    kind = ActivityKind.ACCOUNT_EMAIL_CHANGED
    account_rows.record(session, actor, account, kind, f"Confirmed the e-mail address {new}", details)
    return new


def _tell_the_old_one(session: Session, account: Account, before: str, new: str) -> None:
    shown = account_mails.partly_hidden(new)
    subject, body = account_mails.email_was_changed(account_links.about(session, account), shown)
    mails.queue(
        session, kind="email_changed", to_email=before, to_name=account.name, subject=subject, body=body,
        requested_by_id=account.id, insured_id=account.insured_id,
    )  # fmt: skip

"""Which mails somebody wants: everybody chooses for themselves; all are wanted until they are turned off."""

from sqlmodel import Session

from coi_app.models import Account
from coi_app.rules import access, errors, notices
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.notices import Notice
from coi_app.services import activity


def wants(account: Account, notice: Notice) -> bool:
    return notice.value not in account.mails_off


def turn(session: Session, actor: access.Actor, key: object, on: object) -> None:
    """One's own, on or off. Raises InvalidInput for one that such a person does not get."""
    notice = next((one for one in notices.of(not actor.is_staff) if one.value == key), None)
    if notice is None or not isinstance(on, bool):
        raise errors.InvalidInput({"notice": "Choose one of the mails that are listed."})
    account = session.get_one(Account, actor.account_id)
    if wants(account, notice) == on:
        return
    rest = [one for one in account.mails_off if one != notice.value]
    account.mails_off = rest if on else [*rest, notice.value]
    said = f"Turned {'on' if on else 'off'} the mails “{notices.KINDS[notice].label}”"
    entry = activity.Entry(ActivityKind.ACCOUNT_CHANGED, said, actor.insured_id, "account", actor.account_id)
    activity.record(session, actor, entry)

"""An insured's account as the tab Portal shows it."""

from dataclasses import dataclass

from coi_app.queries.insured_accounts import ACTIVE, EXPIRED, INVITED, NOT_SENT, InsuredAccountRow
from coi_app.rules.portal_rights import PORTAL_RIGHTS, in_words
from coi_app.web.agency import day_words

STATES = {
    ACTIVE: "Active",
    INVITED: "Invited",
    EXPIRED: "Invitation expired",
    NOT_SENT: "Not invited yet",
}


@dataclass(frozen=True)
class AccountLine:
    """`wants_invitation` when nothing that works is on its way; `note` says what is under way."""

    id: int
    name: str
    email: str
    state: str
    state_words: str
    note: str
    rights: str
    last_sign_in: str
    last_exact: str
    wants_invitation: bool


def line(row: InsuredAccountRow, zone: str) -> AccountLine:
    return AccountLine(
        id=row.id,
        name=row.name,
        email=row.email,
        state=row.state,
        state_words=STATES.get(row.state, "Deactivated"),
        note=_note(row, zone),
        rights=rights(row.rights),
        last_sign_in=day_words.moment(row.last_sign_in_at, zone) or "Never",
        last_exact=day_words.exact(row.last_sign_in_at, zone),
        wants_invitation=row.state in (EXPIRED, NOT_SENT),
    )


def _note(row: InsuredAccountRow, zone: str) -> str:
    if row.new_email:
        return f"{row.new_email} is not confirmed yet"
    if row.state == INVITED:
        return f"until {day_words.moment(row.invitation_ends_at, zone)}"
    return ""


def rights(keys: tuple[str, ...]) -> str:
    """ "View certificates, Send certificates"."""
    held = in_words(keys)
    if len(held) == len(PORTAL_RIGHTS):
        return "Everything"
    return ", ".join(right.label for right in held) or "Nothing but to ask you for a certificate"

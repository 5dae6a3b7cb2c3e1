"""The public address under which holders ask for a certificate of one insured."""

import secrets

from sqlmodel import Session

from coi_app.models import Insured
from coi_app.queries import insureds
from coi_app.rules import access, errors
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.insured_kinds import InsuredKind
from coi_app.services import activity

CODE_BYTES = 16  # 128 random bits: nobody finds one by trying


def renew(session: Session, actor: access.Actor, insured_id: object) -> str:
    """Make the address, or a new one in place of the old, which ends. Gives its code."""
    insured = _to_change(session, actor, insured_id)
    if insured.kind != InsuredKind.INSURED:
        raise errors.Conflict("A prospect has no policies yet: make it an insured first.")
    is_new = insured.request_code is None
    insured.request_code = secrets.token_urlsafe(CODE_BYTES)
    said = "Made the public request link" if is_new else "Renewed the public request link; the old one ended"
    _record(session, actor, insured, ActivityKind.REQUEST_LINK_CREATED, said)
    return insured.request_code


def close(session: Session, actor: access.Actor, insured_id: object) -> None:
    """The address ends at once. Nothing happens when there is none."""
    insured = _to_change(session, actor, insured_id)
    if insured.request_code is None:
        return
    insured.request_code = None
    _record(session, actor, insured, ActivityKind.REQUEST_LINK_CLOSED, "Switched off the public request link")


def _to_change(session: Session, actor: access.Actor, insured_id: object) -> Insured:
    insured = insureds.in_sight(session, actor, insured_id, for_change=True)
    access.require(actor, access.Right.REQUESTS_ANSWER)
    return insured


def _record(
    session: Session, actor: access.Actor, insured: Insured, kind: ActivityKind, sentence: str
) -> None:
    """Never with the code: whoever reads the history need not be able to use it."""
    session.flush()
    activity.record(session, actor, activity.Entry(kind, sentence, insured.id, "insured", insured.id))

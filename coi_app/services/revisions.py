"""A new revision in the place of an issued certificate, which stays on record as superseded (R30, R36)."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session

from coi_app import clock
from coi_app.models import Certificate
from coi_app.queries import certificates, revisions
from coi_app.queries.revisions import Asked, Prepared
from coi_app.rules import access, errors, revision
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, certificate_rows, deliveries, issuing
from coi_app.services import certificates as certificate_service

NOTHING_NEW = "Nothing on it would be printed otherwise. Change something, or resend the exact copy."


def issue(
    session: Session,
    actor: access.Actor,
    certificate_id: object,
    asked: Asked,
    *,
    why: object,
    reason: str = "",
    message: Mapping[str, object] | None = None,
) -> int:
    """Issue the revision, and with a `message` (to, cc, subject, message, how) queue its mail, both or neither.

    `why` goes into Activity History and the E&O file; `reason` overrides a warning. Gives the new id. Raises
    NotFound, NotAllowed, InvalidInput, Blocked, or Conflict: somebody else was quicker, or nothing would change (R31).
    """
    old = certificates.in_sight(session, actor, certificate_id, for_change=True)
    access.require(actor, access.Right.CERTIFICATES_REVISE)
    if message is not None:
        access.require(actor, access.Right.CERTIFICATES_SEND)
    revisions.refuse_not_current(old)
    prepared = revisions.prepared(session, actor, old, asked)
    if prepared.is_same:
        raise errors.Conflict(NOTHING_NEW)
    said, released = _checked(actor, prepared, why, reason, message)
    new_id = _store(session, actor, old, prepared, said, released)
    if message is not None:
        certificate_service.resend(session, actor, new_id, message)
    return new_id


def _checked(
    actor: access.Actor, prepared: Prepared, why: object, reason: str, message: Mapping[str, object] | None
) -> tuple[str, str]:
    """Why it is revised, and why it leaves with a warning; everything that is wrong is said at once."""
    problems: dict[str, str] = {}

    def read(part: Callable[[], Any]) -> str:
        try:
            return str(part())
        except errors.InvalidInput as wrong:
            problems.update(wrong.problems)
            return ""

    said = read(lambda: revision.why(why))
    released = read(lambda: certificate_service.released(actor, prepared.bench, prepared.judged, reason))
    if message is not None:
        read(lambda: deliveries.read(message))
    if problems:
        raise errors.InvalidInput(problems)
    return said, released


def _store(
    session: Session, actor: access.Actor, old: Certificate, prepared: Prepared, why: str, released: str
) -> int:
    assert old.id is not None
    replaced = issuing.Replaced(old.id, old.number, old.revision)
    order = issuing.Order(prepared.judged, prepared.paper, replaces=replaced)
    made, refused = issuing.workshop(session, prepared.bench).make([order])
    if refused:
        raise errors.Blocked(refused[0].why)
    occasion = issuing.Occasion(old.source, released, old.sent, why=why)
    (new_id,) = certificate_rows.issue(session, actor, prepared.bench, occasion, made)
    old.superseded_at = clock.now()
    activity.record(session, actor, superseded(replaced, old.insured_id, new_id))
    return new_id


def superseded(old: issuing.Replaced, insured_id: int, new_id: int) -> activity.Entry:
    """The entry at the certificate that was replaced."""
    named = f"{old.number} revision {old.revision}" if old.revision else old.number
    sentence = f"{named} was superseded by revision {old.revision + 1}"
    kind = ActivityKind.CERTIFICATE_SUPERSEDED
    return activity.Entry(kind, sentence, insured_id, "certificate", old.id, {"by": new_id})

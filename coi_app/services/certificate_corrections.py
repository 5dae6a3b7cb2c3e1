"""What can still happen to an issued certificate: superseded by a revision, or withdrawn. It stays (R36)."""

from collections.abc import Mapping

from sqlmodel import Session

from coi_app import clock
from coi_app.queries import certificates
from coi_app.queries import revisions as seen
from coi_app.rules import access, errors, fields, wording
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.revision import Ground
from coi_app.services import certificates as certificate_service
from coi_app.services import deliveries, revisions

EDITED = "The description was edited before sending"
MAX_REASON = 500


def revise(
    session: Session, actor: access.Actor, certificate_id: object, description: object, *, reason: str = ""
) -> int:
    """Edited before sending: a new revision from today's records with another description (R30); gives its id.

    With the description as it was, nothing is made and the old id is given: that is the exact copy (R31). `reason`
    overrides a warning.
    """
    old = certificates.in_sight(session, actor, certificate_id, for_change=True)
    access.require(actor, access.Right.CERTIFICATES_REVISE)
    seen.refuse_not_current(old)
    assert old.id is not None
    text = _text(description, "description", "the description", wording.MAX_DESCRIPTION)
    if text == old.description:
        return old.id
    asked = seen.Asked(Ground.RECORDS, text)
    return revisions.issue(session, actor, certificate_id, asked, why=EDITED, reason=reason)


def revise_and_send(
    session: Session, actor: access.Actor, certificate_id: object, values: Mapping[str, object]
) -> int:
    """Edit before sending: the changed wording as a new revision, mailed in the same transaction (R30, R31).

    Fields: description, reason, to, cc, subject, message. Gives the mail's id.
    """
    deliveries.read(values)  # a wrong address is said before anything is made
    reason = str(values.get("reason") or "")
    revised = revise(session, actor, certificate_id, values.get("description"), reason=reason)
    return certificate_service.resend(session, actor, revised, values)


def _text(typed: object, field: str, what: str, most: int, *, required: bool = False) -> str:
    form = fields.Reader({field: typed})
    text = form.text(field, what, max_length=most, required=required, lines=True)
    form.raise_if_wrong()
    return text


def withdraw(session: Session, actor: access.Actor, certificate_id: object, reason: object) -> None:
    """Everybody who verifies it sees that it no longer counts; the paper and its history stay."""
    certificate = certificates.in_sight(session, actor, certificate_id, for_change=True)
    access.require(actor, access.Right.CERTIFICATES_WITHDRAW)
    if certificate.withdrawn_at is not None:
        raise errors.Conflict("This certificate was withdrawn already.")
    why = _text(reason, "reason", "why it is withdrawn", MAX_REASON, required=True)
    certificate.withdrawn_at = clock.now()
    certificate.withdrawn_by_id = actor.account_id
    certificate.withdrawn_reason = why
    sentence = f"Withdrew {certificate_service.named(certificate)}: {why}"
    kind = ActivityKind.CERTIFICATE_WITHDRAWN
    certificate_service.record(session, actor, certificate, kind, sentence, {})

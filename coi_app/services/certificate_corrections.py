"""What can still happen to an issued certificate: superseded by a revision, or withdrawn. It stays (R36)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from coi_app import clock
from coi_app.models import Certificate
from coi_app.queries import certificates, judging, masters
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import access, errors, fields
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, deliveries, issuing
from coi_app.services import certificates as certificate_service

MAX_REASON = 500


def revise(
    session: Session,
    actor: access.Actor,
    certificate_id: object,
    description: object,
    *,
    reason: str = "",
    from_records: bool = False,
) -> int:
    """A new revision from today's records that supersedes the old one (R30); gives its id.

    With the description as it was, nothing is made and the old id is given: that is the exact copy (R31).
    `from_records`: make one all the same, because the holder or the policies were corrected.
    """
    old = certificates.in_sight(session, actor, certificate_id, for_change=True)
    access.require(actor, access.Right.CERTIFICATES_REVISE)
    _refuse_not_current(old)
    assert old.id is not None
    text = _text(description, "description", "the description", judging.MAX_DESCRIPTION)
    if text == old.description and not from_records:
        return old.id
    return _revised(session, actor, old, text, reason)


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


def _refuse_not_current(certificate: Certificate) -> None:
    if certificate.withdrawn_at is not None:
        raise errors.Conflict("This certificate was withdrawn. Issue a new one instead.")
    if certificate.superseded_at is not None:
        raise errors.Conflict("A newer revision of this certificate exists. Open that one.")


def _revised(session: Session, actor: access.Actor, old: Certificate, text: str, reason: str) -> int:
    bench = _bench(session, actor, old, text)
    recipient = Recipient(interest_id=old.interest_id, holder_id=old.holder_id)
    judged = bench.judged(*judging.pair(session, actor, old.insured_id, recipient))
    released = certificate_service.released(actor, bench, judged, reason)
    assert old.id is not None
    occasion = issuing.Occasion(old.source, released, old.sent)
    replaced = issuing.Replaced(old.id, old.number, old.revision)
    order = issuing.Order(judged, paper_of(old.content["boxes"], bench), replaces=replaced)
    made, refused = issuing.workshop(session, bench).make([order])
    if refused:
        raise errors.Blocked(refused[0].why)
    (new_id,) = issuing.store(session, actor, bench, occasion, made)
    old.superseded_at = clock.now()
    activity.record(session, actor, superseded(replaced, old.insured_id, new_id))
    return new_id


def superseded(old: issuing.Replaced, insured_id: int, new_id: int) -> activity.Entry:
    """The entry at the certificate that was replaced."""
    named = f"{old.number} revision {old.revision}" if old.revision else old.number
    sentence = f"{named} was superseded by revision {old.revision + 1}"
    kind = ActivityKind.CERTIFICATE_SUPERSEDED
    return activity.Entry(kind, sentence, insured_id, "certificate", old.id, {"by": new_id})


def _bench(session: Session, actor: access.Actor, old: Certificate, text: str) -> judging.Bench:
    """The master as it is now; a retired one can still be corrected, only not issued from anew."""
    master, _ = masters.with_version(session, old.master_version_id)
    version = masters.current_version(session, master)
    literal = text.replace("{", "{{").replace("}", "}}")
    return judging.of_version(session, actor, master, version, Wording(description=literal))


def paper_of(stored_boxes: Sequence[Sequence[Any]], bench: judging.Bench) -> int:
    """Of several papers the one that shows most of the policies the old one showed."""
    shown = {policy_id for policy_id, _, _ in stored_boxes}
    common = [len(shown & {policy.policy_id for policy in paper.policies}) for paper in bench.papers]
    return common.index(max(common))


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

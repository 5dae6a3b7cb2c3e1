"""Endorsements of a policy: what a Y on a certificate stands on (R4-R9, R15)."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from coi_app import clock
from coi_app.models import EndorsementHolder, Policy, PolicyEndorsement
from coi_app.queries import facts, policies, sight, tables
from coi_app.rules import access, endorsement_form, fields
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.coverage import EndorsementKind, Line, Reach
from coi_app.services import activity, radar, row_changes

MOST_SCHEDULED = 2_000


def add(session: Session, actor: access.Actor, policy_id: object, values: Mapping[str, Any]) -> int:
    """Fields: kind, form_number, edition, title, reach, condition, operations, approved_on and holder_ids (a
    list). Gives the endorsement's id."""
    policy = policies.in_sight(session, actor, policy_id, for_change=True)
    access.require(actor, access.Right.POLICIES_CHANGE)
    assert policy.id is not None
    read, holder_ids = _read(session, values, Line(policy.line))
    endorsement = PolicyEndorsement(policy_id=policy.id, **read, created_at=clock.now())
    session.add(endorsement)
    session.flush()
    assert endorsement.id is not None
    _schedule(session, endorsement.id, holder_ids)
    details = {"entered": row_changes.plain_values({**read, "holder_ids": sorted(holder_ids)})}
    sentence = f"Added {_named(endorsement)} to the policy {policy.number}"
    _record(session, actor, policy, endorsement, ActivityKind.ENDORSEMENT_ADDED, sentence, details)
    return endorsement.id


def change(session: Session, actor: access.Actor, endorsement_id: object, values: Mapping[str, Any]) -> None:
    """Fields as in `add`; those left out stay. Certificates issued keep the verdict they were given."""
    endorsement, policy = policies.endorsement_in_sight(session, actor, endorsement_id)
    access.require(actor, access.Right.POLICIES_CHANGE)
    assert endorsement.id is not None
    scheduled = policies.scheduled_holders(session, endorsement.id)
    given = policies.endorsement_values(facts.endorsement(endorsement, scheduled))
    named = _named(endorsement)
    read, holder_ids = _read(session, {**given, **values}, Line(policy.line))
    differences = row_changes.apply(endorsement, read)
    if holder_ids != scheduled:
        differences["holder_ids"] = [sorted(scheduled), sorted(holder_ids)]
        _schedule(session, endorsement.id, holder_ids)
    if differences:
        sentence, details = f"Changed {named} of the policy {policy.number}", {"changed": differences}
        _record(session, actor, policy, endorsement, ActivityKind.ENDORSEMENT_CHANGED, sentence, details)


def remove(session: Session, actor: access.Actor, endorsement_id: object) -> None:
    """It grants nothing from now on; the row stays, for what was judged by it."""
    endorsement, policy = policies.endorsement_in_sight(session, actor, endorsement_id)
    access.require(actor, access.Right.POLICIES_CHANGE)
    endorsement.removed_at = clock.now()
    sentence = f"Removed {_named(endorsement)} from the policy {policy.number}"
    _record(session, actor, policy, endorsement, ActivityKind.ENDORSEMENT_REMOVED, sentence, {})


def _read(session: Session, values: Mapping[str, Any], line: Line) -> tuple[dict[str, Any], frozenset[int]]:
    form = fields.Reader(values)
    read = endorsement_form.read(form, line)
    holder_ids = _holders(session, form, values.get("holder_ids", ()))
    is_scheduled = read["reach"] == Reach.SCHEDULED.value
    if is_scheduled and read["kind"] != EndorsementKind.RESTRICTION.value and not holder_ids:
        form.add("holder_ids", "Choose the holders that the endorsement names.")
    form.raise_if_wrong()
    return read, holder_ids if is_scheduled else frozenset()


def _holders(session: Session, form: fields.Reader, typed: object) -> frozenset[int]:
    if not isinstance(typed, list | tuple | set | frozenset) or len(typed) > MOST_SCHEDULED:
        form.add("holder_ids", f"Choose at most {MOST_SCHEDULED:,} holders from the list.")
        return frozenset()
    wanted = frozenset(sight.number(one) for one in typed)
    row = tables.holders
    found: set[int] = set()
    for some in facts.in_chunks(sorted(wanted)):
        known = select(row.id).where(row.id.in_(some), row.merged_into_id.is_(None))
        found.update(session.execute(known).scalars())
    if found != wanted:
        form.add("holder_ids", "Choose the holders from the list; one of them is no longer there.")
    return frozenset(found)


def _schedule(session: Session, endorsement_id: int, holder_ids: Iterable[int]) -> None:
    row = tables.endorsement_holders
    session.execute(delete(EndorsementHolder).where(row.endorsement_id == endorsement_id))
    rows = [{"endorsement_id": endorsement_id, "holder_id": one} for one in sorted(holder_ids)]
    if rows:
        session.execute(insert(EndorsementHolder), rows)


def _named(endorsement: PolicyEndorsement) -> str:
    return f"the endorsement {endorsement.form_number} {endorsement.edition}".strip()


def _record(
    session: Session,
    actor: access.Actor,
    policy: Policy,
    endorsement: PolicyEndorsement,
    kind: ActivityKind,
    sentence: str,
    details: Mapping[str, Any],
) -> None:
    policy.updated_at = clock.now()
    session.flush()
    entry = activity.Entry(kind, sentence, policy.insured_id, "endorsement", endorsement.id, details)
    activity.record(session, actor, entry)
    radar.ask(session, policy.insured_id)

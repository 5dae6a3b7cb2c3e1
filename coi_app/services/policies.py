"""Policies: number, dates, status and typed limits, exactly as on the declarations (R3, R13)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from coi_app import clock
from coi_app.models import Carrier, Policy
from coi_app.queries import insureds, policies, sight, tables
from coi_app.rules import access, errors, fields, policy_form
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.facts import PolicyStatus, shown_day
from coi_app.services import activity, radar, row_changes


def create(session: Session, actor: access.Actor, insured_id: object, values: Mapping[str, Any]) -> int:
    """Fields: line, carrier_id, number, effective_on, expires_on, status, cancelled_on and those of its
    coverage (`rules.coverage_form`). Gives the policy's id; `queries.policies.detail` has the warnings."""
    insured = insureds.in_sight(session, actor, insured_id)
    access.require(actor, access.Right.POLICIES_CHANGE)
    assert insured.id is not None
    read, now = _read(session, values), clock.now()
    _refuse_double(session, read, insured.id, None)
    policy = Policy(insured_id=insured.id, **read, created_at=now, updated_at=now)
    session.add(policy)
    session.flush()
    details = {"entered": row_changes.plain_values(_said(read))}
    _record(session, actor, policy, ActivityKind.POLICY_CREATED, f"Added the policy {policy.number}", details)
    assert policy.id is not None
    return policy.id


def change(
    session: Session,
    actor: access.Actor,
    policy_id: object,
    values: Mapping[str, Any],
    seen_revision: int | None = None,
) -> None:
    """Fields as in `create` but the line, which stays; those left out stay. Raises InvalidInput, Conflict."""
    policy = policies.in_sight(session, actor, policy_id, for_change=True)
    access.require(actor, access.Right.POLICIES_CHANGE)
    row_changes.require_seen(policy, seen_revision, "policy")
    if values.get("line", policy.line) != policy.line:
        raise errors.InvalidInput({"line": "A policy keeps its line. Add another policy for another line."})
    number = policy.number
    read = _read(session, {**policies.form_of(policy), **values}, policy.carrier_id)
    _refuse_double(session, read, policy.insured_id, policy.id)
    _write(session, actor, policy, read, f"Changed the policy {number}")


def cancel(
    session: Session,
    actor: access.Actor,
    policy_id: object,
    cancelled_on: object,
    seen_revision: int | None = None,
) -> None:
    """Cancelled on a day of its term, today or later too; certificates that show it become untrue then."""
    values = {"status": PolicyStatus.CANCELLED.value, "cancelled_on": cancelled_on}
    change(session, actor, policy_id, values, seen_revision)


def reinstate(
    session: Session, actor: access.Actor, policy_id: object, seen_revision: int | None = None
) -> None:
    """As if it had not been cancelled."""
    change(session, actor, policy_id, {"status": PolicyStatus.ACTIVE.value}, seen_revision)


def _write(
    session: Session, actor: access.Actor, policy: Policy, read: Mapping[str, Any], sentence: str
) -> None:
    was_cancelled = policy.status == PolicyStatus.CANCELLED.value
    differences = row_changes.apply(policy, read)
    if not differences:
        return
    policy.revision += 1
    policy.updated_at = clock.now()
    kind = ActivityKind.POLICY_CHANGED
    if policy.cancelled_on and "cancelled_on" in differences:
        kind = ActivityKind.POLICY_CANCELLED
        sentence = f"Cancelled the policy {policy.number} on {shown_day(policy.cancelled_on)}"
    elif was_cancelled and policy.status != PolicyStatus.CANCELLED.value:
        kind, sentence = ActivityKind.POLICY_REINSTATED, f"Reinstated the policy {policy.number}"
    _record(session, actor, policy, kind, sentence, {"changed": by_limit(_said(differences))})
    radar.ask(session, policy.insured_id)


def _read(session: Session, values: Mapping[str, Any], kept_carrier: int | None = None) -> dict[str, Any]:
    form = fields.Reader(values)
    carrier_id = _carrier(session, form, values.get("carrier_id"), kept_carrier)
    read = policy_form.read(form)
    form.raise_if_wrong()
    return {"carrier_id": carrier_id, **read}


def _carrier(session: Session, form: fields.Reader, typed: object, kept: int | None) -> int:
    carrier = session.get(Carrier, sight.number(typed))
    if carrier is None or carrier.id is None or (carrier.retired_at is not None and carrier.id != kept):
        form.add("carrier_id", "Choose the carrier from the list.")
        return 0
    return carrier.id


def _refuse_double(session: Session, read: Mapping[str, Any], insured_id: int, own_id: int | None) -> None:
    """The same carrier, number and first day is the same policy, entered twice."""
    row = tables.policies
    found = select(row.id).where(
        row.insured_id == insured_id,
        row.carrier_id == read["carrier_id"],
        row.number_key == read["number_key"],
        row.line == read["line"],
        row.effective_on == read["effective_on"],
    )
    if any(policy_id != own_id for policy_id in session.execute(found).scalars()):
        raise errors.InvalidInput({"number": "This policy is entered already with this effective date."})


def by_limit(differences: Mapping[str, Any]) -> dict[str, Any]:
    """Each limit that differs by its own name, instead of both coverages as a whole."""
    told = {name: pair for name, pair in differences.items() if name != "coverage"}
    before, after = differences.get("coverage", ({}, {}))
    return told | activity.changes(before, after)


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "number_key"}


def _record(
    session: Session,
    actor: access.Actor,
    policy: Policy,
    kind: ActivityKind,
    sentence: str,
    details: Mapping[str, Any],
) -> None:
    session.flush()
    entry = activity.Entry(kind, sentence, policy.insured_id, "policy", policy.id, details)
    activity.record(session, actor, entry)

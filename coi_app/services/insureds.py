"""The agency's clients and prospects."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from coi_app import clock
from coi_app.models import Insured
from coi_app.queries import insureds
from coi_app.rules import access, fields, insured_form
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.insured_kinds import INSURED_KIND_LABELS, InsuredKind
from coi_app.services import activity, new_ids, row_changes


def create(session: Session, actor: access.Actor, values: Mapping[str, Any]) -> int:
    """Fields: legal_name, dba, kind, line_one … zip_code, phone, email, portal_approval. Gives the new insured's id."""
    access.require(actor, access.Right.INSUREDS_CHANGE)
    read, now = _read(values), clock.now()
    (new_id,) = new_ids.taken(session, Insured, 1)
    insured = Insured(id=new_id, **read, created_at=now, updated_at=now)
    session.add(insured)
    session.flush()
    kind = INSURED_KIND_LABELS[InsuredKind(insured.kind)].lower()
    details = {"entered": row_changes.plain_values(_said(read))}
    _record(
        session,
        actor,
        insured,
        ActivityKind.INSURED_CREATED,
        f"Created the {kind} {insured.legal_name}",
        details,
    )
    assert insured.id is not None
    return insured.id


def change(
    session: Session,
    actor: access.Actor,
    insured_id: object,
    values: Mapping[str, Any],
    seen_revision: int | None = None,
) -> None:
    """Fields as in `create`; those left out stay. Raises InvalidInput, Conflict."""
    insured = insureds.in_sight(session, actor, insured_id, for_change=True)
    access.require(actor, access.Right.INSUREDS_CHANGE)
    row_changes.require_seen(insured, seen_revision, "insured")
    before = insured.legal_name
    differences = row_changes.apply(insured, _read({**insureds.form_of(insured), **values}))
    if not differences:
        return
    insured.revision += 1
    insured.updated_at = clock.now()
    kind = ActivityKind.INSURED_KIND_CHANGED if "kind" in differences else ActivityKind.INSURED_CHANGED
    _record(session, actor, insured, kind, f"Changed {before}", {"changed": _said(differences)})


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    form = fields.Reader(values)
    read = insured_form.read(form)
    form.raise_if_wrong()
    return read


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without the keys made for sorting, which nobody entered."""
    return {name: value for name, value in values.items() if not name.endswith("_key")}


def _record(
    session: Session,
    actor: access.Actor,
    insured: Insured,
    kind: ActivityKind,
    sentence: str,
    details: Mapping[str, Any],
) -> None:
    session.flush()
    entry = activity.Entry(kind, sentence, insured.id, "insured", insured.id, details)
    activity.record(session, actor, entry)

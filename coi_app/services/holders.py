"""Certificate holders: one record per agency, shared by all insureds."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from coi_app import clock
from coi_app.models import Holder, HolderName
from coi_app.queries import holders, tables
from coi_app.rules import access, fields, holder_form
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, row_changes


def create(session: Session, actor: access.Actor, values: Mapping[str, Any]) -> int:
    """Fields: name, attention, line_one … zip_code, email, phone. Gives the holder's id."""
    access.require(actor, access.Right.HOLDERS_CHANGE)
    form = fields.Reader(values)
    read = holder_form.read(form)
    form.raise_if_wrong()
    return create_read(session, actor, read)


def create_read(session: Session, actor: access.Actor, read: Mapping[str, Any]) -> int:
    """Make the holder of values that `rules.holder_form.read` gave; the caller has asked for the right."""
    now = clock.now()
    holder = Holder(**read, created_at=now, updated_at=now)
    session.add(holder)
    session.flush()
    keep_name(session, holder)
    details = {"entered": row_changes.plain_values(_said(read))}
    _record(session, actor, holder, ActivityKind.HOLDER_CREATED, f"Created the holder {holder.name}", details)
    assert holder.id is not None
    return holder.id


def change(
    session: Session,
    actor: access.Actor,
    holder_id: object,
    values: Mapping[str, Any],
    seen_revision: int | None = None,
) -> None:
    """Fields as in `create`; those left out stay. A former name stays searchable, and on what was issued."""
    holder = holders.in_sight(session, actor, holder_id, for_change=True)
    access.require(actor, access.Right.HOLDERS_CHANGE)
    row_changes.require_seen(holder, seen_revision, "holder")
    before = holder.name
    form = fields.Reader({**holders.form_of(holder), **values})
    read = holder_form.read(form)
    form.raise_if_wrong()
    differences = row_changes.apply(holder, read)
    if not differences:
        return
    holder.revision += 1
    holder.updated_at = clock.now()
    session.flush()
    keep_name(session, holder)
    details = {"changed": _said(differences)}
    _record(session, actor, holder, ActivityKind.HOLDER_CHANGED, f"Changed the holder {before}", details)


def keep_name(session: Session, holder: Holder) -> None:
    """Today's name among all it ever had, by which search finds it."""
    row = tables.holder_names
    kept = select(row.id).where(row.holder_id == holder.id, row.name == holder.name)
    if session.execute(kept).first() is None:
        assert holder.id is not None
        session.add(HolderName(holder_id=holder.id, name=holder.name, name_key=holder.name_key))


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "name_key"}


def _record(
    session: Session,
    actor: access.Actor,
    holder: Holder,
    kind: ActivityKind,
    sentence: str,
    details: Mapping[str, Any],
) -> None:
    session.flush()
    activity.record(session, actor, activity.Entry(kind, sentence, None, "holder", holder.id, details))

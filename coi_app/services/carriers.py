"""Insurance companies by their legal names, never the group's trade name."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from coi_app import clock
from coi_app.models import Carrier
from coi_app.queries import carriers, tables
from coi_app.rules import access, carrier_form, errors, fields
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, radar, row_changes


def create(session: Session, actor: access.Actor, values: Mapping[str, Any]) -> int:
    """Fields: legal_name, naic. Gives the carrier's id."""
    access.require(actor, access.Right.CARRIERS_CHANGE)
    read = _read(session, values, None)
    carrier = Carrier(**read)
    session.add(carrier)
    session.flush()
    sentence = f"Created the carrier {carrier.legal_name}"
    _record(session, actor, carrier, ActivityKind.CARRIER_CREATED, sentence, {"entered": read})
    assert carrier.id is not None
    return carrier.id


def change(session: Session, actor: access.Actor, carrier_id: object, values: Mapping[str, Any]) -> None:
    """Fields as in `create`; those left out stay. Certificates issued keep what they said (R35)."""
    carrier = carriers.in_sight(session, actor, carrier_id)
    access.require(actor, access.Right.CARRIERS_CHANGE)
    before = carrier.legal_name
    given = {"legal_name": carrier.legal_name, "naic": carrier.naic, **values}
    differences = row_changes.apply(carrier, _read(session, given, carrier.id))
    if differences:
        sentence, details = f"Changed the carrier {before}", {"changed": differences}
        _record(session, actor, carrier, ActivityKind.CARRIER_CHANGED, sentence, details)
        if differences.keys() >= {"legal_name", "naic"} and carrier.id is not None:
            radar.ask_for_carrier(session, carrier.id)  # otherwise it is the same company, written otherwise


def retire(session: Session, actor: access.Actor, carrier_id: object) -> None:
    """No longer offered for new policies; those that exist stay as they are."""
    _set_retired(session, actor, carrier_id, True)


def resume(session: Session, actor: access.Actor, carrier_id: object) -> None:
    _set_retired(session, actor, carrier_id, False)


def _set_retired(session: Session, actor: access.Actor, carrier_id: object, retired: bool) -> None:
    carrier = carriers.in_sight(session, actor, carrier_id)
    access.require(actor, access.Right.CARRIERS_CHANGE)
    if retired == (carrier.retired_at is not None):
        return
    carrier.retired_at = clock.now() if retired else None
    sentence = f"{'Retired' if retired else 'Resumed'} the carrier {carrier.legal_name}"
    details = {"changed": {"retired": [not retired, retired]}}
    _record(session, actor, carrier, ActivityKind.CARRIER_CHANGED, sentence, details)


def _read(session: Session, values: Mapping[str, Any], own_id: int | None) -> dict[str, Any]:
    form = fields.Reader(values)
    read = carrier_form.read(form)
    form.raise_if_wrong()
    row = tables.carriers
    taken = session.execute(select(row.id).where(row.legal_name == read["legal_name"])).scalar()
    if taken is not None and taken != own_id:
        raise errors.InvalidInput(
            {"legal_name": "A carrier of this legal name exists already. Use that one."}
        )
    return read


def _record(
    session: Session,
    actor: access.Actor,
    carrier: Carrier,
    kind: ActivityKind,
    sentence: str,
    details: Mapping[str, Any],
) -> None:
    session.flush()
    activity.record(session, actor, activity.Entry(kind, sentence, None, "carrier", carrier.id, details))

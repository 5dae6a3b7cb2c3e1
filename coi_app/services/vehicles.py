"""Vehicles of an automobile policy, as on its schedule: they stand on the ID card."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app import clock
from coi_app.models import Policy, Vehicle
from coi_app.queries import agency, policies, tables, vehicles
from coi_app.rules import access, errors, fields
from coi_app.rules import vehicles as vehicle_rules
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.coverage import Line
from coi_app.services import activity, row_changes

MOST = 500
OLDEST = 1900


def add(session: Session, actor: access.Actor, policy_id: object, values: Mapping[str, Any]) -> int:
    """Fields: year, make, model, vin. Gives the vehicle's id."""
    policy = policies.in_sight(session, actor, policy_id, for_change=True)
    access.require(actor, access.Right.POLICIES_CHANGE)
    if policy.line != Line.AUTOMOBILE.value:
        raise errors.Conflict("Only an automobile policy lists vehicles.")
    assert policy.id is not None
    read = _read(session, values, policy.id, None)
    vehicle = Vehicle(policy_id=policy.id, **read, created_at=clock.now())
    session.add(vehicle)
    session.flush()
    _record(session, actor, policy, f"Added the vehicle {_named(vehicle)} to", {"entered": read})
    assert vehicle.id is not None
    return vehicle.id


def change(session: Session, actor: access.Actor, vehicle_id: object, values: Mapping[str, Any]) -> None:
    """Fields as in `add`; those left out stay."""
    vehicle, policy = vehicles.in_sight(session, actor, vehicle_id)
    access.require(actor, access.Right.POLICIES_CHANGE)
    given = vehicle.model_dump(include={"year", "make", "model", "vin"})
    named = _named(vehicle)
    read = _read(session, given | dict(values), vehicle.policy_id, vehicle.id)
    if differences := row_changes.apply(vehicle, read):
        _record(session, actor, policy, f"Changed the vehicle {named} of", {"changed": differences})


def remove(session: Session, actor: access.Actor, vehicle_id: object) -> None:
    """It stands on no further ID card; the row stays."""
    vehicle, policy = vehicles.in_sight(session, actor, vehicle_id)
    access.require(actor, access.Right.POLICIES_CHANGE)
    vehicle.removed_at = clock.now()
    _record(session, actor, policy, f"Removed the vehicle {_named(vehicle)} from", {})


def _read(session: Session, values: Mapping[str, Any], policy_id: int, own_id: int | None) -> dict[str, Any]:
    form = fields.Reader(values)
    next_year = agency.today(session).year + 2
    year = form.whole("year", "the model year", least=OLDEST, most=next_year, required=True)
    vin = form.code("vin", "the VIN as on the registration", required=True).upper().replace(" ", "")
    read = {
        "year": year,
        "make": form.text("make", "the make as on the registration", max_length=40, required=True),
        "model": form.text("model", "the model as on the registration", max_length=40, required=True),
        "vin": vin,
    }
    if vin and (problem := vehicle_rules.vin_problem(vin, year)):
        form.add("vin", problem)
    _refuse_double(session, form, vin, policy_id, own_id)
    form.raise_if_wrong()
    return read


def _refuse_double(
    session: Session, form: fields.Reader, vin: str, policy_id: int, own_id: int | None
) -> None:
    row = tables.vehicles
    listed = (row.policy_id == policy_id, row.removed_at.is_(None))
    same = session.execute(select(row.id).where(*listed, row.vin == vin)).scalars()
    if any(one != own_id for one in same):
        form.add("vin", "This vehicle is on the policy already.")
    if own_id is None and session.execute(select(func.count()).where(*listed)).scalar_one() >= MOST:
        form.add("vin", f"A policy lists at most {MOST} vehicles here.")


def _named(vehicle: Vehicle) -> str:
    return f"{vehicle.year} {vehicle.make} {vehicle.model}"


def _record(
    session: Session, actor: access.Actor, policy: Policy, sentence: str, details: Mapping[str, Any]
) -> None:
    policy.updated_at = clock.now()
    session.flush()
    said = f"{sentence} the policy {policy.number}"
    entry = activity.Entry(ActivityKind.POLICY_CHANGED, said, policy.insured_id, "policy", policy.id, details)
    activity.record(session, actor, entry)

"""Vehicles that an automobile policy lists."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from coi_app.models import Policy, Vehicle
from coi_app.queries import policies, sight, tables
from coi_app.rules import access, errors


@dataclass(frozen=True, slots=True)
class VehicleRow:
    id: int
    year: int
    make: str
    model: str
    vin: str

    @property
    def words(self) -> str:
        """ "2024 Kestler H-250"."""
        return f"{self.year} {self.make} {self.model}".strip()


def of_policy(session: Session, actor: access.Actor, policy_id: object) -> tuple[VehicleRow, ...]:
    """Newest model year first. Raises NotFound for a policy out of sight."""
    policy = policies.in_sight(session, actor, policy_id)
    row = tables.vehicles
    found = session.execute(
        select(row.id, row.year, row.make, row.model, row.vin)
        .where(row.policy_id == policy.id, row.removed_at.is_(None))
        .order_by(row.year.desc(), row.make, row.model, row.id)
    )
    return tuple(VehicleRow(*one) for one in found)


def in_sight(session: Session, actor: access.Actor, vehicle_id: object) -> tuple[Vehicle, Policy]:
    """For services: one that is not removed, with its policy locked. Raises NotFound."""
    row = tables.vehicles
    found = session.execute(
        select(Vehicle).where(row.id == sight.number(vehicle_id), row.removed_at.is_(None))
    ).scalar_one_or_none()
    if found is None:
        raise errors.NotFound("vehicle")
    try:
        return found, policies.in_sight(session, actor, found.policy_id, for_change=True)
    except errors.NotFound:
        raise errors.NotFound("vehicle") from None

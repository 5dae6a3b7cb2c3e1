"""Carriers, shared by all insureds: for staff only."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app.models import Carrier
from coi_app.queries import sight, tables
from coi_app.queries.name_search import typed
from coi_app.rules import access, errors, names


@dataclass(frozen=True, slots=True)
class CarrierChoice:
    id: int
    legal_name: str
    naic: str


@dataclass(frozen=True, slots=True)
class CarrierRow:
    id: int
    legal_name: str
    naic: str
    policies: int
    retired: bool


def rows(session: Session, actor: access.Actor) -> tuple[CarrierRow, ...]:
    """All carriers by name, retired ones too, with how many policies each has."""
    access.require(actor, access.Right.DESK_VIEW)
    row, policy = tables.carriers, tables.policies
    number = select(func.count()).where(policy.carrier_id == row.id).scalar_subquery()
    found = session.execute(
        select(row.id, row.legal_name, row.naic, row.retired_at, number.label("policies")).order_by(
            func.lower(row.legal_name), row.id
        )
    )
    return tuple(
        CarrierRow(one.id, one.legal_name, one.naic, one.policies, one.retired_at is not None)
        for one in found
    )


def choices(
    session: Session, actor: access.Actor, text: str = "", limit: int = 50
) -> tuple[CarrierChoice, ...]:
    """Carriers for a new policy by name or NAIC; retired ones are left out. An agency has some hundred."""
    access.require(actor, access.Right.DESK_VIEW)
    wanted = typed(text).split()
    row = tables.carriers
    found = session.execute(
        select(row.id, row.legal_name, row.naic)
        .where(row.retired_at.is_(None))
        .order_by(func.lower(row.legal_name), row.id)
    )
    fitting = (
        CarrierChoice(*one)
        for one in found
        if all(word in f"{names.folded(one.legal_name)} {one.naic}" for word in wanted)
    )
    return tuple(choice for choice, _ in zip(fitting, range(limit), strict=False))


def in_sight(session: Session, actor: access.Actor, carrier_id: object) -> Carrier:
    """For services; raises NotFound, also for an insured's account."""
    carrier = session.get(Carrier, sight.number(carrier_id))
    if carrier is None or not actor.may(access.Right.DESK_VIEW):
        raise errors.NotFound("carrier")
    return carrier

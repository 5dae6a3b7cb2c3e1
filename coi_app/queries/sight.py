"""Who may know of what, as a condition for SQL: out of sight is the same as not there."""

from typing import Any

from sqlalchemy import ColumnElement, false, select, true
from sqlmodel import Session

from coi_app.queries import tables
from coi_app.rules import access, errors

LARGEST_ID = 2**63 - 1


def of(actor: access.Actor, insured_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Staff see every insured; an insured's account only its own; anybody else none."""
    if actor.is_staff and actor.may(access.Right.DESK_VIEW):
        return true()
    if actor.role is access.Role.INSURED and actor.insured_id is not None:
        return insured_id == actor.insured_id
    return false()


def number(typed: object) -> int:
    """An id as the web hands it over; what cannot be one gives 0, which is nobody's."""
    if isinstance(typed, str) and typed.isascii() and typed.isdigit() and len(typed) < 20:
        typed = int(typed)
    if isinstance(typed, int) and not isinstance(typed, bool) and 0 < typed <= LARGEST_ID:
        return typed
    return 0


def insured(session: Session, actor: access.Actor, insured_id: object) -> int:
    """The id of an insured this actor may know of; raises NotFound."""
    row = tables.insureds
    found = session.execute(select(row.id).where(row.id == number(insured_id), of(actor, row.id))).scalar()
    if found is None:
        raise errors.NotFound("insured")
    return int(found)

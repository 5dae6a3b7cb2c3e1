"""The agency's named sets of portal rights."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from coi_app.models import PortalPreset
from coi_app.queries import sight, tables
from coi_app.rules import access, errors


@dataclass(frozen=True, slots=True)
class PresetRow:
    id: int
    name: str
    rights: tuple[str, ...]


def all_of_them(session: Session, actor: access.Actor) -> tuple[PresetRow, ...]:
    """By name. Raises NotAllowed."""
    access.require(actor, access.Right.PORTAL_MANAGE)
    row = tables.portal_presets
    found = session.execute(select(row.id, row.name, row.rights).order_by(row.name_key))
    return tuple(PresetRow(one.id, one.name, tuple(one.rights)) for one in found)


def in_sight(session: Session, actor: access.Actor, preset_id: object) -> PortalPreset:
    """For a change. Raises NotAllowed, NotFound."""
    access.require(actor, access.Right.PORTAL_MANAGE)
    preset = session.get(PortalPreset, sight.number(preset_id))
    if preset is None:
        raise errors.NotFound("preset")
    return preset

"""Presets of portal rights: what an agency usually gives. A changed preset changes no account."""

from collections.abc import Mapping

from sqlmodel import Session, select

from coi_app import clock
from coi_app.models import PortalPreset
from coi_app.queries import portal_presets
from coi_app.rules import access, fields, names, portal_rights
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, insured_accounts


def save(session: Session, actor: access.Actor, values: Mapping[str, object]) -> int:
    """Fields: name, rights. A name that exists takes these rights instead. Gives the preset's id."""
    access.require(actor, access.Right.PORTAL_MANAGE)
    form = fields.Reader(values)
    name = form.text("name", "a name for the preset", max_length=60, required=True)
    if name and not names.folded(name):
        form.add("name", "Enter a name with letters for the preset.")
    rights = insured_accounts.chosen_rights(form)
    form.raise_if_wrong()
    key = names.folded(name)
    preset = session.exec(select(PortalPreset).where(PortalPreset.name_key == key)).first()
    if preset is None:
        preset = PortalPreset(name=name, name_key=key, created_at=clock.now(), created_by_id=actor.account_id)
    before, preset.name, preset.rights = preset.rights, name, rights
    session.add(preset)
    session.flush()
    _record(session, actor, preset, ActivityKind.PORTAL_PRESET_SAVED, "Saved", [before or [], rights])
    assert preset.id is not None
    return preset.id


def remove(session: Session, actor: access.Actor, preset_id: object) -> str:
    """Gives the name it had; accounts keep the rights they were given by it."""
    preset = portal_presets.in_sight(session, actor, preset_id)
    name, rights = preset.name, preset.rights
    _record(session, actor, preset, ActivityKind.PORTAL_PRESET_REMOVED, "Deleted", [rights, []])
    session.delete(preset)
    return name


def _record(
    session: Session,
    actor: access.Actor,
    preset: PortalPreset,
    kind: ActivityKind,
    did: str,
    rights: list[list[str]],
) -> None:
    labels = [[right.label for right in portal_rights.in_words(one)] for one in rights]
    entry = activity.Entry(
        kind, f"{did} the preset {preset.name} of portal rights", subject="portal_preset", subject_id=preset.id,
        details={"changed": {"rights": labels}},
    )  # fmt: skip
    activity.record(session, actor, entry)

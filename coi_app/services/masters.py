"""Masters: create, change (which makes a new version), share, retire. A used one is never deleted (R36)."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlmodel import Session

from coi_app import clock
from coi_app.models import Insured, Master, MasterPolicy, MasterVersion
from coi_app.queries import insureds, licensed_forms, masters, sight, tables
from coi_app.rules import access, errors, fields, wording
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity

MAX_DESCRIPTION = 4_000
MAX_POLICIES = 100


@dataclass(frozen=True, slots=True)
class _Form:
    name: str
    policy_ids: tuple[int, ...]
    default_description: str
    representative: str
    form_id: int | None = None


def create(session: Session, actor: access.Actor, insured_id: object, values: Mapping[str, object]) -> int:
    """A master with its first version; gives its id.

    Fields: name, policy_ids, default_description, representative, form_id (none or "": our own page).
    """
    insured = insureds.in_sight(session, actor, insured_id)
    access.require(actor, access.Right.MASTERS_CHANGE)
    form = _read(session, insured, values, None)
    assert insured.id is not None
    master = Master(insured_id=insured.id, name=form.name, created_at=clock.now())
    session.add(master)
    session.flush()
    assert master.id is not None
    _add_version(session, actor, master.id, 1, form)
    entry = activity.Entry(
        ActivityKind.MASTER_CREATED, f"Created the master {form.name}", insured.id, "master", master.id,
        {"policies": len(form.policy_ids)},
    )  # fmt: skip
    activity.record(session, actor, entry)
    return master.id


def change(
    session: Session, actor: access.Actor, master_id: object, values: Mapping[str, object], *, version: int
) -> int:
    """Make the next version and give its number; nothing changed, nothing made. Fields left out stay.

    `version` is the one that was edited. Raises Conflict when somebody else changed the master meanwhile.
    """
    master = masters.in_sight(session, actor, master_id)
    access.require(actor, access.Right.MASTERS_CHANGE)
    session.refresh(master, with_for_update=True)
    _refuse_retired(master)
    if master.current_version != version:
        raise errors.Conflict("Somebody else changed this master meanwhile. Reload it, then change it again.")
    insured = session.get_one(Insured, master.insured_id)
    before = _now(session, master)
    form = _read(session, insured, {**dataclasses.asdict(before), **values}, master)
    if form == before:
        return version
    assert master.id is not None
    master.name, master.current_version = form.name, version + 1
    _add_version(session, actor, master.id, version + 1, form)
    changed = activity.changes(_said(before), _said(form))
    _record(session, actor, master, ActivityKind.MASTER_CHANGED, f"Changed the master {form.name}", changed)
    return version + 1


def retire(session: Session, actor: access.Actor, master_id: object) -> None:
    """Nobody can issue from it any more; what was issued stays."""
    master = _to_change(session, actor, master_id)
    if master.retired_at is None:
        master.retired_at = clock.now()
        _record(session, actor, master, ActivityKind.MASTER_RETIRED, f"Retired the master {master.name}")


def resume(session: Session, actor: access.Actor, master_id: object) -> None:
    master = _to_change(session, actor, master_id)
    if master.retired_at is not None:
        master.retired_at = None
        _record(session, actor, master, ActivityKind.MASTER_RESUMED, f"Resumed the master {master.name}")


def share(session: Session, actor: access.Actor, master_id: object, visible: bool) -> None:
    """Whether the insured's own people may issue from it in the portal."""
    master = _to_change(session, actor, master_id)
    if master.portal_visible is visible:
        return
    master.portal_visible = visible
    kind = ActivityKind.MASTER_SHARED if visible else ActivityKind.MASTER_UNSHARED
    said = "Shared" if visible else "Stopped sharing"
    _record(session, actor, master, kind, f"{said} the master {master.name} in the portal")


def _to_change(session: Session, actor: access.Actor, master_id: object) -> Master:
    master = masters.in_sight(session, actor, master_id)
    access.require(actor, access.Right.MASTERS_CHANGE)
    return master


def _refuse_retired(master: Master) -> None:
    if master.retired_at is not None:
        raise errors.Conflict("This master is retired. Resume it before you change it.")


def _read(session: Session, insured: Insured, values: Mapping[str, object], master: Master | None) -> _Form:
    form = fields.Reader(values)
    name = form.text("name", "the master's name", max_length=100, required=True)
    description = form.text(
        "default_description", "the default description", max_length=MAX_DESCRIPTION, lines=True
    )
    representative = form.text("representative", "the authorised representative", max_length=100)
    for problem in wording.problems_of(description)[:1]:
        form.add("default_description", problem)
    policy_ids = _policies(session, form, insured, values.get("policy_ids"))
    form_id = _licensed_form(session, form, values.get("form_id"))
    _refuse_taken_name(session, form, insured, name, master)
    form.raise_if_wrong()
    return _Form(name, policy_ids, description, representative, form_id)


def _licensed_form(session: Session, form: fields.Reader, typed: object) -> int | None:
    if typed in (None, ""):
        return None
    wanted = sight.number(typed)
    if wanted not in {one.id for one in licensed_forms.offered(session)}:
        form.add("form_id", "This form is not offered any more. Choose another one.")
    return wanted


def _policies(session: Session, form: fields.Reader, insured: Insured, typed: object) -> tuple[int, ...]:
    wanted = (
        {sight.number(one) for one in typed} if isinstance(typed, list | tuple | set | frozenset) else set()
    )
    if not wanted or len(wanted) > MAX_POLICIES:
        form.add("policy_ids", "Tick at least one policy for this master to show.")
        return ()
    row = tables.policies
    found = session.execute(
        select(row.id).where(row.id.in_(wanted), row.insured_id == insured.id).order_by(row.id)
    ).scalars()
    policy_ids = tuple(found)
    if len(policy_ids) != len(wanted):
        form.add("policy_ids", "One of these policies is no longer here. Reload and tick again.")
    return policy_ids


def _refuse_taken_name(
    session: Session, form: fields.Reader, insured: Insured, name: str, master: Master | None
) -> None:
    row = tables.masters
    taken = select(row.id).where(
        row.insured_id == insured.id, func.lower(row.name) == name.lower(), row.retired_at.is_(None)
    )
    if master is not None:
        taken = taken.where(row.id != master.id)
    if name and session.execute(taken).first():
        form.add("name", "Another master of this insured has this name. Choose another one.")


def _now(session: Session, master: Master) -> _Form:
    version = masters.current_version(session, master)
    link = tables.master_policies
    shown = session.execute(
        select(link.policy_id).where(link.master_version_id == version.id).order_by(link.policy_id)
    ).scalars()
    return _Form(
        version.name, tuple(shown), version.default_description, version.representative, version.form_id
    )


def _said(form: _Form) -> dict[str, object]:
    return {
        "name": form.name,
        "policies": list(form.policy_ids),
        "default_description": form.default_description,
        "representative": form.representative,
        "form": form.form_id,
    }


def _add_version(session: Session, actor: access.Actor, master_id: int, number: int, form: _Form) -> None:
    version = MasterVersion(
        master_id=master_id, version=number, name=form.name, default_description=form.default_description,
        representative=form.representative, form_id=form.form_id,
        created_at=clock.now(), created_by_id=actor.account_id,
    )  # fmt: skip
    session.add(version)
    session.flush()
    shown = [{"master_version_id": version.id, "policy_id": policy_id} for policy_id in form.policy_ids]
    session.execute(insert(MasterPolicy), shown)


def _record(
    session: Session,
    actor: access.Actor,
    master: Master,
    kind: ActivityKind,
    sentence: str,
    details: Mapping[str, object] | None = None,
) -> None:
    entry = activity.Entry(kind, sentence, master.insured_id, "master", master.id, details or {})
    activity.record(session, actor, entry)

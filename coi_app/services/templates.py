"""Description templates: wordings with placeholders, for the whole agency or one insured (R25)."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from coi_app import clock
from coi_app.models import DescriptionTemplate
from coi_app.queries import insureds, templates
from coi_app.rules import access, fields, wording
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, row_changes

LONGEST_BODY = 4_000


def create(session: Session, actor: access.Actor, values: Mapping[str, Any]) -> int:
    """Fields: name, category, body, follows_default, portal_visible, insured_id (empty: for every insured).

    Gives its id.
    """
    access.require(actor, access.Right.TEMPLATES_CHANGE)
    insured_id = _insured(session, actor, values.get("insured_id"))
    read, now = _read(values), clock.now()
    template = DescriptionTemplate(**read, insured_id=insured_id, created_at=now, updated_at=now)
    session.add(template)
    details = {"entered": row_changes.plain_values(read)}
    sentence = f"Created the template {template.name}"
    _record(session, actor, template, ActivityKind.TEMPLATE_CREATED, sentence, details)
    assert template.id is not None
    return template.id


def change(
    session: Session,
    actor: access.Actor,
    template_id: object,
    values: Mapping[str, Any],
    seen_revision: int | None = None,
) -> None:
    """Fields as in `create` but the insured, which stays; those left out stay."""
    template = templates.in_sight(session, actor, template_id)
    access.require(actor, access.Right.TEMPLATES_CHANGE)
    row_changes.require_seen(template, seen_revision, "template")
    before = template.name
    read = _read({**templates.form_of(template), **values})
    _write(session, actor, template, read, ActivityKind.TEMPLATE_CHANGED, f"Changed the template {before}")


def retire(session: Session, actor: access.Actor, template_id: object) -> None:
    """No longer offered; certificates keep the wording they were issued with."""
    template = templates.in_sight(session, actor, template_id)
    access.require(actor, access.Right.TEMPLATES_CHANGE)
    if template.retired_at is None:
        template.retired_at = clock.now()
        sentence = f"Retired the template {template.name}"
        _record(session, actor, template, ActivityKind.TEMPLATE_RETIRED, sentence, {})


def resume(session: Session, actor: access.Actor, template_id: object) -> None:
    template = templates.in_sight(session, actor, template_id)
    access.require(actor, access.Right.TEMPLATES_CHANGE)
    if template.retired_at is not None:
        template.retired_at = None
        sentence = f"Resumed the template {template.name}"
        details = {"changed": {"retired": [True, False]}}
        _record(session, actor, template, ActivityKind.TEMPLATE_CHANGED, sentence, details)


def _write(
    session: Session,
    actor: access.Actor,
    template: DescriptionTemplate,
    read: Mapping[str, Any],
    kind: ActivityKind,
    sentence: str,
) -> None:
    differences = row_changes.apply(template, read)
    if differences:
        template.revision += 1
        template.updated_at = clock.now()
        _record(session, actor, template, kind, sentence, {"changed": differences})


def _insured(session: Session, actor: access.Actor, typed: object) -> int | None:
    return None if typed in (None, "") else insureds.in_sight(session, actor, typed).id


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    form = fields.Reader(values)
    body = form.text("body", "the wording", max_length=LONGEST_BODY, required=True, lines=True)
    for problem in wording.problems_of(body):
        form.add("body", problem)
    read = {
        "name": form.text("name", "the template's name", max_length=100, required=True),
        "category": form.text("category", "the category", max_length=60),
        "body": body,
        "follows_default": form.flag("follows_default", "after the default description"),
        "portal_visible": form.flag("portal_visible", "shown in the portal"),
    }
    form.raise_if_wrong()
    return read


def _record(
    session: Session,
    actor: access.Actor,
    template: DescriptionTemplate,
    kind: ActivityKind,
    sentence: str,
    details: Mapping[str, Any],
) -> None:
    session.flush()
    entry = activity.Entry(kind, sentence, template.insured_id, "template", template.id, details)
    activity.record(session, actor, entry)

"""Description templates: the agency's own and those of one insured."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session

from coi_app.models import DescriptionTemplate
from coi_app.queries import insureds, sight, tables
from coi_app.rules import access, errors, wording


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """`example` is the wording with example values in; `values` prefill the form."""

    id: int
    name: str
    category: str
    body: str
    example: str
    insured_id: int | None
    insured_name: str
    portal_visible: bool
    retired: bool
    updated_at: datetime
    values: dict[str, Any]
    revision: int


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    id: int
    name: str
    category: str
    body: str


def rows(session: Session, actor: access.Actor) -> tuple[TemplateRow, ...]:
    """All templates by category and name, retired ones last. For staff."""
    access.require(actor, access.Right.DESK_VIEW)
    row = tables.description_templates
    found = list(
        session.execute(
            select(DescriptionTemplate).order_by(
                row.retired_at.is_not(None), func.lower(row.category), func.lower(row.name), row.id
            )
        ).scalars()
    )
    names = insureds.names_of(session, {one.insured_id for one in found if one.insured_id is not None})
    return tuple(_row(one, names.get(one.insured_id or 0, "")) for one in found)


def _row(template: DescriptionTemplate, insured_name: str) -> TemplateRow:
    assert template.id is not None
    return TemplateRow(
        id=template.id,
        name=template.name,
        category=template.category,
        body=template.body,
        example=wording.resolve(template.body, wording.EXAMPLES).text,
        insured_id=template.insured_id,
        insured_name=insured_name,
        portal_visible=template.portal_visible,
        retired=template.retired_at is not None,
        updated_at=template.updated_at,
        values=form_of(template),
        revision=template.revision,
    )


def choices(session: Session, actor: access.Actor, insured_id: object) -> tuple[TemplateChoice, ...]:
    """What may be chosen for this insured's certificates; its account sees those shown in the portal."""
    owner = sight.insured(session, actor, insured_id)
    row = tables.description_templates
    statement = (
        select(row.id, row.name, row.category, row.body)
        .where(row.retired_at.is_(None), or_(row.insured_id.is_(None), row.insured_id == owner))
        .order_by(row.insured_id.is_(None), func.lower(row.category), func.lower(row.name), row.id)
    )
    if not actor.is_staff:
        statement = statement.where(row.portal_visible.is_(True))
    return tuple(TemplateChoice(*one) for one in session.execute(statement))


def form_of(template: DescriptionTemplate) -> dict[str, Any]:
    return {
        "name": template.name,
        "category": template.category,
        "body": template.body,
        "follows_default": template.follows_default,
        "portal_visible": template.portal_visible,
    }


def in_sight(session: Session, actor: access.Actor, template_id: object) -> DescriptionTemplate:
    """For services, locked until the change is committed. Raises NotFound."""
    row = tables.description_templates
    template: DescriptionTemplate | None = session.execute(
        select(DescriptionTemplate)
        .where(row.id == sight.number(template_id), _in_sight(actor))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if template is None:
        raise errors.NotFound("template")
    return template


def _in_sight(actor: access.Actor) -> ColumnElement[bool]:
    row = tables.description_templates
    own = sight.of(actor, row.insured_id)
    return own if actor.is_staff else or_(own, row.insured_id.is_(None)) & row.portal_visible.is_(True)

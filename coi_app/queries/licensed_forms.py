"""The agency's licensed forms: what their fields stand for, who uses them, and their pages."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app.adapters import file_store
from coi_app.documents import svg
from coi_app.models import LicensedForm, Master, MasterVersion
from coi_app.queries import sight, tables
from coi_app.rules import access, errors, licensed_forms
from coi_app.rules.licensed_forms import Align, FieldKind, FormField, Rectangle, Sheet

DAMAGED = "The form {} is damaged on the server. Restore it from a backup, or upload it again."


@dataclass(frozen=True, slots=True)
class FormRow:
    """`missing`: why it is not offered yet, a sentence each; `masters`: how many are printed on it now."""

    id: int
    name: str
    fields: int
    matched: int
    missing: tuple[str, ...]
    masters: int
    licensed_by: str
    licensed_at: datetime
    retired: bool

    @property
    def offered(self) -> bool:
        return not (self.retired or self.missing)


@dataclass(frozen=True, slots=True)
class FormDetail:
    row: FormRow
    fields: tuple[FormField, ...]
    mapping: dict[str, str]
    code: Rectangle | None
    revision: int


@dataclass(frozen=True, slots=True)
class FormChoice:
    id: int
    name: str


def in_sight(
    session: Session, actor: access.Actor, form_id: object, *, for_change: bool = False
) -> LicensedForm:
    """For staff; `for_change` locks it until the change is committed. Raises NotFound."""
    row = tables.licensed_forms
    query = select(LicensedForm).where(row.id == sight.number(form_id))
    if for_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    form: LicensedForm | None = session.execute(query).scalar()
    if form is None or not actor.may(access.Right.DESK_VIEW):
        raise errors.NotFound("form")
    return form


def rows(session: Session, actor: access.Actor) -> tuple[FormRow, ...]:
    """All forms by name, retired ones last."""
    access.require(actor, access.Right.DESK_VIEW)
    row = tables.licensed_forms
    query = select(LicensedForm).order_by(row.retired_at.is_not(None), func.lower(row.name), row.id)
    counts, names = _masters(session), _people(session)
    return tuple(_row(form, counts, names) for form in session.execute(query).scalars())


def detail(session: Session, actor: access.Actor, form_id: object) -> FormDetail:
    form = in_sight(session, actor, form_id)
    fields = tuple(field_of(one) for one in form.fields)
    row = _row(form, _masters(session), _people(session))
    return FormDetail(row, fields, dict(form.mapping), rectangle(form.code), form.revision)


def offered(session: Session) -> tuple[FormChoice, ...]:
    """What a master may be printed on."""
    row = tables.licensed_forms
    query = select(LicensedForm).where(row.retired_at.is_(None)).order_by(func.lower(row.name), row.id)
    forms = session.execute(query).scalars()
    return tuple(FormChoice(form.id, form.name) for form in forms if form.id and not missing(form))


def choices(session: Session, actor: access.Actor) -> tuple[FormChoice, ...]:
    access.require(actor, access.Right.DESK_VIEW)
    return offered(session)


def masters_using(session: Session, form_id: int) -> tuple[str, ...]:
    """Names of the masters that are printed on it now."""
    master, version = tables.masters, tables.master_versions
    query = (
        select(master.name)
        .join_from(Master, MasterVersion, _is_current())
        .where(version.form_id == form_id, master.retired_at.is_(None))
        .order_by(func.lower(master.name), master.id)
    )
    return tuple(session.execute(query).scalars())


def names(session: Session) -> dict[int, str]:
    row = tables.licensed_forms
    return {form_id: name for form_id, name in session.execute(select(row.id, row.name))}


def sheet(session: Session, form_id: int | None) -> Sheet | None:
    """What certificates are printed on, None for our own page. Raises Conflict for a retired or unfinished form."""
    if form_id is None:
        return None
    form = session.get_one(LicensedForm, form_id)
    if form.retired_at is not None:
        raise errors.Conflict(f"The form {form.name} is retired. Choose another form for this master.")
    made = sheet_of(form)
    licensed_forms.require_complete(made)
    return made


def sheet_of(form: LicensedForm) -> Sheet:
    return Sheet(
        name=form.name,
        blank_sha256=form.blank_sha256,
        pages=form.pages,
        fields=tuple(field_of(one) for one in form.fields),
        mapping=tuple(sorted(form.mapping.items())),
        code=rectangle(form.code),
    )


def blank(sheet: Sheet) -> bytes:
    """The stripped pages, proven by their hash. Raises Conflict when the file store lost them."""
    return _kept(sheet.name, sheet.blank_sha256)


def shown(session: Session, sheet: Sheet) -> svg.FormShown:
    """The form for a screen."""
    row = tables.licensed_forms
    query = select(row.outlines_sha256).where(row.blank_sha256 == sheet.blank_sha256).limit(1)
    sha256 = session.execute(query).scalar_one()
    return svg.FormShown(sheet, tuple(json.loads(_kept(sheet.name, sha256))))


def outline(session: Session, actor: access.Actor, form_id: object) -> str:
    """The first page of a form as an SVG picture."""
    form = in_sight(session, actor, form_id)
    return svg.picture(json.loads(_kept(form.name, form.outlines_sha256))[0])


def _kept(name: str, sha256: str) -> bytes:
    try:
        return file_store.get(sha256)
    except (FileNotFoundError, ValueError) as error:
        raise errors.Conflict(DAMAGED.format(name)) from error


def missing(form: LicensedForm) -> tuple[str, ...]:
    return licensed_forms.missing(frozenset(form.mapping.values()), bool(form.code))


def field_of(stored: Mapping[str, Any]) -> FormField:
    return FormField(
        name=stored["name"],
        kind=FieldKind(stored["kind"]),
        place=Rectangle(**stored["place"]),
        lines=stored["lines"],
        align=Align(stored["align"]),
    )


def rectangle(stored: Mapping[str, float]) -> Rectangle | None:
    return Rectangle(**stored) if stored else None


def _row(form: LicensedForm, masters: Mapping[int, int], people: Mapping[int, str]) -> FormRow:
    assert form.id is not None
    return FormRow(
        id=form.id,
        name=form.name,
        fields=len(form.fields),
        matched=len(form.mapping),
        missing=missing(form),
        masters=masters.get(form.id, 0),
        licensed_by=people.get(form.licensed_by_id or 0, "System"),
        licensed_at=form.licensed_at,
        retired=form.retired_at is not None,
    )


def _is_current() -> Any:
    master, version = tables.masters, tables.master_versions
    return (version.master_id == master.id) & (version.version == master.current_version)


def _masters(session: Session) -> dict[int, int]:
    master, version = tables.masters, tables.master_versions
    query = (
        select(version.form_id, func.count())
        .join_from(Master, MasterVersion, _is_current())
        .where(version.form_id.is_not(None), master.retired_at.is_(None))
        .group_by(version.form_id)
    )
    return {form_id: count for form_id, count in session.execute(query)}


def _people(session: Session) -> dict[int, str]:
    row = tables.accounts
    wanted = select(tables.licensed_forms.licensed_by_id)
    return {key: name for key, name in session.execute(select(row.id, row.name).where(row.id.in_(wanted)))}

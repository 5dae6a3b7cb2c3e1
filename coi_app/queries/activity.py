"""Activity History: what was done to an insured, or in the whole agency, latest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from coi_app.models import Activity
from coi_app.queries import agency, insureds, name_search, paging, sight, tables
from coi_app.rules import access, errors
from coi_app.rules.activity_kinds import ActivityKind


@dataclass(frozen=True, slots=True)
class ActivityFilter:
    """`kind` is a kind ("policy:changed") or a subject ("policy"); days are the agency's, both included."""

    account_id: int | None = None
    kind: str = ""
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """`changed` is field, before, after; `details` what else was kept. `certificate_number`: of what it is about."""

    id: int
    at: datetime
    actor_name: str
    account_id: int | None
    ip: str
    kind: str
    label: str
    sentence: str
    subject: str
    subject_id: int | None
    insured_id: int | None
    insured_name: str
    certificate_number: str
    changed: tuple[tuple[str, Any, Any], ...]
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    account_id: int
    name: str


def page(
    session: Session,
    actor: access.Actor,
    insured_id: object = None,
    filters: ActivityFilter = ActivityFilter(),
    after: str | None = None,
    limit: int = 50,
) -> paging.Page[ActivityRow]:
    """Of one insured, or of the whole agency without one. Raises NotFound, NotAllowed."""
    conditions = list(_conditions(session, filters))
    if insured_id is not None:
        conditions.append(tables.activities.chain == sight.insured(session, actor, insured_id))
    access.require(actor, access.Right.ACTIVITY_VIEW)
    row = tables.activities
    statement = select(Activity, row.at.label("page_key"), row.id.label("page_id")).where(*conditions)
    order = paging.Order(row.at, row.id, datetime, descending=True)
    found, following, preceding = paging.page_of(session, statement, order, after, limit)
    entries: list[Activity] = [one.Activity for one in found]
    rows = _rows(session, entries)
    return paging.Page(
        rows, paging.counted(session, statement.with_only_columns(row.id)), following, preceding
    )


def filter_of(asked: Mapping[str, str]) -> ActivityFilter:
    """From the parameters who, kind, first and last of an address; what they cannot mean narrows nothing."""
    who, kind = asked.get("who", ""), asked.get("kind", "")[:60]
    account_id = sight.number(who) or None
    return ActivityFilter(account_id, kind, _day(asked.get("first", "")), _day(asked.get("last", "")))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _conditions(session: Session, filters: ActivityFilter) -> Iterable[ColumnElement[bool]]:
    row = tables.activities
    if filters.account_id is not None:
        yield row.account_id == sight.number(filters.account_id)
    if filters.kind in set(ActivityKind):
        yield row.kind == filters.kind
    elif filters.kind:
        yield name_search.begins(row.kind, f"{name_search.literal(filters.kind)}:")
    if filters.first_on:
        yield row.at >= agency.midnight(session, filters.first_on)
    if filters.last_on and filters.last_on < date.max:
        yield row.at < agency.midnight(session, filters.last_on + timedelta(days=1))


def _rows(session: Session, entries: Sequence[Activity]) -> tuple[ActivityRow, ...]:
    names = insureds.names_of(session, {entry.chain for entry in entries})
    certificate = tables.certificates
    ids = {entry.subject_id for entry in entries if entry.subject == "certificate" and entry.subject_id}
    query = select(certificate.id, certificate.number).where(certificate.id.in_(ids))
    numbers = {one.id: one.number for one in session.execute(query)} if ids else {}
    return tuple(_row(entry, names, numbers) for entry in entries)


def _row(entry: Activity, names: dict[int, str], numbers: dict[int, str]) -> ActivityRow:
    assert entry.id is not None
    changed = entry.details.get("changed", {})
    return ActivityRow(
        id=entry.id,
        at=entry.at,
        actor_name=entry.actor_name,
        account_id=entry.account_id,
        ip=entry.ip,
        kind=entry.kind,
        label=_label(entry.kind),
        sentence=entry.sentence,
        subject=entry.subject,
        subject_id=entry.subject_id,
        insured_id=entry.chain if entry.chain in names else None,  # one taken back has no page
        insured_name=names.get(entry.chain, ""),
        certificate_number=numbers.get(entry.subject_id or 0, "") if entry.subject == "certificate" else "",
        changed=tuple((name, before, after) for name, (before, after) in changed.items()),
        details={name: value for name, value in entry.details.items() if name != "changed"},
    )


def _label(kind: str) -> str:
    """A kind that a newer version wrote still reads as what it is."""
    return ActivityKind(kind).label if kind in set(ActivityKind) else kind


def people(session: Session, actor: access.Actor, insured_id: object = None) -> tuple[Person, ...]:
    """Whom the list can be narrowed to: staff, and the accounts of that insured."""
    access.require(actor, access.Right.ACTIVITY_VIEW)
    row = tables.accounts
    whose: ColumnElement[bool] = row.insured_id.is_(None)
    if insured_id is not None:
        whose = whose | (row.insured_id == sight.insured(session, actor, insured_id))
    found = session.execute(select(row.id, row.name).where(whose).order_by(row.name, row.id))
    return tuple(Person(*one) for one in found)


def subjects() -> tuple[tuple[str, str], ...]:
    """The kinds to choose from, one for each subject: ("policy", "Policy")."""
    every = dict.fromkeys(kind.subject for kind in ActivityKind)
    return tuple((subject, subject.replace("_", " ").capitalize()) for subject in every)


def entry(session: Session, actor: access.Actor, activity_id: object) -> ActivityRow:
    """One entry with all it keeps."""
    access.require(actor, access.Right.ACTIVITY_VIEW)
    found = session.get(Activity, sight.number(activity_id))
    if found is None:
        raise errors.NotFound("activity")
    return _rows(session, [found])[0]

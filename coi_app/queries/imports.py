"""Imports as their page shows them: the list, one run, and its rows by verdict."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlmodel import Session, col

from coi_app.models import Account, ImportRow, ImportRun
from coi_app.queries import import_words, paging, sight, tables
from coi_app.rules import access, errors, import_layouts
from coi_app.rules.import_kinds import KIND_LABELS, Kind, Verdict
from coi_app.rules.import_layout import Layout


class RunState(StrEnum):
    READY = "ready"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"


STATE_LABELS: dict[RunState, str] = {
    RunState.READY: "Columns to confirm",
    RunState.CHECKING: "Dry run going on",
    RunState.CHECKED: "Dry run done",
    RunState.APPLYING: "Being applied",
    RunState.APPLIED: "Applied",
    RunState.UNDOING: "Being undone",
    RunState.UNDONE: "Undone",
    RunState.FAILED: "Failed",
}
AT_WORK = frozenset({RunState.CHECKING, RunState.APPLYING, RunState.UNDOING})
ALIKE = "alike"  # the filter of rows that may be the same as another holder


@dataclass(frozen=True, slots=True)
class RunRow:
    """One import. `holders_matched` are rows whose holder was there already, linked or not."""

    id: int
    kind: Kind
    state: RunState
    step: int
    file_name: str
    file_size: int
    note: str
    header_row: int
    headings: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    places: dict[str, int]
    fingerprint: str
    error: str
    total: int
    done: int
    created: int
    changed: int
    linked: int
    matched: int
    rejected: int
    alike: int
    links_created: int
    created_by: str
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None

    @property
    def kind_label(self) -> str:
        return KIND_LABELS[self.kind]

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.state]

    @property
    def needs_check(self) -> bool:
        """Decisions were made that its figures do not show yet."""
        return self.state is RunState.CHECKED and not self.fingerprint

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK


@dataclass(frozen=True, slots=True)
class Twin:
    """The holder a row looks like; `row` when it is an earlier row of the file."""

    name: str
    place: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class JudgedRow:
    position: int
    verdict: Verdict
    column: str
    message: str
    name: str
    place: str
    insured: str
    decision: str
    twin: Twin | None


_SHOWN = tuple(name for name in RunRow.__dataclass_fields__ if name not in {"created_by"})


def page(
    session: Session, actor: access.Actor, after: str | None = None, limit: int = 50
) -> paging.Page[RunRow]:
    """Newest first."""
    access.require(actor, access.Right.IMPORTS_RUN)
    row = tables.import_runs
    statement = _runs().add_columns(row.created_at.label("page_key"), row.id.label("page_id"))
    order = paging.Order(row.created_at, row.id, datetime, descending=True)
    found, following, preceding = paging.page_of(session, statement, order, after, limit)
    return paging.Page(tuple(map(_run, found)), paging.counted(session, statement), following, preceding)


def detail(session: Session, actor: access.Actor, run_id: object) -> RunRow:
    access.require(actor, access.Right.IMPORTS_RUN)
    found = session.execute(_runs().where(tables.import_runs.id == sight.number(run_id))).first()
    if found is None:
        raise errors.NotFound("import")
    return _run(found)


def _runs() -> Select[Any]:
    row, account = tables.import_runs, tables.accounts
    shown = [getattr(row, name) for name in _SHOWN]
    return select(*shown, func.coalesce(account.name, "Command line").label("created_by")).outerjoin(
        Account, account.id == row.created_by_id
    )


def _run(one: Any) -> RunRow:
    read = {name: getattr(one, name) for name in (*_SHOWN, "created_by")}
    read |= {"kind": Kind(one.kind), "state": RunState(one.state), "headings": tuple(one.headings)}
    return RunRow(**read | {"samples": tuple(tuple(each) for each in one.samples)})


def same_file(session: Session, actor: access.Actor, run_id: object) -> RunRow | None:
    """The last import of these very bytes that was applied and not undone."""
    access.require(actor, access.Right.IMPORTS_RUN)
    row = tables.import_runs
    mine = select(row.file_sha256).where(row.id == sight.number(run_id)).scalar_subquery()
    applied = (row.file_sha256 == mine, row.id != sight.number(run_id), row.state == RunState.APPLIED.value)
    found = session.execute(_runs().where(*applied).order_by(row.id.desc()).limit(1)).first()
    return _run(found) if found else None


def rows(
    session: Session, actor: access.Actor, run_id: object, verdict: str = "", after: int = 0, limit: int = 50
) -> tuple[JudgedRow, ...]:
    """Rows of one verdict (or `ALIKE`, or all), by their number in the file, from the one after `after`."""
    access.require(actor, access.Right.IMPORTS_RUN)
    row = tables.import_rows
    chosen = (row.run_id == sight.number(run_id), row.position > after, _of_verdict(verdict))
    found = session.exec(
        select(ImportRow).where(*chosen).order_by(row.position).limit(min(limit, paging.MOST_A_PAGE))  # type: ignore[call-overload]
    ).scalars()
    read = list(found)
    twins, run = _twins(session, read), detail(session, actor, run_id)
    return tuple(_judged(one, twins, run) for one in read)


def _of_verdict(verdict: str) -> ColumnElement[bool]:
    row = tables.import_rows
    if verdict == ALIKE:
        return or_(row.alike_id.is_not(None), row.alike_row.is_not(None))
    return row.verdict == verdict if verdict in tuple(Verdict) else true()


def _twins(session: Session, read: list[ImportRow]) -> dict[tuple[str, int], Twin]:
    holder, row = tables.holders, tables.import_rows
    ids = {one.alike_id for one in read if one.alike_id}
    rows_meant = {one.alike_row for one in read if one.alike_row}
    found = {}
    for holder_id, name, line, city in session.execute(
        select(holder.id, holder.name, holder.address_line_one, holder.city).where(holder.id.in_(ids))
    ):
        found["holder", holder_id] = Twin(name, ", ".join(filter(None, (line, city))))
    for position, said in session.execute(
        select(row.position, row.holder).where(
            row.run_id == (read[0].run_id if read else 0), row.position.in_(rows_meant)
        )
    ):
        found["row", position] = Twin((said or {}).get("name", ""), import_words.place(said), position)
    return found


def _judged(one: ImportRow, twins: dict[tuple[str, int], Twin], run: RunRow) -> JudgedRow:
    key = ("holder", one.alike_id) if one.alike_id else ("row", one.alike_row or 0)
    name, place, insured = import_words.said(one, run.kind, run.places)
    return JudgedRow(
        one.position, Verdict(one.verdict), one.column, one.message, name, place, insured, one.decision,
        twins.get(key),
    )  # fmt: skip


def rejected_cells(session: Session, run_id: int) -> Iterator[tuple[int, str, str, list[str]]]:
    """Number, column, message and cells of each row that was left out."""
    row = tables.import_rows
    chosen = (row.run_id == run_id, row.verdict == Verdict.REJECTED.value)
    found = session.execute(
        select(row.position, row.column, row.message, row.cells).where(*chosen).order_by(row.position)
    ).yield_per(2_000)
    for one in found:
        yield one.position, one.column, one.message, one.cells


def remembered(session: Session, layout: Layout) -> dict[str, str]:
    """Heading → column of this kind of file, as the agency once decided."""
    row, begin = tables.import_headings, layout.remembered_as("")
    found = session.execute(
        select(row.heading, row.column).where(row.heading.startswith(begin, autoescape=True))
    )
    kept = {heading[len(begin) :]: column for heading, column in found}
    return {key: column for key, column in kept.items() if "|" not in key}


def guessed(session: Session, kind: Kind, headings: Sequence[str]) -> dict[str, int]:
    """Column → place of its heading in a file of that kind."""
    layout = import_layouts.of(kind)
    found = layout.guess(headings, remembered(session, layout))
    return {str(column): place for column, place in found.items()}


def places_as(session: Session, actor: access.Actor, run_id: object, kind: str) -> dict[str, int]:
    """The columns as they would be if the file were of another kind."""
    run = detail(session, actor, run_id)
    wanted = Kind(kind) if kind in tuple(Kind) else run.kind
    if import_layouts.of(wanted) is import_layouts.of(run.kind):
        return run.places
    return guessed(session, wanted, run.headings) if run.header_row else {}


def in_sight(session: Session, actor: access.Actor, run_id: object, *, for_change: bool = False) -> ImportRun:
    """For services. Only who may run imports sees one; raises NotFound."""
    statement = select(ImportRun).where(col(ImportRun.id) == sight.number(run_id))
    if for_change:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found: ImportRun | None = session.execute(statement).scalar_one_or_none()
    if found is None or not actor.is_staff or not actor.may(access.Right.DESK_VIEW):
        raise errors.NotFound("import")
    return found


def fingerprint(session: Session) -> str:
    """Changes whenever something does that the verdict on a row stands on."""
    kept = (tables.holders, tables.additional_interests, tables.insureds, tables.policies)
    form, carrier = tables.endorsements, tables.carriers
    asked = [select(func.count(), func.max(one.id), func.sum(one.revision)) for one in kept]
    asked.append(select(func.count(), func.max(form.id), func.count(form.removed_at)))
    asked.append(select(func.max(tables.policies.updated_at)))  # an endorsement that is changed touches it
    sums = [session.execute(one).one() for one in asked]
    said = session.execute(
        select(carrier.id, carrier.legal_name, carrier.naic, carrier.retired_at).order_by(carrier.id)
    )
    carriers = hashlib.sha256(repr([tuple(map(str, one)) for one in said]).encode()).hexdigest()[:16]
    return "/".join(["-".join(str(number or 0) for number in each) for each in sums] + [carriers])

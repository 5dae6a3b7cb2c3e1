"""`coi import-holders` and its sisters: an import without a browser, run here and now."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict, final

from coi_app import db
from coi_app.documents import spreadsheet
from coi_app.jobs import run_import
from coi_app.queries import imports as seen
from coi_app.queries.imports import RunRow, RunState
from coi_app.rules import access, errors, import_layouts
from coi_app.rules.import_kinds import OF_HOLDERS, Kind
from coi_app.services import imports

ACTOR = access.system_actor("Command line")


class RejectedRow(TypedDict):
    row: int
    column: str
    message: str


@final
class RecordSummary(TypedDict):
    """`rows` = `created` + `changed` + `matched` + the rejected."""

    rows: int
    created: int
    changed: int
    matched: int
    rejected: list[RejectedRow]
    imported_before: bool
    applied: bool


@final
class Summary(TypedDict):
    """`rows` = `holders_created` + `holders_matched` + the rejected; `verdicts` count each row once, too."""

    rows: int
    holders_created: int
    holders_matched: int
    links_created: int
    rejected: list[RejectedRow]
    verdicts: dict[str, int]
    may_be_the_same: int
    imported_before: bool
    applied: bool


def run(path: Path, kind: str = Kind.BOTH.value, *, dry_run: bool = False) -> Summary | RecordSummary:
    """Holders, and links where a row names an insured; or carriers, insureds, policies. A dry run leaves nothing
    behind.

    Raises a Refusal whose text is fit to show.
    """
    outcome = _run(path, Kind(kind), dry_run)
    of_kind = _of_holders if Kind(kind) in OF_HOLDERS else _of_records
    return of_kind(outcome.found, outcome, not dry_run)


def _of_holders(found: RunRow, outcome: "_Outcome", applied: bool) -> Summary:
    return {
        "rows": found.total,
        "holders_created": found.created,
        "holders_matched": found.linked + found.matched,
        "links_created": found.links_created,
        "rejected": outcome.rejected,
        "verdicts": _verdicts(found),
        "may_be_the_same": found.alike,
        "imported_before": outcome.before,
        "applied": applied,
    }


def _of_records(found: RunRow, outcome: "_Outcome", applied: bool) -> RecordSummary:
    return {
        "rows": found.total,
        "created": found.created,
        "changed": found.changed,
        "matched": found.matched,
        "rejected": outcome.rejected,
        "imported_before": outcome.before,
        "applied": applied,
    }


def in_words(summary: Summary | RecordSummary, kind: str) -> Iterator[str]:
    """Lines for a terminal."""
    for one in summary["rejected"]:
        yield f"Row {one['row']}, {one['column'] or 'whole row'}: {one['message']}"
    if summary["imported_before"]:
        yield "This very file was imported before."
    nothing = "" if summary["applied"] else " Nothing was changed."
    rejected = f"{len(summary['rejected']):,} rejected.{nothing}"
    if "created" in summary:
        yield (
            f"{summary['rows']:,} rows: {summary['created']:,} {kind} created, {summary['changed']:,} changed, "
            f"{summary['matched']:,} were there, {rejected}"
        )
    else:
        yield (
            f"{summary['rows']:,} rows: {summary['holders_created']:,} holders created, "
            f"{summary['holders_matched']:,} were there, {summary['links_created']:,} links created, {rejected}"
        )


@dataclass(frozen=True, slots=True)
class _Outcome:
    found: RunRow
    rejected: list[RejectedRow]
    before: bool


def _run(path: Path, kind: Kind, dry_run: bool) -> _Outcome:
    file = imports.look_through(path.name, _bytes(path))
    with db.writing() as session:
        run_id = imports.receive(session, ACTOR, file, kind.value, source="cli")
        found = seen.detail(session, ACTOR, run_id)
        _require_headings(found)
        imports.check(session, ACTOR, run_id, found.places, enqueue=False)
    try:
        return _carried_out(run_id, dry_run)
    finally:
        with db.writing() as session:
            if seen.detail(session, ACTOR, run_id).state is not RunState.APPLIED:
                imports.discard(session, ACTOR, run_id)


def _carried_out(run_id: int, dry_run: bool) -> _Outcome:
    found = _step(run_id, imports.CHECK)
    if not dry_run and found.created + found.changed + found.linked:
        with db.writing() as session:
            imports.apply(session, ACTOR, run_id, enqueue=False)
        found = _step(run_id, imports.APPLY)
    with db.reading() as session:
        before = seen.same_file(session, ACTOR, run_id) is not None
        rejected = [
            RejectedRow(row=position, column=column, message=message)
            for position, column, message, _ in seen.rejected_cells(session, run_id)
        ]
    return _Outcome(found, rejected, before)


def _verdicts(found: RunRow) -> dict[str, int]:
    return {one: int(getattr(found, one)) for one in ("created", "linked", "matched", "rejected")}


def _step(run_id: int, step: str) -> RunRow:
    with db.reading() as session:
        number = seen.detail(session, ACTOR, run_id).step
    run_import.run(run_id, number, step)
    with db.reading() as session:
        found = seen.detail(session, ACTOR, run_id)
    if found.error:
        raise errors.Refusal(found.error)
    return found


def _bytes(path: Path) -> bytes:
    """The whole file, as it is at one moment."""
    before = path.stat()
    if before.st_size > spreadsheet.LARGEST_FILE:
        raise spreadsheet.Unreadable(
            f"{path.name} is larger than {spreadsheet.LARGEST_FILE // 1_000_000} MB. Split it into several files."
        )
    data = path.read_bytes()
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise errors.Refusal(
            f"{path.name} changed while it was read. Wait until it is complete, then try again."
        )
    return data


def _require_headings(found: RunRow) -> None:
    layout = import_layouts.of(found.kind)
    missing = [layout.headings[one] for one in import_layouts.NEEDS[found.kind] if one not in found.places]
    if missing:
        names = ", ".join(layout.headings[one] for one in layout.template[:8])
        raise errors.Refusal(
            f"No column of this file is called {' or '.join(missing)}. Its first row must have headings such "
            f"as {names}; or choose the columns on the Imports page."
        )

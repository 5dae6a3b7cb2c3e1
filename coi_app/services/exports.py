"""Lists as CSV in the columns of the import: what is exported and imported again changes nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from coi_app.documents import table_text
from coi_app.models import Holder
from coi_app.queries import agency, imports, insureds, tables
from coi_app.rules import access, file_names, holder_import, import_layouts
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.import_kinds import OF_HOLDERS, Kind
from coi_app.services import activity

EMPTY = ("",) * 5  # the columns of a link


@dataclass(frozen=True, slots=True)
class CsvFile:
    file_name: str
    body: bytes


def template(kind: Kind) -> CsvFile:
    """The import's headings and nothing else."""
    return CsvFile(f"{_named(kind)}-template.csv", table_text.csv_of(_headings(kind), ()))


def example(kind: Kind) -> CsvFile:
    """The headings with a few rows of nobody's, to write one's own over."""
    columns = import_layouts.of(kind).template
    rows = [[one.get(column, "") for column in columns] for one in import_layouts.EXAMPLES[kind]]
    return CsvFile(f"{_named(kind)}-example.csv", table_text.csv_of(_headings(kind), rows))


def _named(kind: Kind) -> str:
    return "import" if kind in OF_HOLDERS else kind.value


def holders(session: Session, actor: access.Actor) -> CsvFile:
    """Every holder of the agency, by name."""
    access.require(actor, access.Right.EXPORTS_RUN)
    access.require(actor, access.Right.DESK_VIEW)
    row = tables.holders
    found = session.execute(
        select(*_of_holder()).where(row.merged_into_id.is_(None)).order_by(row.name_key, row.id)
    )
    lines = [(*one, *EMPTY) for one in found]
    return kept(session, actor, "holders", lines, None, _headings())


def additional_interests(session: Session, actor: access.Actor, insured_id: object) -> CsvFile:
    """The active links of an insured, with the policies on whose lines ADDL INSD is wished."""
    insured = insureds.in_sight(session, actor, insured_id)
    access.require(actor, access.Right.EXPORTS_RUN)
    assert insured.id is not None
    link, holder = tables.additional_interests, tables.holders
    numbers = _policy_numbers(session, insured.id)
    found = session.execute(
        select(link.types, link.other_type, link.wants_additional_insured, link.description, link.loan_number,
               *_of_holder())
        .join(Holder, holder.id == link.holder_id)
        .where(link.insured_id == insured.id, link.ended_on.is_(None))
        .order_by(holder.name_key, link.id)
    )  # fmt: skip
    lines = [
        (
            *said,
            insured.legal_name,
            "; ".join(number for line in wishes for number in numbers[line]),
            holder_import.types_in_words(types, other),
            description,
            loan,
        )
        for types, other, wishes, description, loan, *said in found
    ]
    return kept(session, actor, f"{insured.legal_name} additional interests", lines, insured.id, _headings())


def rejected(session: Session, actor: access.Actor, run_id: object) -> CsvFile:
    """The rows an import left out, in the file's own columns and with the reason behind them."""
    run = imports.in_sight(session, actor, run_id)
    access.require(actor, access.Right.IMPORTS_RUN)
    assert run.id is not None
    width = len(run.headings)
    lines = [
        (*cells[:width], *[""] * (width - len(cells)), f"{column}: {message}" if column else message)
        for _, column, message, cells in imports.rejected_cells(session, run.id)
    ]
    name = file_names.file_name(f"{run.file_name.rpartition('.')[0] or run.file_name} rejected", ".csv")
    return CsvFile(name, table_text.csv_of([*run.headings, "Reason"], lines))


def _headings(kind: Kind = Kind.BOTH) -> list[str]:
    layout = import_layouts.of(kind)
    return [layout.headings[column] for column in layout.template]


def _of_holder() -> tuple[Any, ...]:
    row = tables.holders
    return (
        row.name, row.address_line_one, row.address_line_two, row.city, row.state, row.zip_code, row.email, row.phone,
    )  # fmt: skip


def _policy_numbers(session: Session, insured_id: int) -> dict[str, list[str]]:
    """Line → the numbers of the insured's policies that have not expired."""
    row, numbers = tables.policies, defaultdict(list)
    alive = (row.insured_id == insured_id, row.expires_on > agency.today(session))
    for line, number in session.execute(select(row.line, row.number).where(*alive).order_by(row.id)):
        numbers[line].append(number)
    return numbers


def kept(
    session: Session,
    actor: access.Actor,
    name: str,
    lines: Iterable[tuple[str, ...]],
    insured_id: int | None,
    headings: Sequence[str],
) -> CsvFile:
    """The list as a file, and that it was taken out."""
    rows = list(lines)
    entry = activity.Entry(
        ActivityKind.LIST_EXPORTED, f"Exported {len(rows):,} rows of {name}", insured_id, "list", None,
        {"rows": len(rows)},
    )  # fmt: skip
    activity.record(session, actor, entry)
    return CsvFile(file_names.file_name(name, ".csv"), table_text.csv_of(headings, rows))

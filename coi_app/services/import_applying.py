"""All of an import in one transaction: holders, their names, links; and all of it taken back."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from coi_app import clock, db
from coi_app.models import (
    AdditionalInterest,
    BatchItem,
    CertificateRequest,
    EndorsementHolder,
    Holder,
    HolderName,
    ImportRow,
    ImportRun,
)
from coi_app.queries import imports, tables
from coi_app.queries.imports import RunState
from coi_app.rules import errors
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.coverage import Line
from coi_app.rules.facts import InterestType
from coi_app.rules.import_kinds import OF_HOLDERS, Kind, Verdict
from coi_app.services import (
    activity,
    import_reading,
    import_steps,
    new_ids,
    record_applying,
    record_undoing,
    row_inserts,
)

ROWS_AT_ONCE = 5_000
Row = dict[str, Any]


def apply(run_id: int, step: int, rows_of: import_steps.RowsOf = import_reading.rows) -> None:
    """Carry out what the dry run showed. Records that changed since are judged anew first; nothing is half done."""
    with db.reading() as session:
        if not import_steps.is_current(session, run_id, step):
            return
        is_old = session.get_one(ImportRun, run_id).fingerprint != imports.fingerprint(session)
    if is_old:
        import_steps.judge_in_pieces(run_id, step, rows_of)
    with db.writing() as session:
        import_steps.take_turn(session)
        if import_steps.is_current(session, run_id, step):
            _apply(session, session.get_one(ImportRun, run_id))


def _apply(session: Session, run: ImportRun) -> None:
    if run.fingerprint != imports.fingerprint(session):
        import_steps.judge_at_once(session, run)
    run.state, run.applied_at = RunState.APPLIED.value, clock.now()
    if Kind(run.kind) in OF_HOLDERS:
        _apply_holders(session, run)
    else:
        record_applying.apply(session, run)


def _apply_holders(session: Session, run: ImportRun) -> None:
    counts = _Writer(session, run).write()
    sentence = (
        f"Imported {run.file_name}: {run.created:,} holders and {run.links_created:,} links created, "
        f"{run.matched:,} rows were there already, {run.rejected:,} rejected"
    )
    added = {
        insured_id: activity.Entry(
            ActivityKind.INTEREST_ADDED,
            f"Added {number:,} additional interest{'' if number == 1 else 's'} from {run.file_name}",
            insured_id, "import", run.id, {"links": number, "import": run.id},
        )
        for insured_id, number in sorted(counts.items())
    }  # fmt: skip
    import_steps.record(session, run, ActivityKind.IMPORT_APPLIED, sentence, added)


class _Writer:
    """Goes once through the rows that make something."""

    def __init__(self, session: Session, run: ImportRun) -> None:
        self._session = session
        self._run_id = run.id
        self._now = clock.now()
        self._holders: dict[int, int] = {}  # row → the holder it made
        self._links: dict[int, int] = {}  # row → the link it made
        self._added: dict[int, list[Row]] = defaultdict(list)  # link → what later rows add to it
        self._of_insured: dict[int, int] = defaultdict(int)

    def write(self) -> dict[int, int]:
        """Gives the number of links made by insured."""
        for piece in self._pieces():
            self._write_piece(piece)
        self._add_to_links()
        return self._of_insured

    def _pieces(self) -> Iterator[Sequence[Any]]:
        row, last = tables.import_rows, 0
        makes = (Verdict.CREATED.value, Verdict.LINKED.value)
        shown = (row.position, row.verdict, row.holder, row.link, row.holder_id, row.same_as, row.link_of)
        while True:
            chosen = (row.run_id == self._run_id, row.verdict.in_(makes), row.position > last)
            query = select(*shown).where(*chosen).order_by(row.position).limit(ROWS_AT_ONCE)
            piece = self._session.execute(query).all()
            if not piece:
                return
            yield piece
            last = piece[-1].position

    def _write_piece(self, piece: Sequence[Any]) -> None:
        new = [one for one in piece if one.verdict == Verdict.CREATED]
        self._holders |= zip(
            (one.position for one in new), new_ids.taken(self._session, Holder, len(new)), strict=True
        )
        row_inserts.insert_all(self._session, Holder, [self._holder(one) for one in new])
        self._name([self._holders[one.position] for one in new])
        linking = [one for one in piece if one.link_of == one.position]
        ids = new_ids.taken(self._session, AdditionalInterest, len(linking))
        self._links |= zip((one.position for one in linking), ids, strict=True)
        row_inserts.insert_all(self._session, AdditionalInterest, [self._link(one) for one in linking])
        for one in piece:
            if one.link_of is not None and one.link_of != one.position:
                self._added[self._links[one.link_of]].append(one.link)
        self._note(piece)

    def _holder(self, one: Any) -> Row:
        made = {"id": self._holders[one.position], "revision": 1}  # what is left out is empty
        return {**one.holder, **made, "created_at": self._now, "updated_at": self._now}

    def _name(self, holder_ids: Sequence[int]) -> None:
        """In one statement: after each, SQLite writes what the index of letters has gathered."""
        row = tables.holders
        made = select(row.id, row.name, row.name_key).where(row.id.in_(holder_ids)).order_by(row.id)
        names = insert(HolderName).from_select(["holder_id", "name", "name_key"], made)
        self._session.connection().execute(names)

    def _link(self, one: Any) -> Row:
        self._of_insured[one.link["insured_id"]] += 1
        return {
            **one.link, "id": self._links[one.position], "holder_id": self._holder_of(one), "revision": 1,
            "wants_waiver": [], "written_contract": "", "project": "", "delivery_email": "",
            "created_at": self._now, "updated_at": self._now,
        }  # fmt: skip

    def _holder_of(self, one: Any) -> int:
        return int(one.holder_id or self._holders[one.same_as])

    def _note(self, piece: Sequence[Any]) -> None:
        """What each row made, for the result and for undoing it."""
        made = [
            {
                "at": one.position,
                "holder_id": self._holder_of(one),
                "interest_id": self._links.get(one.position),
            }
            for one in piece
        ]
        table = import_steps.tables_of(ImportRow)
        here = (table.c.run_id == self._run_id, table.c.position == bindparam("at"))
        values: dict[str, Any] = {
            "holder_id": bindparam("holder_id"),
            "interest_id": bindparam("interest_id"),
        }
        self._session.connection().execute(update(table).where(*here).values(values), made)

    def _add_to_links(self) -> None:
        """Several rows for one link, as one for each policy: their types and lines together."""
        for interest_id, rows in self._added.items():
            link = self._session.get_one(AdditionalInterest, interest_id)
            types = {*link.types, *(kind for row in rows for kind in row["types"])}
            link.types = [kind.value for kind in InterestType if kind in types]
            lines = {
                *link.wants_additional_insured,
                *(x for row in rows for x in row["wants_additional_insured"]),
            }
            link.wants_additional_insured = [line.value for line in Line if line in lines]
            link.other_type = next(filter(None, (link.other_type, *(row["other_type"] for row in rows))), "")
        self._session.flush()


def undo(run_id: int, step: int) -> None:
    """Take back what it made. Raises Conflict, and changes nothing, when something uses or changed any of it."""
    with db.writing() as session:
        import_steps.take_turn(session)
        if import_steps.is_current(session, run_id, step):
            _undo(session, session.get_one(ImportRun, run_id))


def _undo(session: Session, run: ImportRun) -> None:
    try:
        if Kind(run.kind) in OF_HOLDERS:
            _undo_holders(session, run)
        else:
            record_undoing.undo(session, run)
    except IntegrityError as held:
        raise errors.Conflict(
            "This import cannot be undone any more: other records refer to it. Nothing was changed."
        ) from held
    run.state, run.undone_at = RunState.UNDONE.value, clock.now()


def _undo_holders(session: Session, run: ImportRun) -> None:
    row = tables.import_rows
    holders = select(row.holder_id).where(row.run_id == run.id, row.verdict == Verdict.CREATED.value)
    links = select(row.interest_id).where(row.run_id == run.id, row.interest_id.is_not(None))
    record_undoing.refuse_used(session, _uses(holders, links))
    link = tables.additional_interests
    of_insureds = select(link.insured_id, func.count()).where(link.id.in_(links)).group_by(link.insured_id)
    removed = {insured_id: number for insured_id, number in session.execute(of_insureds)}
    session.execute(delete(AdditionalInterest).where(link.id.in_(links)))
    session.execute(delete(HolderName).where(col(HolderName.holder_id).in_(holders)))
    session.execute(delete(Holder).where(tables.holders.id.in_(holders)))
    _record_undo(session, run, removed)


def _uses(holders: Any, links: Any) -> list[tuple[str, Any]]:
    """What keeps an import from being undone, each as a question to the database."""
    holder, link = tables.holders, tables.additional_interests
    certificate = tables.certificates
    foreign = select(link.id).where(link.holder_id.in_(holders), link.id.not_in(links))
    return [
        (
            "certificates were made for its holders",
            exists().where(or_(certificate.holder_id.in_(holders), certificate.interest_id.in_(links))),
        ),
        ("a batch has its holders", exists().where(col(BatchItem.interest_id).in_(links))),
        ("its holders were linked to insureds since", exists(foreign)),
        ("endorsements name its holders", exists().where(col(EndorsementHolder.holder_id).in_(holders))),
        ("requests name its holders", exists().where(col(CertificateRequest.holder_id).in_(holders))),
        (
            "its holders were changed or merged since",
            exists().where(
                or_(
                    holder.id.in_(holders) & ((holder.revision > 1) | holder.merged_into_id.is_not(None)),
                    holder.merged_into_id.in_(holders),
                )
            ),
        ),
        ("its links were changed since", exists().where(link.id.in_(links), link.revision > 1)),
    ]


def _record_undo(session: Session, run: ImportRun, removed: dict[int, int]) -> None:
    entries = {
        insured_id: activity.Entry(
            ActivityKind.IMPORT_UNDONE,
            f"Took back {number:,} additional interest{'' if number == 1 else 's'} of {run.file_name}",
            insured_id, "import", run.id, {"links": number},
        )
        for insured_id, number in sorted(removed.items())
    }  # fmt: skip
    sentence = f"Undid {run.file_name}: {run.created:,} holders and {run.links_created:,} links taken back"
    import_steps.record(session, run, ActivityKind.IMPORT_UNDONE, sentence, entries)

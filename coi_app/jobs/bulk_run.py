"""The job of a bulk action: its steps or its file. Killed anywhere, it goes on behind the run's cursor."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

from coi_app import db
from coi_app.adapters import file_store, job_engine
from coi_app.documents.bundle import ManifestRow, OnePdfOf, ZipOf
from coi_app.documents.list_file import CsvOf, XlsxOf
from coi_app.jobs import apart, listing_room, process_beside
from coi_app.jobs.listing_beside import Rows
from coi_app.queries import agency, certificate_export, certificate_files, certificate_selection
from coi_app.queries.bulk_runs import MAKES_FILE, BulkKind
from coi_app.queries.certificate_files import CertificateFile
from coi_app.rules import errors, file_names
from coi_app.services import bulk_reissue, bulk_steps

AT_ONCE = 200
LIST_AT_ONCE = 2_000
APART_FROM = 2_000  # certificates
TRIES_BESIDE_OTHERS = 3
UNEXPECTED = (
    "Something unexpected happened on the server. Start it again; if that fails, tell your administrator."
)

log = logging.getLogger(__name__)


class Cancelled(Exception):
    """Somebody asked for it while the file was being written."""


def run_apart(run_id: int) -> None:
    """The same, of many certificates in a process of its own."""
    with db.reading() as session:
        total = bulk_steps.total(session, run_id)
    if process_beside.is_worth_it(total, APART_FROM):
        apart.run(run, run_id)
    else:
        run(run_id)


def run(run_id: int) -> None:
    """Ends the run in every case but one: when the process stops, it goes on at the next start."""
    try:
        _work(run_id)
    except errors.Refusal as refusal:
        _fail(run_id, str(refusal))
    except Exception:
        log.exception("bulk run %s stopped", run_id)
        _fail(run_id, UNEXPECTED)


def _work(run_id: int) -> None:
    with db.writing() as session:
        found = bulk_steps.begin(session, run_id)
        if found is None:
            return
        kind, key, day = BulkKind(found.kind), f"bulk-{run_id}.{found.kind}", agency.today(session)
    name = file_names.file_name(f"Certificates {day} run {run_id}", f".{kind.value}")
    stored = None
    if kind in MAKES_FILE:
        stored = _file(run_id, kind, key, name)
    elif kind is BulkKind.REISSUE:
        _reissue(run_id)
    else:
        _steps(run_id)
    with db.writing() as session:
        bulk_steps.finish(session, run_id, stored, name if stored else "")


def _steps(run_id: int) -> None:
    more = True
    while more:
        job_engine.leave_if_stopping()
        with db.writing() as session:
            more = bulk_steps.step(session, run_id)


def _reissue(run_id: int) -> None:
    while _reissue_step(run_id):
        job_engine.leave_if_stopping()


def _reissue_step(run_id: int) -> bool:
    """Drawn outside of the transaction that stores it; False when nothing is left to do."""
    for _ in range(TRIES_BESIDE_OTHERS):
        with db.reading() as session:
            step = bulk_reissue.prepare(session, run_id)
        if step is None:
            return False
        with db.writing() as session:
            if bulk_reissue.commit(session, step):
                return True
    with db.writing() as session:  # others were quicker each time: let them wait for once
        step = bulk_reissue.prepare(session, run_id)
        return step is not None and bulk_reissue.commit(session, step)


def _file(run_id: int, kind: BulkKind, key: str, name: str) -> file_store.StoredFile | None:
    path = file_store.batch_path(key)
    write: dict[BulkKind, Callable[[Path, int], None]] = {
        BulkKind.ZIP: _write_zip, BulkKind.PDF: _write_pdf, BulkKind.CSV: _write_csv, BulkKind.XLSX: _write_xlsx,
    }  # fmt: skip
    try:
        with file_store.placing(path):
            write[kind](path, run_id)
    except Cancelled:
        return None
    if kind in (BulkKind.ZIP, BulkKind.PDF):
        _record_bundled(run_id, name)
    return file_store.stored(key, path)


def _record_bundled(run_id: int, name: str) -> None:
    more = True
    while more:
        job_engine.leave_if_stopping()
        with db.writing() as session:
            more = bulk_steps.record_bundled(session, run_id, name)


def _write_zip(path: Path, run_id: int) -> None:
    names = file_names.UniqueNames()
    with ZipOf(path) as bundle:
        for file in _files(run_id):
            row = ManifestRow(
                file.number, str(file.revision), file.holder, file.city, file.state, file.issued_on.isoformat(),
                "exact copy",
            )  # fmt: skip
            bundle.add(names.take(Path(file.file_name).stem, ".pdf"), file.drawn, row, file.sha256)


def _write_pdf(path: Path, run_id: int) -> None:
    with OnePdfOf(path) as bundle:
        for file in _files(run_id):
            bundle.add(file.drawn, file.holder)


def _write_csv(path: Path, run_id: int) -> None:
    with CsvOf(path, certificate_export.HEAD) as sheet:
        for rows in _lists(run_id):
            sheet.add(rows)


def _write_xlsx(path: Path, run_id: int) -> None:
    with XlsxOf(path, certificate_export.HEAD, certificate_export.WIDTHS) as sheet:
        for rows in _lists(run_id):
            sheet.add(rows)


def _pieces(run_id: int, size: int) -> Iterator[list[int]]:
    """The ids in their order; each piece has a look of its own at who asks, and whether they cancelled."""
    last = 0
    while True:
        job_engine.leave_if_stopping()
        with db.reading() as session:
            found = bulk_steps.look(session, run_id)
            if found.cancel_asked_at is not None:
                raise Cancelled
            actor = bulk_steps.issuer(session, found)
            ids = certificate_selection.after(session, actor, bulk_steps.selection(found), last, size)
        if not ids:
            return
        yield ids
        last = ids[-1]


def _files(run_id: int) -> Iterator[CertificateFile]:
    done = 0
    for ids in _pieces(run_id, AT_ONCE):
        with db.reading() as session:
            files = list(certificate_files.exact_files(session, ids))
        yield from files
        done = _noted(run_id, done + len(files))


def _lists(run_id: int) -> Iterator[Rows]:
    with db.reading() as session:
        total = bulk_steps.total(session, run_id)
    done = 0
    for rows in listing_room.lists(run_id, total, _pieces(run_id, LIST_AT_ONCE)):
        yield rows
        done = _noted(run_id, done + len(rows))


def _noted(run_id: int, done: int) -> int:
    with db.writing() as session:
        bulk_steps.note_progress(session, run_id, done)
    return done


def _fail(run_id: int, sentence: str) -> None:
    with db.writing() as session:
        bulk_steps.fail(session, run_id, sentence)

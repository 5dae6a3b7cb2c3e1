"""The file of a batch: a ZIP with its receipt, or one PDF; written in pieces, so memory does not grow."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import func, select
from sqlmodel import col

from coi_app import db
from coi_app.adapters import file_store, job_engine
from coi_app.documents.bundle import ManifestRow, OnePdfOf, ZipOf
from coi_app.models import AdditionalInterest, Batch, BatchItem, Holder, Insured
from coi_app.queries import agency, batches, certificate_files, tables
from coi_app.queries.batches import Output
from coi_app.queries.certificate_files import CertificateFile
from coi_app.rules import file_names
from coi_app.services import batch_pieces, batch_steps
from coi_app.services.batch_pieces import Piece
from coi_app.services.batch_steps import Step

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Written:
    stored: file_store.StoredFile | None
    file_name: str


class BatchFile:
    """The file of one run. It is written while the run goes on: whoever stores a step waits for the next one anyway.

    Nothing issued, no file. Leaving it by an exception leaves no part of a file; the system's own errors become NoSpace
    or Unwritable then. Raises Altered when the bytes of a certificate are not those that were stored.
    """

    def __init__(self, batch_id: int, run: int) -> None:
        self._batch_id = batch_id
        with db.reading() as session:
            batch = session.get_one(Batch, batch_id)
            self._insured = session.get_one(Insured, batch.insured_id).legal_name
            self._output = Output(batch.output)
        self._key = f"batch-{batch_id}-{run}.{self._output.value}"
        self._path = file_store.batch_path(self._key)
        self._last = -1
        self._names = file_names.UniqueNames()
        self._bundle: ZipOf | OnePdfOf | None = None
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.__exit__(kind, error, trace)

    def follow(self, stored: Step | None) -> None:
        """Write what is issued and stored before the first holder who still waits. `stored`: the step that was stored
        just now; its pieces are at hand, and nothing is read again when they are all that is missing."""
        if stored is not None and self._is_all_missing(stored):
            for piece in stored.pieces:
                self._write(piece)
            self._last = stored.positions[-1]
            return
        with db.reading() as session:
            waiting = batch_steps.waiting(session, self._batch_id)
        self._add(before=waiting[0][0] if waiting else None)

    def close(self) -> Written:
        """Write the rest of what is issued; the file is then complete and on disk."""
        self._add(before=None)
        if self._bundle is None:
            return Written(None, "")
        if isinstance(self._bundle, ZipOf):
            for row in _left_out(self._batch_id):
                self._bundle.note(row)
        self._opened.close()
        with db.reading() as session:
            day = agency.today(session)
        name = f"{self._insured} certificates {day} batch {self._batch_id}"
        return Written(
            file_store.stored(self._key, self._path), file_names.file_name(name, f".{self._output.value}")
        )

    def _add(self, before: int | None) -> None:
        for last, files in _pieces(self._batch_id, self._last, before):
            for file in files:
                self._write(batch_pieces.of_stored(file))
            self._last = last

    def _is_all_missing(self, stored: Step) -> bool:
        """Not after a retry, which finds what earlier runs issued between its own."""
        row = tables.certificates
        behind = (row.batch_position > self._last) & (row.batch_position <= stored.positions[-1])
        with db.reading() as session:
            issued = session.execute(
                select(func.count()).where(row.batch_id == self._batch_id, behind)
            ).scalar()
        return issued == len(stored.pieces)

    def _write(self, piece: Piece) -> None:
        bundle = self._bundle or self._begin()
        if isinstance(bundle, OnePdfOf):
            bundle.add(piece.drawn, piece.row.holder)
            return
        name = self._names.take(Path(piece.file_name).stem, ".pdf")
        bundle.add(name, piece.drawn, piece.row, piece.sha256)

    def _begin(self) -> ZipOf | OnePdfOf:
        self._opened.enter_context(file_store.placing(self._path))
        is_zip = self._output is Output.ZIP
        self._bundle = ZipOf(self._path) if is_zip else OnePdfOf(self._path)
        self._opened.enter_context(self._bundle)
        return self._bundle


def _pieces(batch_id: int, last: int, before: int | None) -> Iterator[tuple[int, list[CertificateFile]]]:
    """What is issued behind that position, in its order, each piece with the position it ends at and a transaction of
    its own."""
    row = tables.certificates
    while True:
        job_engine.leave_if_stopping()
        query = select(row.id, row.batch_position).where(row.batch_id == batch_id, row.batch_position > last)
        if before is not None:
            query = query.where(row.batch_position < before)
        with db.reading() as session:
            found = session.execute(query.order_by(row.batch_position).limit(AT_ONCE)).all()
            files = list(certificate_files.exact_files(session, [one.id for one in found]))
        if not found:
            return
        last = found[-1].batch_position
        yield last, files


def _left_out(batch_id: int) -> list[ManifestRow]:
    link, holder = tables.additional_interests, tables.holders
    query = (
        select(holder.name, holder.city, holder.state, col(BatchItem.state), col(BatchItem.why))
        .select_from(BatchItem)
        .join(AdditionalInterest, link.id == col(BatchItem.interest_id))
        .join(Holder, holder.id == link.holder_id)
        .where(col(BatchItem.batch_id) == batch_id, col(BatchItem.state) != batches.ItemState.ISSUED.value)
        .order_by(col(BatchItem.position))
    )
    with db.reading() as session:
        rows = session.execute(query).all()
    return [
        ManifestRow("", "", name, city, state, "", _outcome(item, why))
        for name, city, state, item, why in rows
    ]


def _outcome(state: str, why: str) -> str:
    return f"{batches.ITEM_LABELS[state].lower()}: {why}" if why else batches.ITEM_LABELS[state].lower()


def remove(key: str) -> None:
    """The file of an earlier run, once a newer one has taken its place."""
    file_store.batch_path(key).unlink(missing_ok=True)

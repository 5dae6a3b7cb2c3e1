"""The file of a batch: a ZIP with its receipt, or one PDF; written in pieces, so memory does not grow."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from coi_app import clock, db
from coi_app.adapters import file_store, job_engine
from coi_app.documents.bundle import ManifestRow, OnePdfOf, ZipOf
from coi_app.models import AdditionalInterest, Batch, BatchItem, Holder, Insured
from coi_app.queries import batches, certificate_files, tables
from coi_app.queries.batches import Output
from coi_app.queries.certificate_files import CertificateFile
from coi_app.rules import file_names

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Written:
    stored: file_store.StoredFile | None
    file_name: str


def write(batch_id: int, run: int) -> Written:
    """Nothing issued, no file. Raises NoSpace, Unwritable or Altered; no part of a file is left then."""
    with db.reading() as session:
        batch = session.get_one(Batch, batch_id)
        insured = session.get_one(Insured, batch.insured_id).legal_name
        output, issued = Output(batch.output), batch.issued
    if not issued:
        return Written(None, "")
    key = f"batch-{batch_id}-{run}.{output.value}"
    path = file_store.batch_path(key)
    with file_store.placing(path):
        _write_zip(path, batch_id) if output is Output.ZIP else _write_pdf(path, batch_id)
    name = file_names.file_name(
        f"{insured} certificates {clock.now():%Y-%m-%d} batch {batch_id}", f".{output.value}"
    )
    return Written(file_store.stored(key, path), name)


def _write_zip(path: Path, batch_id: int) -> None:
    names = file_names.UniqueNames()
    with ZipOf(path) as bundle:
        for file in _files(batch_id):
            name = names.take(Path(file.file_name).stem, ".pdf")
            bundle.add(name, file.body, _manifest_row(file), file.sha256)
        for row in _left_out(batch_id):
            bundle.note(row)


def _write_pdf(path: Path, batch_id: int) -> None:
    with OnePdfOf(path) as bundle:
        for file in _files(batch_id):
            bundle.add(file.drawn, file.holder)


def _manifest_row(file: CertificateFile) -> ManifestRow:
    return ManifestRow(
        certificate_number=file.number,
        revision=str(file.revision),
        holder=file.holder,
        city=file.city,
        state=file.state,
        issued_on=file.issued_on.isoformat(),
        outcome="issued",
    )


def _files(batch_id: int) -> Iterator[CertificateFile]:
    """Every certificate of the batch in its order; each piece has a transaction of its own."""
    row, last = tables.certificates, -1
    while True:
        job_engine.leave_if_stopping()
        query = select(row.id, row.batch_position).where(row.batch_id == batch_id, row.batch_position > last)
        with db.reading() as session:
            found = session.execute(query.order_by(row.batch_position).limit(AT_ONCE)).all()
            files = list(certificate_files.exact_files(session, [one.id for one in found]))
        if not found:
            return
        yield from files
        last = found[-1].batch_position


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

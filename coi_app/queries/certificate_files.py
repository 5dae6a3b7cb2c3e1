"""The frozen bytes of a certificate: plate and tail joined again, and proven before they leave (R31)."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select
from sqlmodel import Session, col

from coi_app.documents.plate import Drawn, unpacked_tail
from coi_app.models import Certificate, HolderName, Plate
from coi_app.queries import tables
from coi_app.rules import errors, file_names


class Altered(errors.Refusal):
    def __init__(self, number: str) -> None:
        super().__init__(
            f"The stored file of certificate {number} was altered since it was issued, so it does not leave. "
            "Restore the database from a backup, and tell your administrator."
        )


@dataclass(frozen=True, slots=True)
class CertificateFile:
    """The exact copy. `holder` is the name as printed."""

    certificate_id: int
    number: str
    revision: int
    holder: str
    city: str
    state: str
    issued_on: date
    file_name: str
    sha256: str
    drawn: Drawn

    @property
    def body(self) -> bytes:
        return self.drawn.whole


_certificate = tables.certificates
_COLUMNS: Select[Any] = (
    select(
        _certificate.id,
        _certificate.number,
        _certificate.revision,
        _certificate.plate_sha256,
        _certificate.tail,
        _certificate.sha256,
        _certificate.issued_on,
        _certificate.content,
        tables.holder_names.name.label("holder"),
    )
    .select_from(Certificate)
    .join(HolderName, tables.holder_names.id == _certificate.holder_name_id)
)


def exact(session: Session, certificate_id: int) -> CertificateFile:
    """Raises NotFound, or `Altered` when the bytes are not those that were issued."""
    for file in exact_files(session, [certificate_id]):
        return file
    raise errors.NotFound("certificate")


def exact_files(session: Session, certificate_ids: Sequence[int]) -> Iterator[CertificateFile]:
    """The same for some hundreds, in the order asked; those that share a plate read it once."""
    query = _COLUMNS.where(_certificate.id.in_(certificate_ids))
    found = {row.id: row for row in session.execute(query)}
    plates: dict[str, tuple[bytes, bytes | None]] = {}
    for row in (found[number] for number in certificate_ids if number in found):
        if row.plate_sha256 not in plates:
            plates[row.plate_sha256] = _plate(session, row)
        yield _proven(row, *plates[row.plate_sha256])


def _plate(session: Session, row: Row[Any]) -> tuple[bytes, bytes | None]:
    """With its sample."""
    query = select(col(Plate.body), col(Plate.sample)).where(col(Plate.sha256) == row.plate_sha256)
    plate = session.execute(query).first()
    if plate is None:
        raise Altered(row.number)
    return plate.body, plate.sample


def _proven(row: Row[Any], plate: bytes, sample: bytes | None) -> CertificateFile:
    try:
        drawn = Drawn(plate, unpacked_tail(row.tail, sample))
    except zlib.error as error:
        raise Altered(row.number) from error
    if drawn.sha256 != row.sha256:
        raise Altered(row.number)
    name = file_names.certificate(row.number, row.revision, row.holder)
    place = row.content["holder"]["address"]
    return CertificateFile(
        row.id, row.number, row.revision, row.holder, place["city"], place["state"], row.issued_on, name,
        row.sha256, drawn,
    )  # fmt: skip

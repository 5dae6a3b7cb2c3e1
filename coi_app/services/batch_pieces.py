"""What the file of a batch holds of each certificate: as whoever drew it hands it on, or as the rows have it."""

from collections.abc import Iterable
from typing import NamedTuple

from coi_app.documents.bundle import ManifestRow
from coi_app.documents.plate import Drawn
from coi_app.queries.certificate_files import CertificateFile
from coi_app.rules import file_names
from coi_app.services.issuing import Made

ISSUED = "issued"


class Piece(NamedTuple):
    drawn: Drawn
    row: ManifestRow
    file_name: str
    sha256: str


def of_made(made: Iterable[Made]) -> tuple[Piece, ...]:
    """Of what was drawn just now. Only what is stored may be written."""
    return tuple(_of_made(one) for one in made)


def _of_made(one: Made) -> Piece:
    content = one.content
    assert content.issued_on is not None  # only a draft has none
    holder, place = content.holder.name, content.holder.address
    row = ManifestRow(
        content.number, str(content.revision), holder, place.city, place.state, content.issued_on.isoformat(),
        ISSUED,
    )  # fmt: skip
    name = file_names.certificate(content.number, content.revision, holder)
    return Piece(one.drawn, row, name, one.drawn.sha256)


def of_stored(file: CertificateFile) -> Piece:
    row = ManifestRow(
        file.number, str(file.revision), file.holder, file.city, file.state, file.issued_on.isoformat(),
        ISSUED,
    )  # fmt: skip
    return Piece(file.drawn, row, file.file_name, file.sha256)

"""Many certificates in one file: a ZIP of single PDFs, or one PDF with a bookmark per holder.

Both are written straight to a file beside the target and take its name only when they are complete: there is
never half a bundle, and memory does not grow with the number of certificates.
"""

import contextlib
import csv
import hashlib
import io
import os
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self

from coi_app.documents.combined import CombinedPdf
from coi_app.documents.plate import Drawn

MANIFEST_COLUMNS = (
    "file",
    "certificate_number",
    "revision",
    "holder",
    "city",
    "state",
    "issued_on",
    "sha256",
    "outcome",
)
EARLIEST = (1980, 1, 1, 0, 0, 0)  # of every file in a ZIP: equal certificates make equal ZIPs
FORMULA_STARTS = ("=", "+", "-", "@", "\t")


class ManifestRow(NamedTuple):
    """What manifest.csv says of one holder, beside file and SHA-256. `issued_on`: ISO day, or ""."""

    certificate_number: str
    revision: str
    holder: str
    city: str
    state: str
    issued_on: str
    outcome: str


class PartFile:
    """A file that appears under its name at `keep`, or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(f"{path.name}.part")
        self.file: IO[bytes] = self._part.open("wb")

    def keep(self) -> None:
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        self._part.replace(self._path)

    def drop(self) -> None:
        """Closing may fail on a full disk like any other writing: the part is removed all the same."""
        with contextlib.suppress(OSError):
            self.file.close()
        self._part.unlink(missing_ok=True)


class ZipOf:
    """Use as a context manager: leaving it completes the ZIP, leaving it by an exception removes it.

    Names of files must be unique; making them so is the caller's part.
    """

    def __init__(self, path: Path) -> None:
        self._part = PartFile(path)
        self._zip = zipfile.ZipFile(self._part.file, "w", zipfile.ZIP_STORED, allowZip64=True)
        self._sums: list[str] = []
        self._manifest = io.StringIO(newline="")
        self._rows = csv.writer(self._manifest)
        self._rows.writerow(MANIFEST_COLUMNS)

    def add(self, file_name: str, drawn: Drawn, row: ManifestRow, sha256: str = "") -> None:
        """`sha256` of the PDF, when it has been worked out already."""
        if drawn.tail:
            self._deflate(file_name, drawn)
        else:
            self._write(file_name, drawn.plate)
        self._note(file_name, sha256 or drawn.sha256, row)

    def note(self, row: ManifestRow) -> None:
        """A holder who got no file: the manifest says why."""
        self._note("", "", row)

    def close(self) -> None:
        manifest = self._manifest.getvalue().encode("utf-8")
        self._write("manifest.csv", manifest)
        self._sums.append(f"{hashlib.sha256(manifest).hexdigest()}  manifest.csv\n")
        self._write("SHA256SUMS", "".join(self._sums).encode("utf-8"))
        self._zip.close()
        self._part.keep()

    def abort(self) -> None:
        self._zip.fp = None  # or its destructor would try to complete the ZIP
        self._part.drop()

    def _write(self, name: str, data: bytes) -> None:
        self._zip.writestr(_entry(name), data)

    def _deflate(self, name: str, drawn: Drawn) -> None:
        """What `writestr` would do, but the plate is deflated once for all of its certificates."""
        plate, crc = _deflated_plate(drawn.plate)
        deflating = zlib.compressobj(1, zlib.DEFLATED, -13, 6)  # 8 KB reach over a tail; set up quickly
        data = plate + deflating.compress(drawn.tail) + deflating.flush()
        entry = _entry(name)
        entry.compress_type, entry.CRC = zipfile.ZIP_DEFLATED, zlib.crc32(drawn.tail, crc)
        entry.file_size, entry.compress_size = len(drawn.plate) + len(drawn.tail), len(data)
        entry.header_offset = self._part.file.tell()
        self._part.file.write(entry.FileHeader(zip64=False) + data)
        self._zip.start_dir = self._part.file.tell()
        self._zip.filelist.append(entry)
        self._zip.NameToInfo[name] = entry

    def _note(self, file_name: str, sha256: str, row: ManifestRow) -> None:
        if file_name:
            self._sums.append(f"{sha256}  {file_name}\n")
        values = (row.certificate_number, row.revision, row.holder, row.city, row.state, row.issued_on)
        self._rows.writerow([file_name, *map(_harmless, values), sha256, _harmless(row.outcome)])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _leave(self, failed=kind is not None)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.external_attr = 0o644 << 16
    return entry


@lru_cache(maxsize=16)
def _deflated_plate(plate: bytes) -> tuple[bytes, int]:
    """It ends with a whole byte, so that a tail may follow; and its CRC-32."""
    deflating = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflating.compress(plate) + deflating.flush(zlib.Z_SYNC_FLUSH), zlib.crc32(plate)


def _harmless(value: str) -> str:
    """A spreadsheet must not take a holder's name for a formula."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


class OnePdfOf:
    """One PDF of all certificates, in the order they are added; a context manager like `ZipOf`."""

    def __init__(self, path: Path, title: str = "Certificates of Liability Insurance") -> None:
        self._part = PartFile(path)
        try:
            self._pdf = CombinedPdf(self._part.file, title)
        except BaseException:
            self._part.drop()
            raise

    def add(self, drawn: Drawn, bookmark: str) -> None:
        self._pdf.add(drawn, bookmark)

    def close(self) -> None:
        self._pdf.finish()
        self._part.keep()

    def abort(self) -> None:
        self._part.drop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _leave(self, failed=kind is not None)


def _leave(bundle: ZipOf | OnePdfOf, failed: bool) -> None:
    if failed:
        bundle.abort()
        return
    try:
        bundle.close()
    except BaseException:
        bundle.abort()
        raise

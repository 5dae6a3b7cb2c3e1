"""Bundles: complete or absent, and verifiable with ordinary tools."""

import csv
import errno
import hashlib
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from coi_app.documents import bundle, combined, parts
from coi_app.documents.bundle import ManifestRow, OnePdfOf, ZipOf
from coi_app.documents.certificate import CertificatePress
from coi_app.documents.plate import Drawn
from tests.documents import samples

ROW = ManifestRow("NL-1", "0", "First Cascade Savings Bank", "Bend", "OR", "2026-11-21", "issued")
ISSUED = replace(samples.MINIMAL, shared=samples.DRAFT.shared, boxes=samples.DENSE.boxes)


def batch(count: int) -> list[Drawn]:
    press = CertificatePress(ISSUED.shared, samples.PICTURES)
    return [press.draw(numbered(n)) for n in range(count)]


def numbered(n: int) -> "samples.paper.CertificateContent":
    holder = replace(ISSUED.holder, name=f"Holder number {n} of the batch")
    return replace(
        ISSUED, holder=holder, number=f"NL-{n:06d}", verification_url=f"https://coi.example/v/{n:016d}"
    )


def test_a_zip_verifies_with_ordinary_tools(tmp_path: Path) -> None:
    drawn = batch(3)
    with ZipOf(tmp_path / "all.zip") as made:
        for n, one in enumerate(drawn):
            made.add(f"Holder {n} – Żurawie.pdf", one, ROW._replace(certificate_number=f"NL-{n}"))
        made.note(ROW._replace(certificate_number="", outcome="The policy GLP-1 has expired."))
    assert [path.name for path in tmp_path.iterdir()] == ["all.zip"]
    with zipfile.ZipFile(tmp_path / "all.zip") as opened:
        assert opened.testzip() is None
        sizes = [
            (one.file_size, one.compress_size) for one in opened.infolist() if one.filename.endswith(".pdf")
        ]
        assert [size for size, _ in sizes] == [len(one.whole) for one in drawn]
        assert all(deflated < 0.9 * size for size, deflated in sizes)
        opened.extractall(tmp_path / "out")
    subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "out", check=True, capture_output=True)
    assert (tmp_path / "out" / "Holder 1 – Żurawie.pdf").read_bytes() == drawn[1].whole


def test_plates_change_and_a_file_kept_whole_is_kept(tmp_path: Path) -> None:
    first, second = batch(2)
    other = CertificatePress(samples.DENSE.shared, samples.PICTURES).draw(samples.DENSE)
    files = {"1.pdf": first, "2.pdf": other, "3.pdf": Drawn(first.whole, b""), "4.pdf": second}
    with ZipOf(tmp_path / "all.zip") as made:
        for name, one in files.items():
            made.add(name, one, ROW)
    with zipfile.ZipFile(tmp_path / "all.zip") as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in files} == {name: one.whole for name, one in files.items()}
        kept = [entry.filename for entry in opened.infolist() if entry.compress_type == zipfile.ZIP_STORED]
    assert kept == ["3.pdf", "manifest.csv", "SHA256SUMS"]


def test_the_manifest_names_every_holder(tmp_path: Path) -> None:
    (one,) = batch(1)
    hostile = ManifestRow("NL-1", "2", '=cmd|"/c calc"!A1', "O'Fallon, Ill.", "+1", "2026-11-21", "-issued")
    with ZipOf(tmp_path / "all.zip") as made:
        made.add("a.pdf", one, hostile)
        made.note(ROW._replace(outcome="blocked"))
    with zipfile.ZipFile(tmp_path / "all.zip") as opened:
        rows = list(csv.reader(io.StringIO(opened.read("manifest.csv").decode())))
    assert tuple(rows[0]) == bundle.MANIFEST_COLUMNS
    digest = hashlib.sha256(one.whole).hexdigest()
    assert rows[1] == [
        *("a.pdf", "NL-1", "2", '\'=cmd|"/c calc"!A1', "O'Fallon, Ill."),
        *("'+1", "2026-11-21", digest, "'-issued"),
    ]
    assert rows[2][0] == ""
    assert rows[2][-1] == "blocked"


def test_equal_batches_make_equal_bundles(tmp_path: Path) -> None:
    made = []
    for n in range(2):
        with ZipOf(tmp_path / f"{n}.zip") as zipped, OnePdfOf(tmp_path / f"{n}.pdf") as joined:
            for one in batch(2):
                zipped.add(f"{one.sha256[:8]}.pdf", one, ROW)
                joined.add(one, "Holder")
        made.append([(tmp_path / f"{n}.{kind}").read_bytes() for kind in ("zip", "pdf")])
    assert made[0] == made[1]


def titles(pdf: bytes) -> list[tuple[str, int]]:
    document = pypdfium2.PdfDocument(pdf)
    found = [(mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
    document.close()
    return found


def test_one_pdf_has_every_page_and_a_bookmark_per_holder(tmp_path: Path) -> None:
    drawn = batch(150)
    press = CertificatePress(samples.DENSE.shared, samples.PICTURES)
    drawn.insert(70, press.draw(samples.DENSE))  # another plate, and two pages
    with OnePdfOf(tmp_path / "all.pdf") as made:
        for n, one in enumerate(drawn):
            made.add(one, f"Holder (№ {n})")
    pdf = (tmp_path / "all.pdf").read_bytes()
    reader = pypdf.PdfReader(io.BytesIO(pdf), strict=True)
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) == 152
    assert [text.count("Holder number 5 of") for text in pages][:7] == [0, 0, 0, 0, 0, 1, 0]
    assert "Thornbury & Sons" in pages[70]
    assert "Page 2 of 2" in pages[71]
    assert "Holder number 149 of the batch" in pages[151]
    assert titles(pdf) == [(f"Holder (№ {n})", n + (n > 70)) for n in range(151)]
    assert pdf.count(b"/FontFile3") == 6  # three fonts of each plate: a plate is written once


def test_pages_of_the_combined_pdf_are_those_of_the_single_ones(tmp_path: Path) -> None:
    """Pixel by pixel: a valid file may still show the wrong page."""
    drawn = [*batch(2), CertificatePress(samples.NAMES.shared, samples.PICTURES).draw(samples.NAMES)]
    drawn += [Drawn(drawn[n].whole, b"") for n in (0, 2)]  # files kept whole, of the same numbers of objects
    with OnePdfOf(tmp_path / "all.pdf") as made:
        for one in drawn:
            made.add(one, "Holder")
    joined = pypdfium2.PdfDocument(tmp_path / "all.pdf")
    for n, one in enumerate(drawn):
        single = pypdfium2.PdfDocument(one.whole)
        assert joined[n].render(scale=1).to_pil().tobytes() == single[0].render(scale=1).to_pil().tobytes()


def test_a_stream_may_have_in_it_what_an_object_ends_with(tmp_path: Path) -> None:
    """As bytes that are deflated or a picture's may, by chance."""
    first, second = batch(2)
    end = b"\nendobj\n"
    place = second.tail.rindex(b"BT ")  # in the page's own stream
    odd = Drawn(
        second.plate, second.tail[: place - len(end)] + end + second.tail[place:]
    )  # as long as before
    made = combined.CombinedPdf(io.BytesIO(), "All")
    made.add(first, "Holder")
    known = made._plates[first.plate]
    whole, split = parts.Parts(odd, {}), parts.Parts(odd, known)
    assert split.own == whole.own and split.pages == whole.pages
    assert any(end in body for body in split.own.values())


def described(n: int, words: str) -> Drawn:
    press = CertificatePress(ISSUED.shared, samples.PICTURES)
    return press.draw(replace(numbered(n), description=words))


def streams(pdf: Path) -> list[list[int]]:
    """The numbers of each page's streams."""
    return [[part.idnum for part in page["/Contents"]] for page in pypdf.PdfReader(pdf).pages]


@pytest.mark.parametrize("kept", [combined.KEPT, 1])
def test_what_certificates_have_alike_is_written_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    monkeypatch.setattr(combined, "KEPT", kept)
    words = ["Bridge", "Bridge", "Tower", "Tower", "Bridge"]
    with OnePdfOf(tmp_path / "all.pdf") as made:
        for n, word in enumerate(words):
            made.add(described(n, f"{word} at the river."), "Holder")
    plates, alike, own = zip(*streams(tmp_path / "all.pdf"), strict=True)
    assert len(set(plates)) == 1 and len(set(own)) == 5
    assert alike[0] == alike[1] != alike[2] == alike[3]
    assert (alike[4] == alike[0]) is (kept > 1)  # only the last ones are remembered
    texts = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "all.pdf").pages]
    assert [
        word for text in texts for word in ("Bridge", "Tower") if f"{word} at the river." in text
    ] == words


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
@pytest.mark.parametrize("count", [0, 1, 130])
def test_qpdf_finds_no_fault(tmp_path: Path, count: int) -> None:
    with OnePdfOf(tmp_path / "all.pdf") as made:
        for one in batch(count):
            made.add(one, "Holder")
    if count:
        subprocess.run(["qpdf", "--check", tmp_path / "all.pdf"], check=True, capture_output=True)
    assert len(pypdf.PdfReader(tmp_path / "all.pdf").pages) == count


def test_a_foreign_pdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="certificate press"), OnePdfOf(tmp_path / "all.pdf") as made:
        made.add(Drawn(b"%PDF-1.7\nnot ours", b""), "Holder")
    assert list(tmp_path.iterdir()) == []


def zip_with_one(path: Path) -> None:
    with ZipOf(path) as made:
        made.add("a.pdf", batch(1)[0], ROW)


def pdf_with_one(path: Path) -> None:
    with OnePdfOf(path) as made:
        made.add(batch(1)[0], "Holder")


WRITERS = [zip_with_one, pdf_with_one]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("after", [0, 100, 20_000])
def test_a_full_disk_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], None], after: int
) -> None:
    opened = bundle.PartFile.__init__

    def small_disk(part: bundle.PartFile, path: Path) -> None:
        opened(part, path)
        part.file = FullDisk(part.file, after)

    monkeypatch.setattr(bundle.PartFile, "__init__", small_disk)
    with pytest.raises(OSError, match="No space left"):
        write(tmp_path / "all")
    assert list(tmp_path.iterdir()) == []


class FullDisk(io.RawIOBase):
    """Takes so many bytes and then no more, like a disk without space."""

    def __init__(self, file: io.RawIOBase, room: int) -> None:
        self._file, self._room = file, room

    def write(self, data: bytes) -> int:
        self._room -= len(data)
        if self._room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self._file.write(data)

    def seekable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = 0) -> int:
        return self._file.seek(place, whence)

    def tell(self) -> int:
        return self._file.tell()

    def flush(self) -> None:
        if not self._file.closed:
            self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()

    def close(self) -> None:
        self._file.close()


@pytest.mark.parametrize("write", WRITERS)
def test_an_older_bundle_survives_a_failed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], None]
) -> None:
    write(tmp_path / "all")
    before = (tmp_path / "all").read_bytes()
    monkeypatch.setattr(
        bundle.os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.EIO, "Input/output error"))
    )
    with pytest.raises(OSError, match="Input/output"):
        write(tmp_path / "all")
    assert (tmp_path / "all").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_abort_removes_what_was_written(tmp_path: Path) -> None:
    for made in (ZipOf(tmp_path / "a.zip"), OnePdfOf(tmp_path / "a.pdf")):
        made.abort()
    assert list(tmp_path.iterdir()) == []

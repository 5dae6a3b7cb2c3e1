"""What readers without eyes are told of a certificate: every text is part of the tree, in the order it is read in."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pypdf.generic import ContentStream

from coi_app.documents import tags
from coi_app.documents.bundle import OnePdfOf
from coi_app.documents.certificate import CertificatePress
from coi_app.documents.tags import Part
from coi_app.rules.certificate_content import CertificateContent
from tests.documents import forms, samples

ISSUED = {"dense": samples.DENSE, "minimal": samples.MINIMAL, "names": samples.NAMES}
FILES = {
    **{name: lambda one=one: issued(one) for name, one in ISSUED.items()},
    "draft": lambda: CertificatePress(samples.DRAFT.shared, samples.PICTURES).draw_draft(samples.DRAFT),
    "no boxes": lambda: issued(replace(samples.DENSE, boxes=(), description="")),
    "no pictures": lambda: issued(_plain(samples.MINIMAL)),
    "form": lambda: forms.drawn(forms.FITTING),
    "form of two": lambda: forms.drawn(replace(forms.FITTING, description="Steel. " * 900)),
}


def issued(content: CertificateContent) -> bytes:
    return CertificatePress(content.shared, samples.PICTURES).draw(content).whole


def _plain(content: CertificateContent) -> CertificateContent:
    agency = replace(content.shared.producer, logo_sha256="", signature_sha256="")
    return replace(content, shared=replace(content.shared, producer=agency))


def shown(pdf: pypdf.PdfReader) -> Iterator[tuple[int, int | None]]:
    """Of each text that is drawn, its page and the part it is in."""
    for number, page in enumerate(pdf.pages):
        open_ones: list[int | None] = []
        for operands, operator in ContentStream(page.get_contents(), pdf).operations:
            if operator == b"BDC":
                open_ones.append(operands[1].get("/MCID"))
            elif operator == b"EMC":
                open_ones.pop()
            elif operator in (b"Tj", b"TJ", b"Do", b"INLINE IMAGE"):
                yield number, next((one for one in open_ones if one is not None), None)
        assert open_ones == []


def told(pdf: pypdf.PdfReader) -> list[tuple[str, int, list[int], str]]:
    """Role, page, parts and words of each element, in the order they are read in; the tree is sound."""
    root: Any = pdf.root_object["/StructTreeRoot"]
    document = root["/K"].get_object()
    assert (document["/S"], pdf.root_object["/MarkInfo"]["/Marked"]) == ("/Document", True)
    pages = {page.indirect_reference.idnum: n for n, page in enumerate(pdf.pages)}
    found, rows = [], root["/ParentTree"]["/Nums"]
    for section in document["/K"]:
        assert section.get_object()["/P"].get_object() is document
        for kid in section.get_object()["/K"]:
            element = kid.get_object()
            page = pages[element.raw_get("/Pg").idnum]
            row = rows[2 * pdf.pages[page]["/StructParents"] + 1]
            assert element.raw_get("/P") == section
            assert all(row[part] == kid for part in element["/K"])
            found.append((element["/S"], page, list(element["/K"]), element.get("/Alt", "")))
    return found


@pytest.mark.parametrize("name", FILES)
def test_everything_that_is_said_is_told_once(name: str) -> None:
    pdf = pypdf.PdfReader(io.BytesIO(FILES[name]()), strict=True)
    parts = [(page, part) for _, page, parts, _ in told(pdf) for part in parts]
    assert len(parts) == len(set(parts))
    assert {one for one in shown(pdf) if one[1] is None} == set()
    assert set(shown(pdf)) <= set(parts)
    empty = {part for page, part in set(parts) - set(shown(pdf))}
    assert empty <= {Part.SAID, Part.ANSWERS, Part.DESCRIPTION, Part.FORM}


def test_pictures_are_told_in_words() -> None:
    pdf = pypdf.PdfReader(io.BytesIO(FILES["dense"]()))
    figures = [words for role, _, _, words in told(pdf) if role == "/Figure"]
    assert figures == ["Logo of Northlight Insurance Advisors, Inc.", "Signature of Dana Whitfield"]
    for name in ("no pictures", "draft"):
        pdf = pypdf.PdfReader(io.BytesIO(FILES[name]()))
        assert "Signature" not in str(told(pdf))


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler is not installed")
def test_it_is_read_in_its_order(tmp_path: Path) -> None:
    """By poppler, which follows the tree."""
    (tmp_path / "one.pdf").write_bytes(FILES["dense"]())
    command = ["pdfinfo", "-struct-text", str(tmp_path / "one.pdf")]
    ran = subprocess.run(command, capture_output=True, check=True, text=True)
    assert ran.stderr == ""
    words = " ".join(ran.stdout.split())
    order = (
        "Certificate of Liability Insurance For information",
        "Producer Northlight Insurance Advisors, Inc. 2400 Harbor Point Drive",
        "Certificate holder Cascade Pacific General Contractors, Inc. and Riverbend",
        "Certificate number Revision Issue date",
        "NL-260914-07 2 11/21/2026",
        "Insured Thornbury & Sons",
        "Insurers NAIC",
        "Insurer and coverage",
        "Description Operations",
        "RE: Job 24-117",
        "Notices Information only.",
        "Authorized representative Dana Whitfield",
        "Certificate NL-260914-07, revision 2",
        "Continues Certificate NL-260914-07",
        "Insured Thornbury & Sons",
        "Riggers",
        "The notices on page 1 apply to this page as well.",
    )
    place = 0
    for said in order:
        place = words.find(said, place)
        assert place >= 0, said


def test_one_pdf_of_many_has_none(tmp_path: Path) -> None:
    press = CertificatePress(samples.DENSE.shared, samples.PICTURES)
    with OnePdfOf(tmp_path / "all.pdf", "All") as made:
        for n in range(3):
            made.add(press.draw(replace(samples.DENSE, number=f"NL-{n}")), f"NL-{n}")
    pdf = pypdf.PdfReader(tmp_path / "all.pdf", strict=True)
    assert "/StructTreeRoot" not in pdf.root_object and "/StructParents" not in pdf.pages[0]
    data = (tmp_path / "all.pdf").read_bytes()
    assert not any(b" 0 obj\n" + begin in data for begin in tags.IN_TREE)

import io
import json

import pytest
from PIL import Image

from coi_app.documents import uploads
from coi_app.rules import errors, upload_kinds
from coi_app.rules.upload_kinds import MediaKind
from tests.documents import hostile_files as made

LAUNCHES = made.with_action("/Launch")
GOOD = {
    "page.pdf": (made.pdf(), MediaKind.PDF),
    "opens at a page": (made.pdf(made.with_destination), MediaKind.PDF),
    "has a link": (made.pdf(made.with_link), MediaKind.PDF),
    "letter.docx": (made.office(), MediaKind.WORD),
    "list.xlsx": (made.office(made.EXCEL, b"<workbook/>"), MediaKind.EXCEL),
    "links.docx": (
        made.office(word___rels__document_dot_xml_dot_rels=made.LINK % (b"hyperlink", b"https://a.example")),
        MediaKind.WORD,
    ),
    "notes.txt": ("Fuß, naïve, 12 €\r\n\tMZ".encode(), MediaKind.TEXT),
    "old notes.txt": ("Fuß, 12 €".encode("cp1252"), MediaKind.TEXT),
    "wide notes.txt": ("Fuß".encode("utf-16"), MediaKind.TEXT),
    "rows.csv": (b"a,b\n1,2\n", MediaKind.CSV),
    "PHOTO.JPG": (made.picture("JPEG"), MediaKind.JPEG),
    "scan.png": (made.picture("PNG"), MediaKind.PNG),
}
BAD = {
    "empty": (b"", "empty"),
    "pdf with a script": (made.pdf(made.with_script), "script"),
    "pdf that starts a program": (made.pdf(LAUNCHES), "starts a program"),
    "pdf that says so elsewhere": (made.pdf(made.with_action("/Launch", indirect=True)), "starts a program"),
    "pdf that sends data": (made.pdf(made.with_action("/SubmitForm", "/AA")), "starts a program"),
    "pdf that opens a page of the web": (made.pdf(made.with_action("/URI")), "starts a program"),
    "pdf with a file in it": (made.pdf(made.with_attachment), "carries other files"),
    "pdf with an old form": (made.pdf(made.with_xfa), "XFA"),
    "pdf with a password": (made.pdf(password="secret"), "encrypted"),
    "pdf with an escaped name": (
        made.pdf(made.with_script).replace(b"/JavaScript", b"/Java#53cript"),
        "script",
    ),
    "pdf with a script its table of contents lost": (
        made.pdf() + b"\n9 0 obj <</S/JavaScript/JS(a)>> endobj",
        "script",
    ),
    "pdf cut off": (made.pdf()[:120], "damaged"),
    "pdf of noise": (b"%PDF-1.7\n" + bytes(range(256)) * 50, "damaged"),
    "pdf nested deeply": (made.nested_pdf(), "damaged"),
    "web page named pdf": (b"<html><script>alert(1)</script>", "web page or a program"),
    "drawing with a script": (b"<svg onload=alert(1)>", "web page or a program"),
    "shell program": (b"#!/bin/sh\nrm -rf /\n", "web page or a program"),
    "program": (b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 100, "no kind that is kept"),
    "linux program": (b"\x7fELF\x02\x01\x01" + b"\x00" * 100, "a program"),
    "old office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "older or a protected Office"),
    "archive": (made.archive({"a.txt": b"a"}), "an archive"),
    "program as archive": (made.archive({"META-INF/MANIFEST.MF": b"a", "A.class": b"b"}), "an archive"),
    "macros": (made.office(word__vbaProject_dot_bin=b"x"), "macros"),
    "macros under another name": (
        made.archive({"[Content_Types].xml": b"<a macroEnabled/>", made.WORD: b"<a/>"}),
        "macros",
    ),
    "embedded object": (made.office(word__embeddings__oleObject1_dot_bin=b"x"), "embedded"),
    "template from elsewhere": (
        made.office(word___rels__settings_dot_xml_dot_rels=made.LINK % (b"attachedTemplate", b"http://a.example/t")),
        "fetches parts",
    ),
    "dde": (made.office(made.EXCEL, b"<x><ddeLink ddeService='cmd'/></x>"), "fetches parts"),
    "entities": (made.office(body=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), "damaged"),
    "zip bomb": (made.bomb(), "unpacks to far more"),
    "zip bomb that lies": (made.lying_bomb(), "damaged"),
    "zip with a password": (made.encrypted_zip(), "damaged or protected"),
    "zip that climbs": (made.archive({"[Content_Types].xml": b"", made.WORD: b"", "../../a": b""}), "damaged"),
    "zip cut off": (made.office()[:60], "damaged"),
    "picture of billions of pixels": (made.huge_png(), "million pixels"),
    "half a picture": (made.picture("JPEG", (800, 600))[:500], "damaged"),
    "gif": (made.picture("GIF"), "GIF"),
    "tiff": (made.picture("TIFF"), "TIFF"),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_what_people_have_is_kept(name: str) -> None:
    data, kind = GOOD[name]
    accepted = uploads.judge(data, name)
    assert accepted.kind is kind
    if kind not in (MediaKind.PNG, MediaKind.JPEG):
        assert accepted.body == data


@pytest.mark.parametrize("name", BAD)
def test_what_is_refused_is_told_in_a_sentence(name: str) -> None:
    data, said = BAD[name]
    with pytest.raises(errors.InvalidInput) as wrong:
        uploads.judge(data, "policy.pdf")
    assert said in str(wrong.value)
    assert set(wrong.value.problems) == {"file"} and str(wrong.value).endswith(".")


def test_a_picture_is_drawn_anew_without_what_was_hidden_in_it() -> None:
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>"
    data = made.picture("JPEG", (300, 200), exif=exif) + b"<?php system('ls'); ?>"
    body = uploads.judge(data).body
    assert b"script" not in body and b"php" not in body
    with Image.open(io.BytesIO(body)) as shown:
        assert (shown.size, shown.format) == ((300, 200), "JPEG")


def test_a_large_photograph_becomes_smaller() -> None:
    with Image.open(io.BytesIO(uploads.judge(made.picture("PNG", (5_000, 100))).body)) as shown:
        assert shown.size == (4_000, 80)


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("Policy 2026.pdf", MediaKind.PDF, "Policy 2026.pdf"),
        ("invoice.pdf.exe", MediaKind.PDF, "invoice.pdf.pdf"),
        ("page.html", MediaKind.TEXT, "page.txt"),
        ("../../etc/passwd", MediaKind.TEXT, "etc passwd.txt"),
        ("St. Paul policy", MediaKind.PDF, "St. Paul policy.pdf"),
        (".pdf", MediaKind.PDF, "pdf.pdf"),
        ("", MediaKind.PDF, "unnamed.pdf"),
        ("a\u202efdp.exe", MediaKind.PDF, "afdp.pdf"),
        ("x" * 500 + ".pdf", MediaKind.PDF, "x" * 116 + ".pdf"),
    ],
)
def test_a_name_ends_in_what_the_file_is(typed: str, kind: MediaKind, name: str) -> None:
    assert upload_kinds.stored_name(typed, kind) == name


def test_the_answer_is_a_line_and_the_bytes(tmp_path: object) -> None:
    path, out = tmp_path / "a", io.BytesIO()  # type: ignore[operator]
    path.write_bytes(b"hello")
    uploads.answer(path, "a.txt", out)
    said, _, body = out.getvalue().partition(b"\n")
    assert (json.loads(said), body) == ({"kind": "text/plain"}, b"hello")
    path.write_bytes(b"")
    out = io.BytesIO()
    uploads.answer(path, "a.txt", out)
    assert "refusal" in json.loads(out.getvalue())

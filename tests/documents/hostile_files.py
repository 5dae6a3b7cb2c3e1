"""Uploaded files as people have them, and as somebody with bad intent makes them."""

import io
import struct
import zipfile
import zlib

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

WORD, EXCEL = "word/document.xml", "xl/workbook.xml"
TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
LINK = (
    b'<Relationships><Relationship Id="r1" Type="http://schemas.example/%b" Target="%b" '
    b'TargetMode="External"/></Relationships>'
)


def pdf(change: object = None, **given: str) -> bytes:
    """A page; `change(writer)` does to it what it likes."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if callable(change):
        change(writer)
    if "password" in given:
        writer.encrypt(given["password"], algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def with_script(writer: PdfWriter) -> None:
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert(1);"),
    }
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(DictionaryObject(script))


def with_attachment(writer: PdfWriter) -> None:
    writer.add_attachment("invoice.exe", b"MZ")


def with_action(kind: str, key: str = "/OpenAction", indirect: bool = False) -> object:
    def change(writer: PdfWriter) -> None:
        said: object = NameObject(kind)
        if indirect:
            said = writer._add_object(NameObject(kind))
        action = DictionaryObject({NameObject("/S"): said, NameObject("/F"): TextStringObject("cmd.exe")})
        writer.root_object[NameObject(key)] = writer._add_object(action)

    return change


def with_destination(writer: PdfWriter) -> None:
    """What half of all PDFs do when they are opened: show the first page."""
    page = writer.pages[0].indirect_reference
    writer.root_object[NameObject("/OpenAction")] = ArrayObject([page, NameObject("/Fit")])


def with_link(writer: PdfWriter) -> None:
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("https://a.example")}
    )
    note = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): action})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


def with_xfa(writer: PdfWriter) -> None:
    form = DictionaryObject({NameObject("/XFA"): TextStringObject("<xdp/>")})
    writer.root_object[NameObject("/AcroForm")] = form


def nested_pdf(depth: int = 5_000) -> bytes:
    deep = b"[" * depth + b"]" * depth
    return pdf().replace(b"/Type /Pages", b"/Deep " + deep + b" /Type /Pages")


def office(main: str = WORD, body: bytes = b"<w:document/>", **more: bytes) -> bytes:
    """A Word or Excel file; in names of further parts `__` stands for a slash and `_dot_` for a dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(main, body)
        for name, part in more.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), part)
    return made.getvalue()


def archive(names: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in names.items():
            archive.writestr(name, part)
    return made.getvalue()


def bomb(unpacked: int = 60_000_000) -> bytes:
    return office(word__media__picture_dot_bmp=b"\x00" * unpacked)


def lying_bomb() -> bytes:
    """Says that its part is ten bytes long."""
    made = bytearray(bomb(30_000_000))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = made.rfind(signature, 0, made.rfind(b"word/media/picture.bmp") if place == 24 else len(made))
        if place == 22:
            at = made.find(b"word/media/picture.bmp") - 30
        struct.pack_into("<I", made, at + place, 10)
    return bytes(made)


def encrypted_zip() -> bytes:
    made = bytearray(office())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = made.find(signature)
        while at >= 0:
            made[at + place] |= 1
            at = made.find(signature, at + 4)
    return bytes(made)


def picture(file_format: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, (20, 90, 160)).save(made, file_format, **options)
    return made.getvalue()


def huge_png(side: int = 60_000) -> bytes:
    """A few bytes that say they are 3.6 thousand million pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\x00" * 1000)) + chunk(b"IEND", b"")

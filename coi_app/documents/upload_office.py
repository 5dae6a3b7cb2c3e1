"""An uploaded Word or Excel file: a ZIP of XML parts, without macros, embedded programs or calls to elsewhere."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from coi_app.rules.upload_kinds import CHOOSE, MediaKind, refusal

MOST_PARTS = 5_000
MOST_BYTES = 200_000_000  # unpacked, all parts together
MOST_RATIO = 250  # of unpacked to packed; parts of some size only
RATIO_FROM = 5_000_000
CHUNK = 1 << 20
LONGEST_LOOK = 20_000_000  # bytes of one part that are searched for what acts

_BOMB = "This file unpacks to far more than it says. Choose another one."
_DAMAGED = "This file is damaged or protected. Save it anew without a password, then choose that file."
_MACROS = "This file holds macros. Save it as .docx or .xlsx without macros, then choose that file."
_OBJECTS = "This file has other files or programs embedded in it. Save it as PDF, then choose that file."
_ELSEWHERE = (
    "This file fetches parts from elsewhere when it is opened. Save it as PDF, then choose that file."
)

_MAIN = {"word/document.xml": MediaKind.WORD, "xl/workbook.xml": MediaKind.EXCEL}
_MACRO_PARTS = re.compile(r"vbaproject\.bin|vbadata\.xml|/macrosheets/|/dialogsheets/|customui", re.I)
_OBJECT_PARTS = re.compile(
    r"/activex/|/embeddings/[^/]*\.(bin|exe|vbs|js|bat|cmd|ps1|lnk|dll|scr)$|oleobject", re.I
)
_LINK = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.I)
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.I)
_HARMLESS = re.compile(rb"Type\s*=\s*[\"'][^\"']*/(hyperlink|externalLinkPath)[\"']", re.I)
_CALLS = (b"ddelink", b"ddeauto", b"oleobject ")


def kind_of(data: bytes) -> MediaKind:
    """Raises InvalidInput. Unpacks the whole file, in pieces and up to a bound: only to be run confined."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _judged(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise refusal(_DAMAGED) from None


def _judged(archive: zipfile.ZipFile) -> MediaKind:
    parts = archive.infolist()
    _check_list(parts)
    kind = next((kind for name, kind in _MAIN.items() if name in archive.namelist()), None)
    if kind is None or "[Content_Types].xml" not in archive.namelist():
        raise refusal(f"This is an archive. {CHOOSE}")
    left = MOST_BYTES
    for part in parts:
        left = _check_part(archive, part, left)
    return kind


def _check_list(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise refusal(_BOMB)
    if any(part.flag_bits & 1 for part in parts) or len(set(names)) != len(names):
        raise refusal(_DAMAGED)
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) for name in names):
        raise refusal(_DAMAGED)
    for name in names:
        if _MACRO_PARTS.search("/" + name):
            raise refusal(_MACROS)
        if _OBJECT_PARTS.search("/" + name):
            raise refusal(_OBJECTS)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """Gives what is left of the bytes that all parts may have; sizes are counted, not believed."""
    size, is_markup, kept = 0, part.filename.lower().endswith((".xml", ".rels", ".vml")), bytearray()
    for piece in _pieces(archive, part):
        size += len(piece)
        if size > left or (size > RATIO_FROM and size > part.compress_size * MOST_RATIO):
            raise refusal(_BOMB)
        if is_markup and size <= LONGEST_LOOK:
            kept += piece
    if is_markup:
        _check_markup(part.filename, bytes(kept))
    return left - size


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as opened:
        while piece := opened.read(CHUNK):
            yield piece


def _check_markup(name: str, markup: bytes) -> None:
    plain = markup.replace(b"\x00", b"")  # UTF-16 hides nothing from a search for ASCII words then
    low = plain.lower()
    if b"<!doctype" in low or b"<!entity" in low:
        raise refusal(_DAMAGED)
    if name == "[Content_Types].xml" and (b"macroenabled" in low or b"vbaproject" in low):
        raise refusal(_MACROS)
    if any(call in low for call in _CALLS):
        raise refusal(_ELSEWHERE)
    if name.endswith(".rels") and any(_fetches(link) for link in _LINK.findall(plain)):
        raise refusal(_ELSEWHERE)


def _fetches(link: bytes) -> bool:
    """Only a link that a person clicks may lead outside."""
    return bool(_EXTERNAL.search(link)) and not _HARMLESS.search(link)

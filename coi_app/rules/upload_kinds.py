"""What kinds of file may be uploaded, known by their first bytes and never by their name."""

from enum import StrEnum

from coi_app.rules import errors, file_names

FIELD = "file"
CHOOSE = "Choose a PDF, a PNG or JPEG picture, a Word (.docx) or Excel (.xlsx) file, a text or a CSV file."


class MediaKind(StrEnum):
    """The value is the media type that a download is sent with."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    CSV = "text/csv"
    TEXT = "text/plain"

    @property
    def ending(self) -> str:
        return ENDINGS[self]

    @property
    def label(self) -> str:
        return LABELS[self]


ENDINGS: dict[MediaKind, str] = {
    MediaKind.PDF: ".pdf",
    MediaKind.PNG: ".png",
    MediaKind.JPEG: ".jpg",
    MediaKind.WORD: ".docx",
    MediaKind.EXCEL: ".xlsx",
    MediaKind.CSV: ".csv",
    MediaKind.TEXT: ".txt",
}
LABELS: dict[MediaKind, str] = {
    MediaKind.PDF: "PDF",
    MediaKind.PNG: "PNG picture",
    MediaKind.JPEG: "JPEG picture",
    MediaKind.WORD: "Word",
    MediaKind.EXCEL: "Excel",
    MediaKind.CSV: "CSV",
    MediaKind.TEXT: "Text",
}
# What a file field offers to choose; the content decides all the same.
ACCEPT = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.csv,.txt"

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_ANEW = "Save it as .docx or .xlsx without a password, then choose that file."
_HEADS: tuple[tuple[bytes, str], ...] = (
    (_OLD_OFFICE, f"This is an older or a protected Office file. {_SAVE_ANEW}"),
    (b"\x7fELF", f"This is a program. {CHOOSE}"),
    (b"Rar!", f"This is an archive. {CHOOSE}"),
    (b"7z\xbc\xaf", f"This is an archive. {CHOOSE}"),
    (b"\x1f\x8b", f"This is an archive. {CHOOSE}"),
    (b"GIF8", "This picture is a GIF. Save it as PNG or JPEG, then choose that file."),
    (b"II*\x00", "This picture is a TIFF. Save it as PDF, PNG or JPEG, then choose that file."),
    (b"MM\x00*", "This picture is a TIFF. Save it as PDF, PNG or JPEG, then choose that file."),
)  # fmt: skip


class Family(StrEnum):
    """Which check a file goes through."""

    PDF = "pdf"
    PICTURE = "picture"
    OFFICE = "office"
    TEXT = "text"


def refusal(sentence: str) -> errors.InvalidInput:
    return errors.InvalidInput({FIELD: sentence})


def family(head: bytes) -> Family:
    """By the first bytes of the file. Raises InvalidInput for what is refused at a glance."""
    if not head:
        raise refusal("This file is empty. Choose another one.")
    if head.startswith(b"%PDF-"):
        return Family.PDF
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return Family.PICTURE
    if head.startswith(b"PK\x03\x04"):
        return Family.OFFICE
    for begins, sentence in _HEADS:
        if head.startswith(begins):
            raise refusal(sentence)
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        raise refusal("This picture is a HEIC. Save it as JPEG, then choose that file.")
    return Family.TEXT


def stored_name(typed: str, kind: MediaKind) -> str:
    """The name to show and to download under: safe everywhere, its ending that of what the file really is."""
    stem, dot, ending = typed.rpartition(".")
    if not dot or not stem.strip() or not ending.isalnum() or len(ending) > 5:
        stem = typed
    return file_names.file_name(stem, kind.ending)

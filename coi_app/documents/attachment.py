"""A file that belongs to a certificate's PDF: two objects, and who refers to them (ISO 32000-2, 14.13).

The catalog names it for readers of the single file. The first page refers to it too, so that it comes along when many
certificates are joined to one file.
"""

import re
import zlib
from dataclasses import dataclass

from coi_app.documents import pdf_objects

_EMBEDDED = re.compile(rb"/Type/EmbeddedFile\b[^>]*>>/Filter/FlateDecode/Length (\d+)>>stream\n")
_BELONGS = re.compile(rb"/AF\[(\d+) 0 R\]")

OBJECTS = 2  # that an attached file is made of


@dataclass(frozen=True, slots=True)
class Attachment:
    """`says` what it is, for people who look at the list of attachments."""

    name: str
    media_type: str
    says: str
    data: bytes


def belongs(number: int) -> bytes:
    """The entry of a catalog or a page; `number` is the object of the file's description."""
    return b"/AF[%d 0 R]" % number


def listed(number: int) -> bytes:
    """The catalog's list of attachments."""
    return b"/Names<</EmbeddedFiles<</Names[(00000001) %d 0 R]>>>>" % number


def objects(file: Attachment, number: int) -> list[bytes]:
    """The description, which gets this number, and the bytes, which get the next."""
    name, says = pdf_objects.text_string(file.name), pdf_objects.text_string(file.says)
    refers = b"<</F %d 0 R/UF %d 0 R>>" % (number + 1, number + 1)
    described = b"<</Type/Filespec/F%b/UF%b/Desc%b/AFRelationship/Data/EF%b>>" % (name, name, says, refers)
    packed = zlib.compress(file.data, 9)
    kind = file.media_type.replace("/", "#2F").encode()
    embedded = b"<</Type/EmbeddedFile/Subtype/%b/Params<</Size %d>>/Filter/FlateDecode/Length %d>>stream\n%b\nendstream"
    return [described, embedded % (kind, len(file.data), len(packed), packed)]


def described_in(catalog: bytes) -> int:
    """The number of the description that this catalog refers to; 0 for none."""
    found = _BELONGS.search(catalog)
    return int(found[1]) if found else 0


def in_tail(tail: bytes) -> bytes | None:
    """The bytes of the file that a tail of ours carries, None without one. Raises zlib.error when they were altered."""
    *_, found = None, *_EMBEDDED.finditer(tail)
    return zlib.decompress(tail[found.end() : found.end() + int(found[1])]) if found else None

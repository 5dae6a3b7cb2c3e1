"""What a certificate has to say, looked for in the words that were read from the paper."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from typing import TypeVar

from coi_app.rules.certificate_content import Box, CertificateContent

Wanted = TypeVar("Wanted")
_NOT_PRINTED = frozenset({"policy_id", "logo_sha256", "signature_sha256"})
_BLANKS = re.compile(r"\s")
SHORT_NUMBERS = 100  # NAIC codes and limits are larger; months and the like stand in texts


def missing(content: CertificateContent, words: str) -> list[str]:
    """The facts of the content that the words lack. `words`: of all its pages, as PDFium reads them aloud."""
    words = words.replace("\ufffe", "-")  # a hyphen at the end of a row
    squeezed, printed = _BLANKS.sub("", words), _printed(content)
    lacking = [row for row in _rows(printed) if _BLANKS.sub("", row) not in squeezed]
    lacking += [f"{number:,}" for number in _numbers(content.shared) if f"{number:,}" not in words]
    lacking += [f"{day:%m/%d/%Y}" for day in _days(content) if f"{day:%m/%d/%Y}" not in words]
    return lacking + [f"{title}: {said} times" for title, said, is_so in _marks(content, words) if not is_so]


def _printed(content: CertificateContent) -> CertificateContent:
    return replace(content, verification_url=content.verification_url.removeprefix("https://"))


def _rows(content: CertificateContent) -> Iterator[str]:
    for text in values(content, str):
        if not isinstance(text, Enum):
            yield from filter(None, text.split("\n"))


def _numbers(value: object) -> Iterator[int]:
    return (n for n in values(value, int) if not isinstance(n, bool) and n > SHORT_NUMBERS)


def _days(content: CertificateContent) -> Iterator[date]:
    return values(content, date)


def _marks(content: CertificateContent, words: str) -> Iterator[tuple[str, int, bool]]:
    """Each box that is told aloud: as often as the content has it, no more and no less."""
    for title, field in (("ADDL INSD", "additional_insured"), ("SUBR WVD", "subrogation_waived")):
        said = words.count(f"{title}: Y")
        yield title, said, said == sum(getattr(one, field) is Box.YES for one in content.boxes)


def values(value: object, kind: type[Wanted]) -> Iterator[Wanted]:
    """Every value of that kind, wherever it stands in the content."""
    if isinstance(value, kind):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from values(part, kind)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in _NOT_PRINTED:
                yield from values(getattr(value, field.name), kind)

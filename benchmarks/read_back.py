"""Every certificate of a run read back from its file by PDFium, and compared with its content in the database."""

import hashlib
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pypdfium2
from sqlalchemy import select
from sqlmodel import Session

from benchmarks import installations
from coi_app import db
from coi_app.models import Certificate, StoredContent
from coi_app.queries import issued_content, tables
from coi_app.rules.certificate_content import CertificateContent
from tests.documents import stated


def differing(folder: Path, file: Path, issued: int) -> list[str]:
    """Of the newest run: the number of each certificate that lacks a fact, and which. Raises when another number of
    certificates than were issued is there."""
    with installations.opened(folder), db.reading() as session:
        contents = dict(_newest(session, issued))
        words = _of_zip(file) if file.suffix == ".zip" else _of_pdf(file, list(contents))
        found = {key: (contents[key], said) for key, said in words}
    if len(found) != issued:
        raise RuntimeError(f"{len(found):,} certificates were read, {issued:,} issued.")
    lacking = ((content.number, stated.missing(content, said)) for content, said in found.values())
    return [f"{number}: {', '.join(facts)}" for number, facts in lacking if facts]


def _newest(session: Session, issued: int) -> Iterator[tuple[str, CertificateContent]]:
    """By the SHA-256 of their files, in the order of the run."""
    row = tables.certificates
    joined = select(Certificate, StoredContent).join(
        StoredContent, tables.stored_contents.digest == row.shared_digest
    )
    batch = select(row.batch_id).order_by(row.id.desc()).limit(1).scalar_subquery()
    for certificate, stored in session.execute(joined.where(row.batch_id == batch).order_by(row.id)):
        yield certificate.sha256, issued_content.of(certificate, stored)


def _of_zip(file: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(file) as opened:
        for name in opened.namelist():
            if name.endswith(".pdf"):
                pdf = opened.read(name)
                document = pypdfium2.PdfDocument(pdf)
                yield hashlib.sha256(pdf).hexdigest(), _words(document, range(len(document)))
                document.close()


def _of_pdf(file: Path, keys: list[str]) -> Iterator[tuple[str, str]]:
    """Each certificate begins at its bookmark."""
    document = pypdfium2.PdfDocument(file)
    begins = [mark.get_dest().get_index() for mark in document.get_toc()]
    for key, (first, following) in zip(keys, pairwise([*begins, len(document)]), strict=True):
        yield key, _words(document, range(first, following))
    document.close()


def _words(document: pypdfium2.PdfDocument, numbers: range) -> str:
    pages = []
    for number in numbers:
        page = document[number]
        text = page.get_textpage()
        pages.append(text.get_text_range())
        text.close()
        page.close()
    return " ".join(" ".join(pages).split())

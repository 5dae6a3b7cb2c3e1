"""The E&O file: everything that is known of one certificate, as a PDF to read and a ZIP to check."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from fpdf import FPDF

from coi_app.documents import typeface
from coi_app.documents.bundle import EARLIEST

MARGIN, LABEL, BOTTOM = 42.0, 138.0, 48.0
SIZE, PITCH = 8.5, 11.5
GRAY, INK = 95, 15


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it is at the left, what was said at the right; `small` for hashes."""

    label: str
    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: tuple[Line, ...]
    nothing: str = ""  # said when there are no lines


@dataclass(frozen=True, slots=True)
class EoFile:
    """`foot` stands on every page; `made_at` is all that tells two files of the same facts apart."""

    title: str
    lead: str
    foot: str
    made_at: datetime
    sections: tuple[Section, ...]


class _Paper(FPDF):
    foot = ""

    def footer(self) -> None:
        self.set_y(-34)
        self.set_font(typeface.TEXT, size=7)
        self.set_text_color(GRAY)
        self.cell(0, 9, self.foot)
        self.set_x(MARGIN)
        self.cell(0, 9, f"Page {self.page_no()} of {{nb}}", align="R")


def pdf(file: EoFile) -> bytes:
    """The same file gives the same bytes."""
    paper = _Paper(unit="pt", format="letter")
    pack = typeface.pack_for(_shown("".join(_words(file))))
    for cut in typeface.CUTS:
        paper.add_font(
            cut, fname=typeface.FONT_FOLDER / f"{cut}-{typeface.LATIN if cut == typeface.TITLE else pack}.ttf"
        )
    paper.set_creation_date(file.made_at)
    paper.set_title(_shown(file.title))
    paper.set_lang("en")
    paper.foot = _shown(file.foot)
    paper.set_margins(MARGIN, MARGIN)
    paper.set_auto_page_break(True, BOTTOM)
    paper.add_page()
    _head(paper, file)
    for section in file.sections:
        _section(paper, section)
    return bytes(paper.output())


def _words(file: EoFile) -> Iterable[str]:
    yield from (file.title, file.lead, file.foot, "Page 0123456789 of")
    for section in file.sections:
        yield from (section.title, section.nothing)
        for line in section.lines:
            yield from (line.label, line.text)


def _shown(text: str) -> str:
    """A letter that the fonts lack is named by its code: this paper hides nothing and invents nothing."""
    kept = typeface.paragraphs(text)
    for character in typeface.beyond(kept):
        kept = kept.replace(character, f"[U+{ord(character):04X}]")
    return kept


def _head(paper: FPDF, file: EoFile) -> None:
    paper.set_font(typeface.STRONG, size=16)
    paper.multi_cell(0, 20, _shown(file.title), align="L", new_x="LMARGIN", new_y="NEXT")
    paper.set_font(typeface.TEXT, size=SIZE)
    paper.set_text_color(GRAY)
    paper.multi_cell(0, PITCH, _shown(file.lead), align="L", new_x="LMARGIN", new_y="NEXT")


def _section(paper: FPDF, section: Section) -> None:
    if paper.get_y() > paper.h - BOTTOM - 60:
        paper.add_page()
    paper.ln(12)
    paper.set_font(typeface.STRONG, size=10.5)
    paper.set_text_color(INK)
    paper.start_section(_shown(section.title))
    paper.cell(0, 15, _shown(section.title), new_x="LMARGIN", new_y="NEXT")
    y = paper.get_y()
    paper.set_line_width(0.8)
    paper.line(MARGIN, y, paper.w - MARGIN, y)
    paper.ln(4)
    for line in section.lines or (Line("", section.nothing),):
        _line(paper, line)


def _line(paper: FPDF, line: Line) -> None:
    size, wide = 7.0 if line.small else SIZE, paper.w - 2 * MARGIN - LABEL
    paper.set_font(typeface.TEXT, size=size)
    text = _shown(line.text) or "–"
    high = cast(float, paper.multi_cell(wide, PITCH, text, dry_run=True, output="HEIGHT", align="L"))
    room = paper.h - BOTTOM - paper.get_y()
    if room < min(high, paper.h - 2 * BOTTOM) and room < 200:
        paper.add_page()
    paper.set_font(typeface.STRONG, size=7.5)
    paper.set_text_color(GRAY)
    top, page = paper.get_y(), paper.page
    paper.multi_cell(LABEL - 8, PITCH, _shown(line.label), align="L", new_x="LMARGIN", new_y="NEXT")
    below = paper.get_y()
    paper.set_xy(MARGIN + LABEL, top)
    paper.set_font(typeface.TEXT, size=size)
    paper.set_text_color(INK)
    paper.multi_cell(wide, PITCH, text, align="L", new_x="LMARGIN", new_y="NEXT")
    if paper.page == page:
        paper.set_y(max(below, paper.get_y()))


def archive(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of these files in their order, with their SHA-256 in SHA256SUMS."""
    sums = "".join(f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in files.items())
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, body in {**files, "SHA256SUMS": sums.encode()}.items():
            entry: Any = zipfile.ZipInfo(name, EARLIEST)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, body)
    return written.getvalue()

"""Marks drawn by fpdf2: pages with everything that the certificates of a master have in common.

Also the sheet of letters: cutting and embedding a pack of fonts takes fpdf2 ten to forty times as long as
drawing a page, so it is done once per process for all the pages that are drawn with these fonts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fpdf import FPDF
from fpdf.fonts import CoreFont

from coi_app.documents import artwork, tags, typeface
from coi_app.documents.ink import SPACE
from coi_app.documents.sheet import RULE, STYLE, Box, Mark, Picture, Rule, Text, Watermark
from coi_app.documents.tags import Tag

PRINT_DPI = 300  # of pictures: a copier resolves less


@dataclass(frozen=True, slots=True)
class Letters:
    """`pdf`: one page with every letter of the pack, whose fonts therefore are complete; `fonts`: the same."""

    pdf: bytes
    fonts: "typeface.Fonts"


def letters(pack: str) -> Letters:
    """The order of the letters fixes the code that each has in this pack, on this page and all others."""
    fonts = typeface.load(pack)
    paper = _paper(fonts)
    for cut in typeface.CUTS:
        paper.set_font(cut, size=1)
        paper.text(0, 0, "".join(sorted(typeface.widths(cut, pack))))
    return Letters(bytes(paper.output()), fonts)


def page(pieces: Sequence[Mark | Tag], fonts: "typeface.Fonts", pictures: Mapping[str, bytes]) -> bytes:
    """A PDF of one page that names the fonts of `letters` but does not have them: the sheet's are to be put in.

    `pictures`: PNG bytes by their SHA-256.
    """
    paper = _paper(fonts)
    is_open = False
    for piece in pieces:
        if isinstance(piece, Tag):
            paper._out(tags.begun(piece.part, is_open))
            is_open = True
        else:
            _draw(paper, piece, pictures)
    if is_open:
        paper._out(tags.END)
    paper.fonts.update({name: CoreFont(font.i, "helvetica", "") for name, font in fonts.items()})
    return bytes(paper.output())


def _paper(fonts: "typeface.Fonts") -> FPDF:
    paper = FPDF(unit="pt", format="letter")
    paper.fonts.update(fonts)
    paper.add_page()
    return paper


def _draw(paper: FPDF, mark: Mark, pictures: Mapping[str, bytes]) -> None:
    match mark:
        case Text():
            _text(paper, mark)
        case Rule():
            _rule(paper, mark)
        case Picture():
            shown = artwork.fitted(mark, pictures[mark.sha256], PRINT_DPI)
            paper.image(shown.image, shown.x, shown.y, shown.w, shown.h)
        case Watermark():
            _watermark(paper, mark)
        case Box():
            paper.set_line_width(RULE[mark.weight])
            paper.rect(mark.x, mark.y, mark.w, mark.h, "F" if mark.filled else "D")


def _rule(paper: FPDF, mark: Rule) -> None:
    """fpdf2's lines stick out by half their width."""
    width = RULE[mark.weight]
    paper.set_line_width(width)
    paper.line(mark.x + width / 2, mark.y, mark.x_end - width / 2, mark.y)


def _text(paper: FPDF, mark: Text) -> None:
    style = STYLE[mark.style]
    paper.set_font(style.font, size=mark.size)
    paper.set_text_color(255 if style.white else 0)
    paper.text(mark.x, mark.y, mark.text + SPACE)


def _watermark(paper: FPDF, mark: Watermark) -> None:
    x, y = mark.start
    gray = round(255 * mark.GRAY)
    with (
        paper.rotation(mark.ANGLE, x, y),
        paper.local_context(text_mode="STROKE", line_width=mark.LINE, draw_color=gray),
    ):
        paper.set_font(typeface.TITLE, size=mark.SIZE)
        paper.text(x, y, mark.word)

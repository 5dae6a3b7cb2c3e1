"""The live preview: a page's marks as inline SVG, for screens that show no PDF in a frame, such as phones.

The marks are those of `layout.compose`, so the preview breaks its rows where the paper does. The page that
shows it serves the three cuts of the font under the names of FAMILY (`assets/coi/paper.css`); where a browser
has not got them yet, `textLength` keeps every text at its width.
"""

import base64
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from coi_app.documents import artwork, layout, licensed_form, panels, qr, typeface
from coi_app.documents.sheet import (
    HEIGHT,
    RULE,
    STYLE,
    WIDTH,
    Box,
    Code,
    Mark,
    Picture,
    Rule,
    Text,
    Watermark,
    number,
)
from coi_app.rules.certificate_content import CertificateContent, SharedContent
from coi_app.rules.licensed_forms import Sheet

FAMILY = {
    typeface.TEXT: "Certificate Text",
    typeface.STRONG: "Certificate Strong",
    typeface.TITLE: "Certificate Title",
}
FALLBACK = "sans-serif"
SCREEN_DPI = 200  # of pictures: sharp at one and a half times the size of the paper
Pictures = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class FormShown:
    """A licensed form on a screen: `outlines` of its pages, as `form_outline` draws them."""

    sheet: Sheet
    outlines: tuple[str, ...]


def page_count(content: CertificateContent, draft: bool, form: FormShown | None = None) -> int:
    return len(_pages(content, draft, form.sheet if form else None))


def page_as_svg(
    content: CertificateContent, pictures: Pictures, draft: bool, page: int = 0, form: FormShown | None = None
) -> str:
    """`pictures`: PNG bytes by SHA-256. A page past the end shows the last one: typing may have shortened it.

    Raises layout.UnprintableText or layout.DoesNotFit, like drawing.
    """
    pages = _pages(content, draft, form.sheet if form else None)
    shown = min(page, len(pages) - 1)
    label = f"{panels.TITLE}{', draft' if draft else ''}, page {shown + 1} of {len(pages)}. "
    label += f"Holder: {typeface.one_line(content.holder.name)}."
    drawn = "".join(_marks(pages[shown], pictures))
    under = outline(form.outlines[shown]) if form and shown < len(form.outlines) else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" class="paper-page" '
        f'role="img" aria-label="{escape(label)}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{under}'
        f'<g fill="#000" font-family="{_family(typeface.TEXT)}" font-weight="400" letter-spacing="0" '
        f'text-rendering="geometricPrecision">{drawn}</g></svg>'
    )


def outline(drawn: str) -> str:
    """What a form itself shows, in the letters of the screen."""
    return f'<g fill="#222" font-family="Arial,Helvetica,{FALLBACK}">{drawn}</g>'


def picture(drawn: str) -> str:
    """A page of a form by itself, as a file."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{outline(drawn)}</svg>'
    )


@lru_cache(maxsize=16)
def _master(shared: SharedContent, draft: bool, sheet: Sheet | None) -> layout.Master | licensed_form.Master:
    """Measured once while somebody types the holder's part."""
    return licensed_form.Master(shared, sheet, draft) if sheet else layout.Master(shared, draft)


@lru_cache(maxsize=16)
def _pages(content: CertificateContent, draft: bool, sheet: Sheet | None) -> list[list[Mark]]:
    if not draft and content.is_draft:
        raise ValueError("A certificate without a number can only be shown as a draft (R33).")
    return _master(content.shared, draft, sheet).pages(content)


def _family(font: str) -> str:
    return f"{FAMILY[font]},{FALLBACK}"


def _marks(marks: Iterable[Mark], pictures: Pictures) -> Iterable[str]:
    for mark in marks:
        match mark:
            case Text():
                yield _text(mark)
            case Rule():
                yield _line(mark)
            case Picture():
                yield _picture(mark, pictures[mark.sha256])
            case Code():
                yield _code(mark)
            case Box():
                yield _box(mark)
            case Watermark():
                yield _watermark(mark)


def _text(mark: Text) -> str:
    style = STYLE[mark.style]
    look = "" if style.font == typeface.TEXT else f' font-family="{_family(style.font)}"'
    if style.white:
        look += ' fill="#fff"'
    return (
        f'<text x="{number(mark.x)}" y="{number(mark.y)}" font-size="{number(mark.size)}"{look} '
        f'textLength="{number(mark.width)}" lengthAdjust="spacingAndGlyphs">{escape(_isolated(mark.text))}</text>'
    )


def _isolated(text: str) -> str:
    """It reads in the direction of its first letter, as on paper, and begins at its left end all the same."""
    return f"\u2068{text}\u2069" if typeface.is_beyond(text) else text


def _line(mark: Rule) -> str:
    path = f"M{number(mark.x)} {number(mark.y)}H{number(mark.x_end)}"
    return f'<path d="{path}" stroke="#000" stroke-width="{RULE[mark.weight]}"/>'


def _box(mark: Box) -> str:
    place = _place(mark.x, mark.y, mark.w, mark.h)
    ink = "" if mark.filled else f' fill="none" stroke="#000" stroke-width="{RULE[mark.weight]}"'
    return f"<rect {place}{ink}/>"


def _place(x: float, y: float, w: float, h: float) -> str:
    return f'x="{number(x)}" y="{number(y)}" width="{number(w)}" height="{number(h)}"'


def _picture(mark: Picture, data: bytes) -> str:
    shown = artwork.fitted(mark, data, SCREEN_DPI)
    place = _place(shown.x, shown.y, shown.w, shown.h)
    return f'<image {place} href="data:image/webp;base64,{_webp(mark, data)}"/>'


@lru_cache(maxsize=32)
def _webp(mark: Picture, data: bytes) -> str:
    made = io.BytesIO()
    artwork.fitted(mark, data, SCREEN_DPI).image.save(made, "WEBP", quality=90)
    return base64.b64encode(made.getvalue()).decode()


def _code(mark: Code) -> str:
    """One path of horizontal runs, a module one unit wide."""
    code = qr.modules(mark.address)
    runs = "".join(f"M{x} {y}h{n}v1h-{n}z" for y, row in enumerate(code.grid()) for x, n in _runs(row))
    turn = f"translate({number(mark.x)} {number(mark.y)}) scale({mark.w / code.side:.5f})"
    return f'<path transform="{turn}" shape-rendering="crispEdges" d="{runs}"/>'


def _runs(row: str) -> Iterable[tuple[int, int]]:
    """Start and length of every row of ones."""
    start = row.find("1")
    while start >= 0:
        end = (row + "0").index("0", start)
        yield start, end - start
        start = row.find("1", end)


def _watermark(mark: Watermark) -> str:
    (cosine, sine), (x, y) = mark.turn, mark.start
    return (
        f'<text transform="matrix({cosine:.5f} {-sine:.5f} {sine:.5f} {cosine:.5f} {number(x)} {number(y)})" '
        f'font-family="{_family(typeface.TITLE)}" font-size="{mark.SIZE}" fill="none" '
        f'stroke="rgb({mark.GRAY:.0%},{mark.GRAY:.0%},{mark.GRAY:.0%})" stroke-width="{mark.LINE}">'
        f"{escape(mark.word)}</text>"
    )

"""The ordinary ways of libraries to draw the same marks. QR codes are given to them ready-made.

They write in the fonts every reader has, so none of them has to embed one: that favours them again.
"""

import io
from collections.abc import Callable, Mapping, Sequence

import fpdf
import pikepdf
import pypdf
from fpdf.enums import XPos, YPos
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from coi_app.documents import qr, typeface
from coi_app.documents.sheet import HEIGHT, RULE, STYLE, WIDTH, Box, Code, Mark, Picture, Rule, Text

Pages = Sequence[Sequence[Mark]]
Pictures = Mapping[str, bytes]


def contenders(
    common: Sequence[Mark], own: Sequence[Pages], whole: Sequence[Pages], pictures: Pictures
) -> dict[str, Callable[[int], bytes]]:
    """`common` and `own` are laid over each other, `whole` is both in one."""
    master = with_fpdf2([common], pictures)
    with_pypdf = pypdf.PdfReader(io.BytesIO(master))
    form = pypdf.PdfReader(io.BytesIO(_form(common, own[0], pictures)))
    return {
        "fpdf2, all drawn each time": lambda n: with_fpdf2(whole[n], pictures),
        "reportlab, all drawn each time": lambda n: with_reportlab(whole[n], pictures),
        "pikepdf, an fpdf2 page laid over": lambda n: _over_by_pikepdf(master, with_fpdf2(own[n], pictures)),
        "pypdf, an fpdf2 page laid over": lambda n: _over_by_pypdf(with_pypdf, with_fpdf2(own[n], pictures)),
        "pypdf, a form's fields filled": lambda n: _filled_by_pypdf(form, own[n]),
    }


def _over_by_pikepdf(master: bytes, own: bytes) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(master)) as pdf, pikepdf.open(io.BytesIO(own)) as over:
        pdf.pages[0].add_overlay(over.pages[0])
        for page in list(over.pages)[1:]:
            pdf.pages.append(page)
        pdf.save(made)
    return made.getvalue()


def joined_by_pikepdf(common: Sequence[Mark], own: Sequence[Pages], pictures: Pictures) -> int:
    """One PDF of all: the master's page again and again, each with its own page laid over. Gives its size."""
    made = io.BytesIO()
    master, over = (
        with_fpdf2([common], pictures),
        with_fpdf2([page for pages in own for page in pages], pictures),
    )
    with (
        pikepdf.open(io.BytesIO(master)) as first,
        pikepdf.open(io.BytesIO(over)) as overs,
        pikepdf.new() as pdf,
    ):
        at = 0
        for pages in own:
            pdf.pages.append(first.pages[0])
            pdf.pages[-1].add_overlay(overs.pages[at])
            for further in range(at + 1, at + len(pages)):
                pdf.pages.append(overs.pages[further])
            at += len(pages)
        pdf.save(made)
    return len(made.getvalue())


def _over_by_pypdf(master: pypdf.PdfReader, own: bytes) -> bytes:
    writer, over = pypdf.PdfWriter(), pypdf.PdfReader(io.BytesIO(own))
    writer.add_page(master.pages[0]).merge_page(over.pages[0])
    for page in over.pages[1:]:
        writer.add_page(page)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _form(common: Sequence[Mark], own: Pages, pictures: Pictures) -> bytes:
    """The common marks and a field for each text of the other pages; codes and boxes are left out, in its favour."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(WIDTH, HEIGHT), pageCompression=1)
    for page, marks in enumerate(own):
        for mark in common if page == 0 else ():
            _reportlab_mark(canvas, mark, pictures)
        for name, text in _fields(page, marks).items():
            place = {"x": text.x, "y": HEIGHT - text.y - 2, "width": 200, "height": text.size + 4}
            canvas.acroForm.textfield(name=name, fontSize=text.size, borderWidth=0, **place)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _fields(page: int, marks: Sequence[Mark]) -> dict[str, Text]:
    texts = (mark for mark in marks if isinstance(mark, Text))
    return {f"{page}.{n}": text for n, text in enumerate(texts)}


def _filled_by_pypdf(form: pypdf.PdfReader, own: Pages) -> bytes:
    writer = pypdf.PdfWriter(clone_from=form)
    for number, marks in enumerate(own):
        values = {name: _latin(text.text) for name, text in _fields(number, marks).items()}
        writer.update_page_form_field_values(writer.pages[number], values, auto_regenerate=False)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def with_fpdf2(pages: Pages, pictures: Pictures) -> bytes:
    pdf = fpdf.FPDF(unit="pt", format="Letter")
    pdf.set_auto_page_break(False)
    for marks in pages:
        pdf.add_page()
        for mark in marks:
            _fpdf2_mark(pdf, mark, pictures)
    return bytes(pdf.output())


def _fpdf2_mark(pdf: fpdf.FPDF, mark: Mark, pictures: Pictures) -> None:
    match mark:
        case Text():
            bold = STYLE[mark.style].font != typeface.TEXT
            pdf.set_font("Helvetica", "B" if bold else "", mark.size)
            pdf.set_text_color(255 if STYLE[mark.style].white else 0)
            pdf.set_xy(mark.x, mark.y - 0.8 * mark.size)
            pdf.cell(text=_latin(mark.text), new_x=XPos.RIGHT, new_y=YPos.TOP)
        case Rule():
            pdf.set_line_width(RULE[mark.weight])
            pdf.line(mark.x, mark.y, mark.x_end, mark.y)
        case Picture():
            picture = io.BytesIO(pictures[mark.sha256])
            pdf.image(picture, mark.x, mark.y, mark.w, mark.h, keep_aspect_ratio=True)
        case Code():
            pdf.image(_code(mark), mark.x, mark.y, mark.w, mark.h)
        case Box():
            pdf.set_line_width(RULE[mark.weight])
            pdf.rect(mark.x, mark.y, mark.w, mark.h, "F" if mark.filled else "D")


def with_reportlab(pages: Pages, pictures: Pictures) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(WIDTH, HEIGHT), pageCompression=1)
    for marks in pages:
        for mark in marks:
            _reportlab_mark(canvas, mark, pictures)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _reportlab_mark(canvas: Canvas, mark: Mark, pictures: Pictures) -> None:
    match mark:
        case Text():
            bold = STYLE[mark.style].font != typeface.TEXT
            canvas.setFont("Helvetica-Bold" if bold else "Helvetica", mark.size)
            canvas.setFillGray(1 if STYLE[mark.style].white else 0)
            canvas.drawString(mark.x, HEIGHT - mark.y, _latin(mark.text))
        case Rule():
            canvas.setLineWidth(RULE[mark.weight])
            canvas.line(mark.x, HEIGHT - mark.y, mark.x_end, HEIGHT - mark.y)
        case Picture():
            picture = ImageReader(io.BytesIO(pictures[mark.sha256]))
            canvas.drawImage(picture, *_corner(mark), mask="auto", preserveAspectRatio=True)
        case Code():
            canvas.drawImage(ImageReader(_code(mark)), *_corner(mark))
        case Box():
            canvas.setFillGray(0)
            canvas.setLineWidth(RULE[mark.weight])
            canvas.rect(*_corner(mark), stroke=not mark.filled, fill=mark.filled)


def _corner(box: Box) -> tuple[float, float, float, float]:
    return box.x, HEIGHT - box.y - box.h, box.w, box.h


def _code(mark: Code) -> Image.Image:
    rows = qr.modules(mark.address).grid()
    image = Image.new("1", (len(rows), len(rows)))
    image.putdata([255 * (bit == "0") for row in rows for bit in row])
    return image


def _latin(text: str) -> str:
    return text.encode("latin-1", "replace").decode("latin-1")

"""Certificates on a licensed form, read back: every fact at its field, nothing lost, the same bytes everywhere."""

import hashlib
import io
import shutil
import subprocess
import sys
from dataclasses import replace

import pypdf
import pytest
from PIL import ImageChops

from coi_app.documents import form_intake, svg
from coi_app.documents.bundle import OnePdfOf
from coi_app.rules.licensed_forms import FormField, Rectangle
from tests.documents import form_fixture, forms, reading, samples
from tests.documents.form_fixture import PLAIN, Traps
from tests.documents.forms import FITTING, PLACES, inside

STATED = {
    "issued_on": "11/21/2026", "number": "NL-260914-07", "revision": "2",
    "producer.name": "Northlight Insurance Advisors, Inc.", "producer.line_one": "2400 Harbor Point Drive",
    "producer.line_two": "Suite 310", "producer.city": "Portland", "producer.state": "OR", "producer.zip_code": "97201",
    "producer.phone": "(503) 555-0148", "insured.name": "Thornbury Steel LLC", "insured.city": "Clackamas",
    "holder.name": "Cascade Pacific Contractors", "holder.line_one": "1200 SW Riverbend Parkway",
    "holder.line_two": "Floor 18", "holder.zip_code": "97239-3102",
    "insurer.A.name": "A Mutual Company", "insurer.A.naic": "10472", "insurer.D.naic": "36196",
    "general_liability.letter": "A", "general_liability.number": "GLP-0048821-06",
    "general_liability.effective_on": "03/01/2026", "general_liability.expires_on": "03/01/2027",
    "general_liability.commercial": "X", "general_liability.occurrence": "X", "general_liability.claims_made": "",
    "general_liability.option_one_tick": "X", "general_liability.option_one": "XCU included",
    "general_liability.per_project": "X", "general_liability.per_policy": "",
    "general_liability.each_occurrence": "2,000,000", "general_liability.damage_to_rented_premises": "300,000",
    "general_liability.medical_expense": "10,000", "general_liability.personal_and_advertising_injury": "2,000,001",
    "general_liability.general_aggregate": "4,000,000",
    "general_liability.products_completed_operations_aggregate": "4,000,001",
    "general_liability.other_label": "Benefits", "general_liability.other_limit": "1,000,001",
    "automobile.any_auto": "X", "automobile.owned": "", "automobile.combined_single_limit": "1,000,002",
    "automobile.property_damage": "", "automobile.addl": "", "automobile.subr": "",
    "umbrella.umbrella": "X", "umbrella.excess": "", "umbrella.retention": "X", "umbrella.deductible": "",
    "umbrella.own_share_amount": "10,001", "umbrella.each_occurrence": "10,000,000", "umbrella.subr": "",
    "workers_compensation.anyone_excluded": "Y", "workers_compensation.per_statute": "X",
    "workers_compensation.disease_each_employee": "1,000,005", "workers_compensation.letter": "D",
    "other.name": "Pollution: occurrence form", "other.limit_0_label": "Aggregate", "other.limit_0": "2,000,008",
    "other.addl": "",
    "description": "RE: Job 24-117, Riverbend Tower.\nFraming and exterior envelope.",
}  # fmt: skip


@pytest.mark.parametrize("traps", [Traps(), PLAIN, Traps(offset=(20, -30))])
def test_every_fact_stands_in_its_field(traps: Traps) -> None:
    pdf = forms.drawn(FITTING, forms.form(traps))
    texts = reading.second_opinion(pdf)
    assert {key: inside(pdf, key, texts) for key in STATED} == STATED
    assert len(pypdf.PdfReader(io.BytesIO(pdf), strict=True).pages) == 1


def test_the_other_reader_finds_the_same() -> None:
    pdf = forms.drawn(FITTING)
    said = " ".join(one.text for one in reading.texts(pdf))
    for fact in filter(None, STATED.values()):
        assert all(row in said for row in fact.split("\n")), fact


def test_a_third_reader_finds_them_too() -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is not installed")
    pdf = forms.drawn(FITTING)
    cell = PLACES["general_liability.each_occurrence"]
    box = ["-x", str(int(cell.x)), "-y", str(int(cell.y)), "-W", str(int(cell.w)), "-H", str(int(cell.h + 1))]
    command = ["pdftotext", "-r", "72", *box, "-", "-"]
    assert subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.split() == [
        b"2,000,000"
    ]


def test_the_boxes_are_the_holders() -> None:
    pdf = forms.drawn(FITTING)
    said = reading.words(pdf)
    for told in (
        "General liability, ADDL INSD: Y",
        "General liability, SUBR WVD: Y",
        "Umbrella or excess, ADDL INSD: Y",
    ):
        assert told in said
    assert said.count("INSD: Y") == 2 and said.count("WVD: Y") == 3
    texts = reading.texts(pdf)
    assert [inside(pdf, f"{row}.addl", texts) for row in ("general_liability", "automobile", "umbrella")] == [
        "Y",
        "",
        "Y",
    ]


def test_ink_stays_inside_the_fields() -> None:
    """Pixel by pixel: outside of its fields and the code the certificate looks like the blank form."""
    form = forms.form()
    printed, blank = reading.pixels(forms.drawn(FITTING)).to_pil(), reading.pixels(form.blank).to_pil()
    scale = 200 / 72
    assert form.sheet.code is not None
    for place in [*(one.place for one in form.sheet.fields), form.sheet.code]:
        corners = (place.x - 1, place.y - 1, place.x + place.w + 1, place.y + place.h + 1)
        box = tuple(round(scale * one) for one in corners)
        for page in (printed, blank):
            page.paste(255, box)  # type: ignore[arg-type]
    assert ImageChops.difference(printed, blank).getbbox() is None


def test_the_same_content_gives_the_same_bytes_in_every_process() -> None:
    ours = hashlib.sha256(forms.drawn(forms.DENSE)).hexdigest()
    script = (
        "import hashlib; from tests.documents import forms; "
        "print(hashlib.sha256(forms.drawn(forms.DENSE)).hexdigest())"
    )
    for seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": seed, "PATH": "/usr/bin"}
        told = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, check=True, env=environment
        )
        assert told.stdout.decode().strip() == ours


def test_the_plate_is_shared_and_the_tail_is_small() -> None:
    press = forms.press(FITTING, forms.form())
    one = press.draw(FITTING)
    other = press.draw(replace(FITTING, number="NL-260914-08", holder=samples.MINIMAL.holder))
    assert one.plate == other.plate and one.sha256 != other.sha256
    assert len(one.tail) < 12_000


def test_a_draft_has_neither_number_nor_signature_nor_code() -> None:
    pdf = forms.press(FITTING, forms.form()).draw_draft(FITTING)
    said = reading.words(pdf)
    assert inside(pdf, "number") == "DRAFT, not issued" and FITTING.number not in said
    assert inside(pdf, "issued_on") == "" and "genuine" not in said and "https" not in said
    assert "no code" in said and list(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].images) == []
    assert len(list(pypdf.PdfReader(io.BytesIO(forms.drawn(FITTING))).pages[0].images)) >= 1
    issued = reading.pixels(forms.drawn(FITTING)).to_pil()
    assert ImageChops.difference(issued, reading.pixels(pdf).to_pil()).getbbox()


def test_the_code_leads_to_the_public_page_and_can_be_read() -> None:
    pdf = forms.drawn(FITTING)
    (link,) = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]["/Annots"]
    assert link.get_object()["/A"]["/URI"] == FITTING.verification_url
    side = float(link.get_object()["/Rect"][2]) - float(link.get_object()["/Rect"][0])
    assert side >= 30
    said = reading.words(pdf).replace(" ", "")
    assert FITTING.verification_url.removeprefix("https://") in said


def test_the_code_stands_where_it_is_wanted() -> None:
    form = forms.form()
    moved = replace(form, sheet=replace(form.sheet, code=Rectangle(40, 590, 120, 90)))
    pdf = forms.drawn(FITTING, moved)
    (link,) = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]["/Annots"]
    left, low, *_ = map(float, link.get_object()["/Rect"])
    assert 40 <= left <= 70 and 792 - 690 <= low <= 792 - 600


def test_one_combined_file_reads_like_the_single_ones(tmp_path: object) -> None:
    from pathlib import Path

    press = forms.press(forms.DENSE, forms.form())
    numbers = [f"NL-26-{n:05d}" for n in range(70)]
    path = Path(str(tmp_path)) / "all.pdf"
    with OnePdfOf(path) as combined:
        for number in numbers:
            combined.add(press.draw(replace(forms.DENSE, number=number)), number)
    pages = [page.extract_text() for page in pypdf.PdfReader(path, strict=True).pages]
    firsts = [page for page in pages if "Sample of a form" in page]
    assert len(firsts) == 70 and all(number in page for number, page in zip(numbers, firsts, strict=True))


def test_the_preview_shows_the_form_under_the_marks() -> None:
    known, _ = form_intake.take_in(form_fixture.pdf())
    shown = svg.FormShown(forms.form().sheet, tuple(known["outlines"]))
    drawn = svg.page_as_svg(FITTING, samples.PICTURES, draft=True, form=shown)
    assert (
        "Sample of a form, page 1" in drawn and ">DRAFT<" in drawn and "Cascade Pacific Contractors" in drawn
    )
    assert svg.page_count(forms.DENSE, True, shown) >= 2


@pytest.mark.parametrize("multi", [True, False])
def test_generic_names_are_matched_by_hand(multi: bool) -> None:
    cells = form_fixture.generic(form_fixture.cells())
    known, blank = form_intake.take_in(form_fixture.pdf(cells, Traps(xfa=multi)))
    keys = {cell.name: cell.key for cell in cells}
    fields: tuple[FormField, ...] = tuple(forms.field(one) for one in known["fields"])
    mapping = tuple((one.name, keys[one.name]) for one in fields)
    form = forms.form()
    sheet = replace(form.sheet, fields=fields, mapping=mapping)
    pdf = forms.drawn(FITTING, replace(form, sheet=sheet, blank=blank))
    assert inside(pdf, "general_liability.number") == "GLP-0048821-06"

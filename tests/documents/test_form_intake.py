"""A form is taken apart: its fields are known, its pages remain, and nothing that could act."""

import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

from coi_app.documents import form_intake, upload_pdf
from coi_app.documents.form_outline import free_place
from coi_app.rules import errors
from coi_app.rules.licensed_forms import Rectangle
from tests.documents import form_fixture, forms, reading
from tests.documents.form_fixture import MULTILINE, PLAIN, PUSH, RADIO, Cell, Traps

BYTES = form_fixture.pdf()


def refused(data: bytes) -> str:
    with pytest.raises(errors.InvalidInput) as wrong:
        form_intake.take_in(data)
    return str(wrong.value)


def names(fields: list[Cell]) -> list[str]:
    known, _ = form_intake.take_in(form_fixture.pdf(fields, PLAIN))
    return [one["name"] for one in known["fields"]]


@pytest.mark.parametrize(
    "traps", [Traps(), PLAIN, Traps(offset=(20, -30)), Traps(tree=False), replace(PLAIN, pages=3)]
)
def test_every_field_is_known_with_its_place(traps: Traps) -> None:
    known, _ = form_intake.take_in(form_fixture.pdf(traps=traps))
    found = {one["name"]: one for one in known["fields"]}
    for cell in form_fixture.cells():
        place = found[cell.name]["place"]
        assert (place["x"], place["y"]) == pytest.approx((cell.x, cell.y), abs=0.02)
        assert (place["w"], place["h"]) == pytest.approx((cell.w, cell.h), abs=0.02)
        assert found[cell.name]["kind"] == ("tick" if cell.tick else "text")
    assert len(found) == len(form_fixture.cells()) and len(known["outlines"]) == traps.pages
    assert [one["lines"] for one in known["fields"]].count(True) == 1


def test_what_is_left_is_the_page_and_nothing_else() -> None:
    _, blank = form_intake.take_in(BYTES)
    upload_pdf.check(blank)
    read = pypdf.PdfReader(io.BytesIO(blank), strict=True)
    assert not read.is_encrypted and "/AcroForm" not in read.root_object and not read.pages[0].get("/Annots")
    for word in (b"/XFA", b"/JavaScript", b"/Widget", b"STALE", b"/AA", b"/Names", b"/OpenAction"):
        assert word not in blank
    said = reading.words(blank)
    assert "Sample of a form, page 1" in said and "STALE" not in said and "OLD" not in said


def test_the_page_looks_as_it_did_without_its_values() -> None:
    """Compared with the form that never had any trap."""
    _, blank = form_intake.take_in(BYTES)
    _, untouched = form_intake.take_in(form_fixture.pdf(traps=PLAIN))
    plain = reading.pixels(untouched).to_pil().tobytes()
    assert reading.pixels(blank).to_pil().tobytes() == plain
    _, moved = form_intake.take_in(form_fixture.pdf(traps=Traps(offset=(20, -30))))
    assert reading.pixels(moved).to_pil().tobytes() == plain


def test_the_same_form_gives_the_same_bytes() -> None:
    assert form_intake.take_in(BYTES) == form_intake.take_in(BYTES)


def test_words_and_lines_show_where_the_fields_are() -> None:
    known, _ = form_intake.take_in(BYTES)
    (outline,) = known["outlines"]
    assert ">Sample of a form, page 1</text>" in outline and ">products completed op" in outline
    assert outline.count("<path") == len(form_fixture.cells())
    assert '<text x="30" y="40" font-size="14">' in outline


def test_the_code_finds_a_free_place() -> None:
    known, _ = form_intake.take_in(BYTES)
    place = Rectangle(**known["free"])
    assert place.w >= 110 and place.h >= 34 and place.y + place.h <= 792 - 12
    for cell in form_fixture.cells():
        beside = place.x >= cell.x + cell.w or cell.x >= place.x + place.w
        assert beside or place.y >= cell.y + cell.h or cell.y >= place.y + place.h, cell.name
    assert free_place([Rectangle(0, 0, 612, 792)]) is None


def test_the_states_of_a_radio_button_are_one_each() -> None:
    two = [Cell("", "Basis", 30, 30, 12, 12, True, RADIO), Cell("", "Basis", 60, 30, 12, 12, True, RADIO)]
    assert names(two) == ["Basis=1", "Basis=1#2"]


def test_a_field_in_two_places_is_two() -> None:
    assert names([Cell("", "Number", 30, 30), Cell("", "Number", 30, 90)]) == ["Number", "Number#2"]


def test_buttons_to_press_are_no_fields() -> None:
    kept = Cell("", "Kept", 30, 30, flags=MULTILINE)
    assert names(
        [kept, Cell("", "Print", 30, 90, tick=True, flags=PUSH), Cell("", "Dot", 30, 120, 1, 1)]
    ) == ["Kept"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no PDF"),
        (b"PK\x03\x04" + b"x" * 100, "no PDF"),
        (b"%PDF-1.7\n" + b"nonsense " * 100, "damaged"),
        (BYTES[: len(BYTES) // 3], "damaged"),
        (form_fixture.pdf(traps=Traps(password="secret")), "opens only with a password"),
        (form_fixture.pdf([], PLAIN), "no fields"),
        (form_fixture.pdf([], Traps()), "no fields"),
        (form_fixture.pdf(traps=replace(PLAIN, pages=50)), "has 50 pages; a form has at most 4"),
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    assert said in refused(data)


def test_other_paper_is_refused_with_its_size() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    made = io.BytesIO()
    writer.write(made)
    assert "8.26 by 11.69 inches" in refused(made.getvalue())
    turned = pypdf.PdfWriter(clone_from=io.BytesIO(form_fixture.pdf(traps=PLAIN)))
    turned.pages[0].rotate(90)
    made = io.BytesIO()
    turned.write(made)
    assert "lies on its side" in refused(made.getvalue())


def test_a_form_of_a_thousand_fields_is_refused() -> None:
    many = [Cell("", f"F{n}", 30 + n % 50, 30 + n // 50) for n in range(1_000)]
    assert "1,000 fields; 500 is the most" in refused(form_fixture.pdf(many, PLAIN))


def test_it_runs_as_a_program_of_its_own(tmp_path: Path) -> None:
    def answer(data: bytes) -> tuple[dict[str, Any], bytes]:
        (tmp_path / "form").write_bytes(data)
        command = [sys.executable, "-m", "coi_app.documents.form_intake", str(tmp_path / "form")]
        head, _, rest = subprocess.run(command, capture_output=True, check=True).stdout.partition(b"\n")
        return json.loads(head), rest

    known, blank = answer(BYTES)
    assert len(known["fields"]) == len(form_fixture.cells())
    assert blank == forms.form().blank
    assert answer(b"no form")[0].keys() == {"refusal"}


def test_white_grounds_leave_the_words_readable() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(form_fixture.pdf(traps=PLAIN)))
    content = writer.pages[0].get_contents()
    assert content is not None
    ground = b"q 1 1 1 rg 0 0 612 792 re f Q 0.5 g 40 40 100 100 re f 0 g 30 20 500 1 re f\n"
    content.set_data(ground + content.get_data())
    writer.pages[0][pypdf.generic.NameObject("/Contents")] = writer._add_object(content)
    made = io.BytesIO()
    writer.write(made)
    (outline,) = form_intake.take_in(made.getvalue())[0]["outlines"]
    assert outline.count('fill-opacity="0.07"') == 1 and outline.count('<path fill="#000" d=') == 1


def test_fields_that_are_not_on_the_page_are_none() -> None:
    away = [Cell("", "Far", 30, 9_000), Cell("", "Huge", 10, 10, 5_000, 40), Cell("", "Left", -400, 30)]
    assert names([Cell("", "Kept", 30, 30), *away]) == ["Kept"]

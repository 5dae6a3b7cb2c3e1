"""The live preview shows the very marks of the paper, and nothing a holder types gets out of its text."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from coi_app.documents import layout, qr, svg, typeface
from coi_app.documents.sheet import STYLE, Code, Rule, Text
from tests.documents import samples

SPACE = "{http://www.w3.org/2000/svg}"
HOSTILE = '</text><script>alert("x")</script>&lt; \'"><image href=x onerror=alert(1)>'
ELEMENTS = {"svg", "g", "rect", "path", "text", "image"}
ASSETS = Path(__file__).parents[2] / "assets"


def shown(content: "samples.paper.CertificateContent", draft: bool = False, page: int = 0) -> ET.Element:
    return ET.fromstring(svg.page_as_svg(content, samples.PICTURES, draft, page))


def texts(root: ET.Element) -> Counter[tuple[str, float, float, float]]:
    found = (text for text in root.iter(f"{SPACE}text") if text.get("x"))
    return Counter(
        (text.text or "", *(float(text.get(key, "")) for key in ("x", "y", "font-size"))) for text in found
    )


@pytest.mark.parametrize("content", [samples.DENSE, samples.MINIMAL, samples.NAMES])
def test_every_text_and_rule_stands_where_it_was_composed(
    content: "samples.paper.CertificateContent",
) -> None:
    pages = layout.compose(content)
    assert svg.page_count(content, draft=False) == len(pages)
    for number, page in enumerate(pages):
        root = shown(content, page=number)
        marks = [mark for mark in page if isinstance(mark, Text)]
        wanted = Counter((m.text, round(m.x, 2), round(m.y, 2), m.size) for m in marks)
        assert texts(root) == wanted
        rules = [path for path in root.iter(f"{SPACE}path") if path.get("stroke")]
        assert len(rules) == sum(isinstance(mark, Rule) for mark in page)


def test_texts_wear_the_cut_that_they_were_measured_with() -> None:
    found = shown(samples.MINIMAL).iter(f"{SPACE}text")
    worn = Counter(
        (text.text, text.get("font-family", svg.FAMILY[typeface.TEXT]).split(",")[0]) for text in found
    )
    marks = [mark for mark in layout.compose(samples.MINIMAL)[0] if isinstance(mark, Text)]
    assert worn == Counter((mark.text, svg.FAMILY[STYLE[mark.style].font]) for mark in marks)


def test_it_is_one_picture_with_a_name_for_readers_without_eyes() -> None:
    root = shown(samples.DENSE, draft=True)
    assert root.get("role") == "img"
    assert root.get("aria-label") == (
        "Certificate of Liability Insurance, draft, page 1 of 2. "
        "Holder: Cascade Pacific General Contractors, Inc. and Riverbend Development Partners LLC."
    )


def test_a_preview_is_light() -> None:
    for content in (samples.DENSE, samples.MINIMAL, samples.NAMES):
        assert len(svg.page_as_svg(content, samples.PICTURES, draft=False)) < 60_000


def hostile(text: str) -> "samples.paper.CertificateContent":
    insured = replace(samples.MINIMAL.shared.insured, name=text)
    return replace(
        samples.MINIMAL,
        shared=replace(samples.MINIMAL.shared, insured=insured),
        holder=replace(samples.MINIMAL.holder, name=text, attention=text),
        description=text,
    )


def test_hostile_text_stays_text() -> None:
    drawn = svg.page_as_svg(hostile(HOSTILE), samples.PICTURES, draft=True)
    assert "<script" not in drawn
    root = ET.fromstring(drawn)
    assert {element.tag.removeprefix(SPACE) for element in root.iter()} == ELEMENTS
    assert HOSTILE in (root.get("aria-label") or "")
    said = "".join(text.text or "" for text in root.iter(f"{SPACE}text"))
    assert said.count('<script>alert("x")</script>') == 4
    check_is_inert(root)


def check_is_inert(root: ET.Element) -> None:
    """No handler, no style, no link but the pictures' own bytes."""
    for element in root.iter():
        assert not [name for name in element.attrib if name.startswith(("on", "style", "{"))]
        assert element.get("href", "data:image/webp;base64,").startswith("data:image/webp;base64,")


@given(some.text(some.characters(codec="utf-8"), min_size=1, max_size=60))
@settings(max_examples=60)
def test_any_text_is_shown_or_refused(text: str) -> None:
    try:
        root = shown(hostile(f"x {text}"), draft=True)
    except (layout.UnprintableText, layout.DoesNotFit):
        return
    check_is_inert(root)
    assert {element.tag.removeprefix(SPACE) for element in root.iter()} == ELEMENTS


def test_a_draft_shows_neither_number_nor_signature_nor_code() -> None:
    unissued = replace(samples.DENSE, number="", issued_on=None, verification_url="")
    drawn = svg.page_as_svg(unissued, samples.PICTURES, draft=True)
    assert drawn == svg.page_as_svg(samples.DENSE, samples.PICTURES, draft=True)
    assert samples.DENSE.number not in drawn
    assert "northlight.example" not in drawn
    assert ">DRAFT</text>" in drawn
    assert ">no code</text>" in drawn
    assert drawn.count("<image ") == 1  # the logo
    with pytest.raises(ValueError, match="R33"):
        svg.page_as_svg(unissued, samples.PICTURES, draft=False)


def test_the_code_is_the_address_module_by_module() -> None:
    code = next(mark for mark in layout.compose(samples.DENSE)[0] if isinstance(mark, Code))
    path = next(path for path in shown(samples.DENSE).iter(f"{SPACE}path") if not path.get("stroke"))
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", path.get("d", ""))
    dark = {(int(x) + n, int(y)) for x, y, long, back in runs if long == back for n in range(int(long))}
    grid = qr.modules(code.address).grid()
    assert dark == {(x, y) for y, row in enumerate(grid) for x, module in enumerate(row) if module == "1"}


def test_a_page_past_the_end_is_the_last() -> None:
    draw = svg.page_as_svg
    assert draw(samples.DENSE, samples.PICTURES, False, 5) == draw(samples.DENSE, samples.PICTURES, False, 1)


def test_the_browser_is_served_every_letter_a_certificate_can_have() -> None:
    css = (ASSETS / "coi" / "paper.css").read_text()
    for cut in (typeface.TEXT, typeface.STRONG):
        served: list[int] = []
        for face in re.findall(rf'@font-face {{\s*font-family: "{svg.FAMILY[cut]}";[^}}]*}}', css):
            for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face):
                served += range(int(first, 16), int(last or first, 16) + 1)
        assert len(served) == len(set(served))  # no letter makes the browser load two files
        letters = typeface.widths(cut, typeface.WIDE)
        assert {chr(code) for code in served} >= set(letters)
    for file in re.findall(r"/fonts/(certificate-[a-z-]+\.woff2)", css):
        assert (ASSETS / "fonts" / file).stat().st_size < 40_000

"""Drawn certificates, read back: every fact at its place, by two readers; the same bytes in every process."""

import hashlib
import io
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from coi_app.documents import layout, qr
from coi_app.documents.certificate import CertificatePress
from coi_app.documents.plate import Drawn
from coi_app.documents.sheet import Code, Text
from coi_app.rules.certificate_content import CertificateContent
from tests.documents import reading, samples, stated

SAMPLES = {"dense": samples.DENSE, "minimal": samples.MINIMAL, "names": samples.NAMES}


def drawn(content: CertificateContent) -> Drawn:
    return CertificatePress(content.shared, samples.PICTURES).draw(content)


def draft(content: CertificateContent) -> bytes:
    return CertificatePress(content.shared, samples.PICTURES).draw_draft(content)


Spots = Counter[tuple[int, float, float, str]]


def composed(content: CertificateContent, aloud: bool = False) -> Spots:
    """`aloud`: marks as they are told to readers without eyes, which is how PDFium reads."""
    texts = (
        (n, mark) for n, page in enumerate(layout.compose(content)) for mark in page if isinstance(mark, Text)
    )
    return Counter(
        (n, mark.x, mark.y, (mark.said if aloud and mark.said else mark.text).strip()) for n, mark in texts
    )


def near(found: Spots, wanted: Spots) -> bool:
    """The same texts, each within a fifth of a point of its place."""
    rest = list(found.elements())
    for page, x, y, text in wanted.elements():
        same = [
            spot
            for spot in rest
            if spot[0] == page and spot[3] == text and abs(spot[1] - x) < 0.2 and abs(spot[2] - y) < 0.2
        ]
        if not same:
            return False
        rest.remove(same[0])
    return not rest


@pytest.mark.parametrize("name", SAMPLES)
def test_every_text_stands_where_it_was_composed(name: str) -> None:
    content = SAMPLES[name]
    pdf = drawn(content).whole
    for read, aloud in ((reading.texts, False), (reading.second_opinion, True)):
        found = Counter((spot.page, spot.x, spot.y, spot.text.strip()) for spot in read(pdf))
        assert near(found, composed(content, aloud))


def test_a_text_out_of_its_place_would_be_noticed() -> None:
    spots = composed(samples.MINIMAL)
    first, *rest = spots.elements()
    assert near(spots, Counter([first, *rest]))
    assert not near(spots, Counter([(first[0], first[1] + 1, *first[2:]), *rest]))
    assert not near(spots, Counter(rest))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_fact_of_the_content_comes_back(name: str) -> None:
    content = SAMPLES[name]
    assert stated.missing(content, reading.words(drawn(content).whole)) == []


def test_a_fact_that_is_not_on_the_paper_would_be_noticed() -> None:
    words = reading.words(drawn(samples.DENSE).whole)
    holder, general = replace(samples.DENSE.holder, name="Somebody Else"), samples.DENSE.shared.policies[0]
    dearer = replace(general, coverage=replace(samples.GENERAL, each_occurrence=9_999_999))
    shared = replace(samples.DENSE.shared, policies=(dearer, *samples.DENSE.shared.policies[1:]))
    other_day = samples.ISSUED_ON.replace(year=2031)
    for changed, lacking in (
        (replace(samples.DENSE, holder=holder), ["Somebody Else"]),
        (replace(samples.DENSE, shared=shared), ["9,999,999"]),
        (replace(samples.DENSE, issued_on=other_day), ["11/21/2031"]),
        (replace(samples.DENSE, boxes=()), ["ADDL INSD: 4 times", "SUBR WVD: 4 times"]),
    ):
        assert stated.missing(changed, words) == lacking


def test_nothing_in_the_file_is_smaller_than_legible() -> None:
    for content in SAMPLES.values():
        assert min(spot.size for spot in reading.second_opinion(drawn(content).whole)) >= 6.5


def test_marks_are_told_to_readers_without_eyes() -> None:
    words = reading.words(drawn(samples.DENSE).whole)
    assert words.count("ADDL INSD: Y") == 4
    assert words.count("SUBR WVD: Y") == 4
    assert "Any proprietor, partner, officer or member excluded? Y" in words
    assert "Professional, ADDL INSD" not in words


def test_it_is_read_aloud_from_the_top_to_the_foot() -> None:
    """In the order of the file, whatever stands in a stream of its own."""
    pages = pypdf.PdfReader(io.BytesIO(drawn(samples.DENSE).whole)).pages
    for page, words in zip(
        pages, ("Producer/Continued on page 2/Attn:/Check it", "Continues/Insurers/The notices"), strict=True
    ):
        said = words.split("/")
        assert sorted(said, key=page.extract_text().index) == said


def test_a_policy_without_boxes_has_no_marks() -> None:
    words = reading.words(drawn(replace(samples.DENSE, boxes=())).whole)
    assert "ADDL INSD: Y" not in words
    assert "SUBR WVD: Y" not in words


@pytest.mark.parametrize("page", [0, 1])
def test_pages_look_as_their_marks_say(page: int) -> None:
    """The rules and boxes are black, and the page outside all marks is white."""
    image = reading.pixels(drawn(samples.DENSE).whole, page, dpi=144).to_pil()
    for x, y in ((300, 58.5), (60, 748)):
        assert image.getpixel((round(x * 2), round(y * 2))) < 160
    assert image.getpixel((20, 1200)) == 255
    if page == 0:
        assert image.getpixel((2 * 38, round(2 * (285.5 + 10.6 - 7)))) < 40  # the badge of the first row


def test_the_code_is_the_address_module_by_module() -> None:
    content = samples.DENSE
    code = next(mark for mark in layout.compose(content)[0] if isinstance(mark, Code))
    image = reading.pixels(drawn(content).whole, dpi=288).to_pil()
    made = qr.modules(content.verification_url)
    stride = len(made.rows) // made.side
    module = code.w / made.side
    for row in range(made.side):
        bits = int.from_bytes(made.rows[row * stride : (row + 1) * stride])
        for column in range(made.side):
            dark = bits >> (stride * 8 - 1 - column) & 1
            x, y = code.x + (column + 0.5) * module, code.y + (row + 0.5) * module
            assert (image.getpixel((round(x * 4), round(y * 4))) < 128) == bool(dark)


def test_the_code_leads_where_it_points_and_a_drafts_nowhere() -> None:
    def links(pdf: bytes) -> list[pypdf.generic.DictionaryObject]:
        pages = pypdf.PdfReader(io.BytesIO(pdf), strict=True).pages
        return [one.get_object() for page in pages for one in page.get("/Annots", [])]

    (link,) = links(drawn(samples.DENSE).whole)
    code = next(mark for mark in layout.compose(samples.DENSE)[0] if isinstance(mark, Code))
    assert link["/A"]["/URI"] == samples.DENSE.verification_url
    assert [float(corner) for corner in link["/Rect"]] == pytest.approx(
        [code.x, 792 - code.y - code.h, code.x + code.w, 792 - code.y], abs=0.01
    )
    assert links(draft(samples.DENSE)) == []


def test_a_draft_shows_neither_number_nor_signature_nor_code() -> None:
    pdf = draft(samples.DENSE)
    words = reading.words(pdf)
    assert "DRAFT" in words
    assert "DRAFT, not issued" in words
    assert "Not signed: draft" in words
    assert "Draft, not issued" in words
    assert samples.DENSE.number not in words
    assert "northlight.example" not in words
    assert "11/21/2026" not in words
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].images) == 1  # the logo; neither signature nor code
    assert samples.DENSE.number.encode() not in pdf


def test_a_draft_needs_no_number() -> None:
    unissued = replace(samples.DENSE, number="", issued_on=None, verification_url="")
    assert draft(unissued) == draft(samples.DENSE)
    with pytest.raises(ValueError, match="R33"):
        drawn(unissued)


def test_pictures_keep_their_proportions() -> None:
    images = pypdf.PdfReader(io.BytesIO(drawn(samples.MINIMAL).whole)).pages[0].images
    sizes = sorted(image.image.size for image in images if image.image is not None)
    assert sizes[-2:] == [(258, 162), (625, 167)]


def test_certificates_of_a_batch_share_their_plate() -> None:
    press = CertificatePress(samples.MINIMAL.shared, samples.PICTURES)
    one = press.draw(samples.MINIMAL)
    other = press.draw(replace(samples.MINIMAL, number="NL-260915-02", holder=samples.DENSE.holder))
    assert one.plate is other.plate
    assert len(one.tail) < 4_400
    assert one.plate_sha256 == hashlib.sha256(one.plate).hexdigest()
    assert one.sha256 == hashlib.sha256(one.whole).hexdigest()
    assert Drawn(one.whole, b"").sha256 == one.sha256


def test_a_certificate_does_not_depend_on_its_batch() -> None:
    press = CertificatePress(samples.MINIMAL.shared, samples.PICTURES)
    greek = replace(samples.MINIMAL, holder=samples.NAMES.holder)
    long = replace(samples.MINIMAL, description=samples.DESCRIPTION)
    in_batch = [press.draw(content) for content in (greek, long, samples.MINIMAL)]
    assert in_batch == [drawn(greek), drawn(long), drawn(samples.MINIMAL)]
    assert len({made.plate_sha256 for made in in_batch}) == 3
    assert len(in_batch[2].whole) < len(in_batch[0].whole) / 2


def test_the_same_content_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "from tests.documents import samples, test_certificate as t\n"
        "print(*(t.drawn(c).sha256 for c in t.SAMPLES.values()))\n"
        "print(t.hashlib.sha256(t.draft(samples.DRAFT)).hexdigest())"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    here = [drawn(content).sha256 for content in SAMPLES.values()]
    assert ran.stdout.split() == [*here, hashlib.sha256(draft(samples.DRAFT)).hexdigest()]


def test_a_press_refuses_another_masters_certificate() -> None:
    press = CertificatePress(samples.MINIMAL.shared, samples.PICTURES)
    with pytest.raises(ValueError, match="other policies"):
        press.draw(samples.DENSE)


def test_the_file_says_what_it_is() -> None:
    reader = pypdf.PdfReader(io.BytesIO(drawn(samples.NAMES).whole), strict=True)
    assert reader.metadata is not None
    assert reader.metadata.title == "Certificate of Liability Insurance NL-260916-12"
    assert reader.metadata.author == "Northlight Insurance Advisors, Inc."
    assert str(reader.metadata.creation_date) == "2026-11-21 00:00:00+00:00"
    assert reader.root_object["/Lang"] == "en-US"


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
@pytest.mark.parametrize("name", SAMPLES)
def test_qpdf_finds_no_fault(name: str, tmp_path: object) -> None:
    for n, pdf in enumerate((drawn(SAMPLES[name]).whole, draft(SAMPLES[name]))):
        path = f"{tmp_path}/{n}.pdf"
        with open(path, "wb") as file:
            file.write(pdf)
        subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)


def check_wording(text: str) -> None:
    content = replace(samples.MINIMAL, description=text)
    if layout.unprintable(text):
        with pytest.raises(layout.UnprintableText):
            drawn(content)
        return
    wanted = [spot[3] for spot in composed(content).elements()]
    assert sorted(spot.text.strip() for spot in reading.texts(drawn(content).whole)) == sorted(wanted)


@given(some.text(some.characters(codec="utf-16-be"), max_size=120))
@settings(max_examples=60)
def test_wording_comes_back_letter_by_letter_or_is_refused(text: str) -> None:
    check_wording(text)


@given(some.text(some.sampled_from("č\u0128\u015c()\\ŁĈ\u0105ωЩ\u1e28\u1e5c\u1e0d\u2028"), max_size=60))
@settings(max_examples=40)
def test_letters_whose_codes_pdf_escapes_come_back(text: str) -> None:
    assert layout.unprintable(text) == ""
    check_wording(text)

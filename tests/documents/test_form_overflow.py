"""What a form has no field or no room for: said elsewhere on the certificate, or refused, never lost."""

import io
from dataclasses import replace

import pypdf
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from coi_app.documents import licensed_form
from coi_app.documents.sheet import DoesNotFit, Text
from coi_app.documents.typeface import UnprintableText
from coi_app.rules import coverage as cover
from coi_app.rules import errors, licensed_forms
from coi_app.rules.certificate_content import CertificateContent, Insurer
from tests.documents import forms, reading, samples
from tests.documents.form_fixture import PLAIN
from tests.documents.forms import FITTING, inside


def test_what_no_field_is_for_is_said_in_the_description() -> None:
    without = frozenset(
        {"general_liability.other_label", "general_liability.other_limit", "umbrella.own_share_amount"}
    )
    pdf = forms.drawn(FITTING, forms.form(without=without))
    said = inside(pdf, "description").replace("\n", " ")
    assert "General liability, policy GLP-0048821-06: Benefits 1,000,001." in said
    assert "Umbrella or excess liability, policy UMB-20260301-0007743: Retention 10,001." in said


def test_policies_without_a_row_are_on_a_further_page_with_their_boxes() -> None:
    content = replace(forms.DENSE, shared=forms.DENSE.shared)
    pdf = forms.drawn(content)
    read = pypdf.PdfReader(io.BytesIO(pdf), strict=True)
    assert len(read.pages) >= 2
    assert "Continued on page 2" in inside(pdf, "description")
    further = " ".join(reading.words(pdf).split("Continues", 1)[1:])
    for policy in content.shared.policies[4:]:
        assert policy.number in further
    for insurer in content.shared.insurers[4:]:
        assert insurer.name in further and insurer.naic in further
    assert "Pollution, ADDL INSD: Y" in further


def everything(content: CertificateContent) -> list[str]:
    words = [content.number, content.holder.name, content.shared.insured.name]
    words += [one.name for one in content.shared.insurers] + [one.number for one in content.shared.policies]
    return words + content.description.split()


@pytest.mark.parametrize(
    "content", [forms.DENSE, samples.MINIMAL, samples.NAMES], ids=["dense", "minimal", "names"]
)
def test_nothing_is_lost(content: CertificateContent) -> None:
    said = reading.words(forms.drawn(content)).replace("\ufffe", "")
    for word in everything(content):
        assert "".join(word.split()) in "".join(said.split()), word


def test_a_form_of_two_pages_keeps_its_second() -> None:
    pdf = forms.drawn(forms.DENSE, forms.form(replace(PLAIN, pages=2)))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf), strict=True).pages]
    assert "Sample of a form, page 2" in pages[1] and "Continued on page 3" in pages[0]
    assert "Page 3 of" in pages[2] and f"Page 1 of {len(pages)}" in pages[0]


def test_long_values_are_wrapped_made_smaller_or_refused() -> None:
    name = "A Company Of The Northwest With A Name Of Medium Size Inc"
    pdf = forms.drawn(replace(FITTING, holder=replace(FITTING.holder, name=name)))
    (size,) = {one.size for one in reading.second_opinion(pdf) if "Medium" in one.text}
    assert 6.5 <= size < 8.5 and inside(pdf, "holder.name") == name
    longer = replace(FITTING.holder, name=samples.DENSE.holder.name, address=samples.MINIMAL.holder.address)
    pdf = forms.drawn(replace(FITTING, holder=longer))
    rows = [inside(pdf, f"holder.{key}") for key in ("name", "line_one", "line_two")]
    assert " ".join(rows[:2]) == longer.name and rows[2] == longer.address.line_one
    for broken in (
        replace(FITTING, holder=replace(FITTING.holder, name="W " * 120)),
        replace(
            FITTING, shared=replace(FITTING.shared, insured=replace(FITTING.shared.insured, name="W " * 120))
        ),
    ):
        with pytest.raises(DoesNotFit, match="too long for its place"):
            forms.drawn(broken)


def test_a_long_insurer_is_named_in_full_overleaf() -> None:
    name = "The Very Long And Venerable Name Of A Mutual Insurance Company Of The Pacific Northwest States"
    insurers = (Insurer("A", name, "10472"), *FITTING.shared.insurers[1:])
    pdf = forms.drawn(replace(FITTING, shared=replace(FITTING.shared, insurers=insurers)))
    assert inside(pdf, "insurer.A.name") == "Named in full on page 2"
    assert name in reading.words(pdf) and "names of insurers" in inside(pdf, "description")


def test_an_attention_line_and_a_dba_have_a_row_of_the_address() -> None:
    content = replace(
        FITTING,
        holder=replace(FITTING.holder, attention="Attn: Dana"),
        shared=replace(FITTING.shared, insured=replace(FITTING.shared.insured, dba="Thornbury")),
    )
    pdf = forms.drawn(content)
    assert inside(pdf, "holder.line_one") == "Attn: Dana"
    assert inside(pdf, "holder.line_two").replace("\n", " ") == "1200 SW Riverbend Parkway, Floor 18"
    assert inside(pdf, "insured.line_one") == "DBA Thornbury"


def test_what_the_fonts_lack_is_refused() -> None:
    with pytest.raises(UnprintableText):
        forms.drawn(replace(FITTING, description="東京"))


def test_an_unfinished_form_prints_nothing() -> None:
    with pytest.raises(errors.Conflict, match="No field is for the certificate number"):
        forms.drawn(FITTING, forms.form(without=frozenset({"number"})))


def test_workers_compensation_that_excludes_says_who() -> None:
    coverage = replace(samples.WORKERS, who_is_excluded="Marcus J. Thornbury", other_basis="Maritime")
    policies = [
        replace(one, coverage=coverage) if isinstance(one.coverage, cover.WorkersCompensation) else one
        for one in FITTING.shared.policies
    ]
    pdf = forms.drawn(replace(FITTING, shared=replace(FITTING.shared, policies=tuple(policies))))
    said = inside(pdf, "description").replace("\n", " ")
    assert "Excluded: Marcus J. Thornbury." in said and "Other: Maritime." in said


WHOLE = forms.form().sheet
KEYS = frozenset(key for _, key in WHOLE.mapping)
OPTIONAL = sorted(key for key in KEYS if not licensed_forms.missing(KEYS - {key}, True))


@settings(max_examples=150)
@given(
    some.sets(some.sampled_from(OPTIONAL)),
    some.sets(some.sampled_from(sorted(licensed_forms.SLOTS)), max_size=4),
)
def test_whatever_fields_a_form_lacks_nothing_is_lost(lacking: set[str], slots: set[str]) -> None:
    """Of what is on the pages, in fields, in the description or overleaf."""
    kept = {key for key in KEYS - lacking if key.partition(".")[0] not in slots}
    assume(not licensed_forms.missing(frozenset(kept), True))
    mapping = tuple((name, key) for name, key in WHOLE.mapping if key in kept)
    content = replace(FITTING, holder=replace(FITTING.holder, attention="Attn: Dana"))
    pages = licensed_form.Master(content.shared, replace(WHOLE, mapping=mapping)).pages(content)
    said = " ".join(mark.text for page in pages for mark in page if isinstance(mark, Text))
    for fact in [*everything(content), *amounts(content), "Attn: Dana", "XCU included", "Pollution"]:
        assert "".join(fact.split()) in "".join(said.split()), fact
    assert {
        mark.said for page in pages for mark in page if isinstance(mark, Text) and mark.said.endswith(": Y")
    }


def amounts(content: CertificateContent) -> list[str]:
    shared = content.shared
    numbers = [
        f"{one.coverage.general_aggregate:,}"
        for one in shared.policies
        if isinstance(one.coverage, cover.GeneralLiability)
    ]
    numbers += [
        f"{one.coverage.own_share_amount:,}"
        for one in shared.policies
        if isinstance(one.coverage, cover.Umbrella)
    ]
    return [*numbers, "1,000,001", "2,000,008", "1,000,002", *(one.naic for one in shared.insurers)]

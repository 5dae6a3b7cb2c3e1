"""The certificate as values, before any file: nothing overlaps, leaves the margins or is too small."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from coi_app.documents import layout, panels, sheet
from coi_app.documents.sheet import Box, Code, Mark, Picture, Rule, Text
from coi_app.rules import certificate_content as paper
from coi_app.rules import coverage as cover
from coi_app.rules.certificate_content import CertificateContent, Insurer
from tests.documents import samples

SAMPLES = {"dense": samples.DENSE, "minimal": samples.MINIMAL, "names": samples.NAMES}
LONG = "Donaudampfschiff" * 13  # 208 letters and no space


def overlap(one: Mark, other: Mark, touch: float = 0.25) -> bool:
    left, top, right, bottom = one.bounds
    other_left, other_top, other_right, other_bottom = other.bounds
    across = min(right, other_right) - max(left, other_left)
    return across > touch and min(bottom, other_bottom) - max(top, other_top) > touch


def holds(box: Box | Code, text: Text) -> bool:
    """A letter that belongs into a box: it stands inside, from side to side."""
    return box.x - 0.3 <= text.bounds[0] and text.bounds[2] <= box.x + box.w + 0.3


def faults(page: list[Mark]) -> Iterator[str]:
    texts = [mark for mark in page if isinstance(mark, Text)]
    boxes = [mark for mark in page if isinstance(mark, Box | Code)]
    rules = [mark for mark in page if isinstance(mark, Rule)]
    for text in texts:
        if text.size < sheet.FLOOR:
            yield f"{text} is too small"
        left, top, right, bottom = text.bounds
        if left < sheet.LEFT - 0.1 or right > sheet.RIGHT + 0.1 or top < 24 or bottom > 776:
            yield f"{text} leaves the margins"
    for one, other in combinations(texts, 2):
        if overlap(one, other):
            yield f"{one} overlaps {other}"
    for text in texts:
        yield from (f"{text} is crossed by {rule}" for rule in rules if overlap(text, rule))
        for box in boxes:
            small = box.w <= 12 and not isinstance(box, Picture | Code)
            if overlap(text, box) and not (small and holds(box, text)) and text.text != "no code":
                yield f"{text} runs into {box}"


def check(content: CertificateContent, draft: bool = False) -> list[list[Mark]]:
    pages = layout.compose(content, draft)
    for page in pages:
        assert not list(faults(page))
    return pages


def texts_of(pages: list[list[Mark]]) -> list[str]:
    return [mark.text for page in pages for mark in page if isinstance(mark, Text)]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("draft", [False, True])
def test_samples_are_in_order(name: str, draft: bool) -> None:
    check(SAMPLES[name], draft)


def test_the_checks_see_faults() -> None:
    row = Text(40, 100, "Certificate", "value", 8.5)
    page: list[Mark] = [
        row,
        row._replace(x=60),
        row._replace(y=200, size=6),
        row._replace(x=560, y=300),
        Rule(36, 99, 576),
        Box(70, 94, 6, 6),
    ]
    kinds = ("overlaps", "too small", "leaves", "crossed", "runs into")
    found = list(faults(page))
    assert all(any(kind in fault for fault in found) for kind in kinds)


def test_the_dense_sample_has_its_boxes_and_marks() -> None:
    first, second = layout.compose(samples.DENSE)
    crosses = [mark for mark in first if isinstance(mark, Text) and mark.style == "cross"]
    checks = [mark for mark in first if isinstance(mark, Box) and mark.w == 6.6]
    answers = [mark for mark in first + second if isinstance(mark, Text) and mark.style == "mark"]
    assert len(checks) == 23
    assert len(crosses) == 12
    assert [mark.text for mark in answers] == ["Y"] * 9
    assert [mark.said for mark in answers][1:3] == [
        "General liability, ADDL INSD: Y",
        "General liability, SUBR WVD: Y",
    ]


def test_every_further_policy_is_shown_on_as_many_pages_as_it_takes() -> None:
    policies = tuple(
        samples.policy(n, "A", f"NUMBER-{n}", replace(samples.GENERAL, option_one=f"option of {n}"))
        for n in range(40)
    )
    content = replace(samples.DENSE, shared=replace(samples.DENSE.shared, policies=policies), boxes=())
    pages = check(content)
    found = texts_of(pages)
    assert len(pages) > 5
    assert [text for text in found if text.startswith("NUMBER-")] == [f"NUMBER-{n}" for n in range(40)]
    assert f"Page {len(pages)} of {len(pages)}" in found
    assert found.count("The notices on page 1 apply to this page as well.") == len(pages) - 1


def test_a_policy_taller_than_a_page_is_continued() -> None:
    limits = tuple(cover.ExtraLimit(f"Limit {n}", n) for n in range(130))
    policy = samples.policy(9, "A", "TALL-1", cover.OtherCoverage("Tall", "words " * 300, limits=limits))
    content = replace(samples.MINIMAL, shared=replace(samples.MINIMAL.shared, policies=(policy,)))
    found = texts_of(check(content))
    assert [text for text in found if text.startswith("Limit ")] == [f"Limit {n}" for n in range(130)]
    assert "Tall, continued" in found
    assert " ".join(found).count("words") == 300


@pytest.mark.parametrize("letters", [0, 300, 1_100, 2_500, 9_000, 30_000])
def test_no_word_of_a_description_is_lost(letters: int) -> None:
    counted = " ".join(f"word{n}" for n in range(letters // 8))
    text = "\n".join(counted[n : n + 700] for n in range(0, len(counted), 700))
    pages = check(replace(samples.DENSE, description=text))
    rows = [mark for page in pages for mark in page if isinstance(mark, Text) and mark.style == "body"]
    assert " ".join(mark.text for mark in rows).split() == text.split()
    assert texts_of(pages).count("End of description") == 1


def test_a_description_is_cut_between_paragraphs() -> None:
    first, second = layout.compose(samples.DENSE)
    last = [mark.text for mark in first if isinstance(mark, Text) and mark.style == "body"][-1]
    assert last.endswith("on file with the carrier.")
    assert next(m.text for m in second if isinstance(m, Text) and m.style == "body").startswith(
        "Equipment on site"
    )


def test_a_broken_word_gets_no_spaces() -> None:
    pages = check(replace(samples.DENSE, description=LONG * 30))
    rows = [mark.text for page in pages for mark in page if isinstance(mark, Text) and mark.style == "body"]
    assert "".join(rows) == LONG * 30


def test_long_names_are_set_in_more_rows() -> None:
    shared = samples.DENSE.shared
    content = replace(
        samples.DENSE,
        holder=replace(samples.DENSE.holder, name=LONG),
        shared=replace(
            shared,
            insured=replace(shared.insured, name=LONG, dba=""),
            producer=replace(shared.producer, name=LONG[:100], representative=LONG[:50]),
            insurers=(*shared.insurers[:5], replace(shared.insurers[5], name=LONG)),
        ),
    )
    pages = check(content)
    joined = "".join(texts_of(pages))
    assert joined.count(LONG) >= 2
    assert "names of insurers" in joined


def test_a_long_insured_and_six_insurers_share_their_column() -> None:
    trustees = (
        "The Board of Trustees of the Consolidated Metropolitan Water Reclamation and Stormwater Management"
    )
    shared = samples.DENSE.shared
    company = (
        "National Frontier Fire and Marine Insurance Company of Pittsburgh, Pennsylvania (a stock company)"
    )
    content = replace(
        samples.DENSE,
        number="KV-2026-0000471100-AB",
        verification_url="https://certificates.of-insurance.kestrel-and-vane-agency.example/v/7KQ2M9XT7KQ2M9XT",
        holder=replace(
            samples.DENSE.holder, name=f"{trustees} District, its elected and appointed officials"
        ),
        shared=replace(
            shared,
            insured=replace(shared.insured, name=f"{trustees} District", dba=trustees[:62]),
            insurers=(*shared.insurers[:5], replace(shared.insurers[5], name=company)),
        ),
    )
    joined = " ".join(texts_of(check(content)))
    assert f"{trustees} District DBA" in joined
    assert company in joined
    assert "its elected and appointed officials" in joined


def test_six_long_insurers_are_named_overleaf() -> None:
    insurers = tuple(Insurer(letter, f"{letter} {LONG}", f"1000{n}") for n, letter in enumerate("ABCDEF"))
    content = replace(samples.MINIMAL, shared=replace(samples.MINIMAL.shared, insurers=insurers))
    pages = check(content)
    overleaf = "".join(mark.text for mark in pages[1] if isinstance(mark, Text))
    named = [mark for mark in pages[0] if isinstance(mark, Text) and mark.text == "Named in full on page 2"]
    assert named
    assert all(insurer.naic in texts_of(pages) for insurer in insurers)
    assert overleaf.count(LONG) == len(named)


@pytest.mark.parametrize(
    "host", ["coi.example", "certificates.of-insurance.kestrel-and-vane-agency.example", "a" * 75]
)
def test_long_public_addresses_keep_off_the_code(host: str) -> None:
    address = f"https://{host}/v/7KQ2M9XT7KQ2M9XT"
    pages = check(replace(samples.DENSE, verification_url=address))
    rows = "".join(mark.text for mark in pages[0] if isinstance(mark, Text) and mark.style == "cell_strong")
    assert panels.in_words(address) in rows
    code = next(mark for mark in pages[0] if isinstance(mark, Code))
    module = code.w / 29 if len(address) <= 42 else code.w / 45
    assert code.y - 59.2 >= 4 * module - 0.1
    assert 129.75 - code.y - code.h >= 4 * module - 0.1


def test_what_fits_nowhere_is_refused_by_name() -> None:
    wide = "W" * 200
    holder = paper.HolderShown(wide, wide, paper.Address(wide, wide, wide, "OR", "97201"))
    with pytest.raises(layout.DoesNotFit, match=r"The holder's .* is too long"):
        layout.compose(replace(samples.MINIMAL, holder=holder))
    with pytest.raises(layout.DoesNotFit, match="certificate number"):
        layout.compose(replace(samples.MINIMAL, number="N" * 60))


def test_characters_without_a_glyph_are_refused_by_name() -> None:
    holder = replace(samples.MINIMAL.holder, name="東京 Steel 🏗")
    with pytest.raises(
        layout.UnprintableText, match=r"“東” \(U\+6771 cjk unified ideograph-6771\)"
    ) as refused:
        layout.compose(replace(samples.MINIMAL, holder=holder))
    assert refused.value.characters == "東京🏗"
    insured = replace(samples.MINIMAL.shared.insured, name="Bell\x07")
    with pytest.raises(layout.UnprintableText, match=r"U\+0007 a control character"):
        layout.compose(replace(samples.MINIMAL, shared=replace(samples.MINIMAL.shared, insured=insured)))


PRINTABLE = some.text(
    some.sampled_from("WMil .,/&-()\\'\"“é\u010d\u0128\u015cžŁΩЖỹ0123456789€\tﬁ"), max_size=90
)  # among them the letters whose codes end in bytes that PDF strings must escape
AMOUNT = some.none() | some.integers(0, 10**12) | some.sampled_from(["Included", "See policy form", "W" * 60])


@some.composite
def contents(draw: some.DrawFn) -> CertificateContent:
    kinds = some.sampled_from(list(cover.COVERAGE_OF.values())[:4])
    policies = []
    for n in range(draw(some.integers(0, 7))):
        coverage = draw(some.builds(draw(kinds)) | some.builds(cover.OtherCoverage, PRINTABLE, PRINTABLE))
        policies.append(samples.policy(n, "A", draw(PRINTABLE), coverage, pending=draw(some.booleans())))
    address = some.builds(paper.Address, PRINTABLE, PRINTABLE, PRINTABLE, some.just("OR"), some.just("97201"))
    return replace(
        samples.DENSE,
        shared=replace(
            samples.DENSE.shared,
            policies=tuple(policies),
            insured=draw(some.builds(paper.InsuredShown, PRINTABLE, PRINTABLE, address)),
        ),
        holder=draw(some.builds(paper.HolderShown, PRINTABLE, PRINTABLE, address)),
        description=draw(some.text(some.sampled_from("WMil .\n\r\tΩ"), max_size=900)),
    )


@given(contents())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_anything_printable_is_set_in_order_or_refused_by_name(content: CertificateContent) -> None:
    try:
        check(content)
    except layout.DoesNotFit as refusal:
        assert "is too long for its place" in str(refusal)


@given(AMOUNT, PRINTABLE)
@settings(max_examples=60)
def test_any_limit_is_set_in_order(amount: cover.Amount, label: str) -> None:
    coverage = cover.OtherCoverage(
        "Other", limits=(cover.ExtraLimit(label, amount), cover.ExtraLimit("Next", 1))
    )
    check(
        replace(
            samples.MINIMAL,
            shared=replace(samples.MINIMAL.shared, policies=(samples.policy(1, "A", "N", coverage),)),
        )
    )


@given(some.text(max_size=60))
def test_a_text_is_unprintable_or_can_be_set(text: str) -> None:
    missing = layout.unprintable(text)
    content = replace(samples.MINIMAL, description=text)
    if missing:
        with pytest.raises(layout.UnprintableText):
            layout.compose(content)
    else:
        check(content)

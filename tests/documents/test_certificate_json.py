"""certificate.json: what it says, in the single file and in the combined one, on our page and on a form."""

import copy
import io
import json
from dataclasses import replace
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from coi_app.documents import attachment
from coi_app.documents.bundle import OnePdfOf
from coi_app.documents.certificate import CertificatePress
from coi_app.documents.plate import Drawn
from coi_app.rules import certificate_json, coverage
from coi_app.rules.certificate_json import SCHEMA, Companion
from tests import schemas
from tests.documents import samples

SAMPLES = {"dense": samples.DENSE, "minimal": samples.MINIMAL, "names": samples.NAMES}


def drawn(name: str, **changed: object) -> Drawn:
    content = replace(SAMPLES[name], **changed)
    return CertificatePress(content.shared, samples.PICTURES, with_json=True).draw(content)


@pytest.mark.parametrize("name", SAMPLES)
def test_it_keeps_to_the_schema_and_says_what_the_paper_says(name: str) -> None:
    content = SAMPLES[name]
    written = Companion(content.shared).written(content)
    said = json.loads(written)
    assert schemas.problems(said, schemas.CERTIFICATE) == []
    assert said["certificate"]["number"] == content.number and said["holder"]["name"] == content.holder.name
    assert [one["number"] for one in said["policies"]] == [one.number for one in content.shared.policies]
    marks = {one.policy_id: one.additional_insured.value for one in content.boxes}
    words = {True: "Y", False: "", None: "-"}
    assert [words[one["additional_insured"]] for one in said["policies"]] == [
        marks.get(policy.policy_id, "") for policy in content.shared.policies
    ]
    assert written == Companion(copy.deepcopy(content.shared)).written(content)
    assert "policy_id" not in written.decode() and "sha256" not in written.decode()


def test_the_schema_finds_what_is_wrong() -> None:
    good = Companion(samples.DENSE.shared).value(samples.DENSE)
    good = json.loads(json.dumps(good, default=str))
    for spoil in (
        lambda it: it["policies"][0]["coverage"].update(each_ocurrence=1),
        lambda it: it["policies"][0].update(line="marine"),
        lambda it: it["certificate"].update(issued_on="03/04/2026"),
        lambda it: it["certificate"].update(revision=True),
        lambda it: it["policies"][0].update(additional_insured="Y"),
        lambda it: it.pop("holder"),
        lambda it: it.update(schema="urn:coi-app:certificate:2"),
    ):
        wrong = copy.deepcopy(good)
        spoil(wrong)
        assert schemas.problems(wrong, schemas.CERTIFICATE), spoil
    assert schemas.CERTIFICATE["$id"] == SCHEMA
    assert set(schemas.CERTIFICATE["$defs"]) >= {line.value for line in coverage.Line}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_file_carries_it_where_readers_look(name: str) -> None:
    content = SAMPLES[name]
    one = drawn(name)
    expected = Companion(content.shared).written(content)
    reader = pypdf.PdfReader(io.BytesIO(one.whole), strict=True)
    described = reader.trailer["/Root"]["/AF"][0].get_object()
    assert (described["/AFRelationship"], described["/UF"]) == ("/Data", certificate_json.FILE_NAME)
    embedded = described["/EF"]["/F"].get_object()
    assert (embedded["/Subtype"], embedded.get_data()) == ("/application/json", expected)
    assert reader.pages[0]["/AF"][0].get_object() == described
    second = pypdfium2.PdfDocument(one.whole)
    assert (second.count_attachments(), bytes(second.get_attachment(0).get_data())) == (1, expected)
    second.close()
    assert attachment.in_tail(one.tail) == expected


def test_plate_and_page_are_those_without_it() -> None:
    plain = CertificatePress(samples.DENSE.shared, samples.PICTURES).draw(samples.DENSE)
    with_json = drawn("dense")
    assert with_json.plate == plain.plate and with_json.whole == drawn("dense").whole
    assert attachment.in_tail(plain.tail) is None and b"/AF" not in plain.tail
    assert 0 < len(with_json.tail) - len(plain.tail) < 3_500  # a page as full as can be
    assert b"/AF" not in CertificatePress(samples.DRAFT.shared, samples.PICTURES, with_json=True).draw_draft(
        samples.DRAFT
    )


def test_a_combined_file_brings_each_ones_own(tmp_path: Path) -> None:
    press = CertificatePress(samples.MINIMAL.shared, samples.PICTURES, with_json=True)
    contents = [replace(samples.MINIMAL, number=f"NL-{n:06d}") for n in range(130)]
    with OnePdfOf(tmp_path / "all.pdf") as made:
        for content in contents:
            made.add(press.draw(content), content.number)
        made.add(CertificatePress(samples.DENSE.shared, samples.PICTURES).draw(samples.DENSE), "Without")
    reader = pypdf.PdfReader(tmp_path / "all.pdf", strict=True)
    for page, content in zip(reader.pages, contents, strict=False):
        data = page["/AF"][0].get_object()["/EF"]["/F"].get_object().get_data()
        assert json.loads(data)["certificate"]["number"] == content.number
    assert "/AF" not in reader.pages[130]
    second = pypdfium2.PdfDocument(tmp_path / "all.pdf")
    assert second.count_attachments() == 130
    first, last = (json.loads(bytes(second.get_attachment(n).get_data())) for n in (0, 129))
    second.close()
    assert (first["certificate"]["number"], last["certificate"]["number"]) == ("NL-000000", "NL-000129")

"""The fixture form taken in as an upload is, and printed on."""

import hashlib
from dataclasses import replace
from functools import cache
from typing import Any

from coi_app.documents import form_intake
from coi_app.documents.certificate import CertificatePress, Form
from coi_app.rules import coverage as cover
from coi_app.rules import form_patterns
from coi_app.rules.certificate_content import CertificateContent
from coi_app.rules.licensed_forms import Align, FieldKind, FormField, Rectangle, Sheet
from tests.documents import form_fixture, reading, samples
from tests.documents.form_fixture import Traps
from tests.documents.reading import Read

TRAPS = Traps()


def field(stored: dict[str, Any]) -> FormField:
    place, kind, align = Rectangle(**stored["place"]), FieldKind(stored["kind"]), Align(stored["align"])
    return FormField(stored["name"], kind, place, stored["lines"], align)


@cache
def form(traps: Traps = TRAPS, without: frozenset[str] = frozenset()) -> Form:
    """Matched by its names; fields of the keys `without` are not there."""
    cells = [cell for cell in form_fixture.cells() if cell.key not in without]
    known, blank = form_intake.take_in(form_fixture.pdf(cells, traps))
    fields = tuple(field(one) for one in known["fields"])
    mapping = tuple((one.name, key) for one in fields if (key := form_patterns.guessed(one.name, one.kind)))
    sheet = Sheet(
        "Sample", hashlib.sha256(blank).hexdigest(), len(known["outlines"]), fields, mapping,
        Rectangle(**known["free"]),
    )  # fmt: skip
    return Form(sheet, blank)


def press(content: CertificateContent, on: Form) -> CertificatePress:
    return CertificatePress(content.shared, samples.PICTURES, on)


def drawn(content: CertificateContent, on: Form | None = None) -> bytes:
    return press(content, on or form()).draw(content).whole


def _fitting() -> CertificateContent:
    """What has room on the fixture: four insurers, one row of other coverage, no option without a field."""
    shared, holder = samples.DENSE.shared, samples.DENSE.holder
    general, auto, *others = shared.policies[:4]
    policies = (
        replace(general, coverage=replace(samples.GENERAL, option_two="", other_label="Benefits")),
        replace(auto, coverage=cover.Automobile(any_auto=True, combined_single_limit=1_000_002)),
        *others,
        samples.policy(
            5, "A", "CPL-883012", samples.other("Pollution", "occurrence form", Aggregate=2_000_008)
        ),
    )
    insurers = tuple(replace(one, name=f"{one.letter} Mutual Company") for one in shared.insurers[:4])
    insured = replace(shared.insured, name="Thornbury Steel LLC", dba="")
    return replace(
        samples.DENSE,
        shared=replace(shared, insured=insured, insurers=insurers, policies=policies),
        holder=replace(holder, name="Cascade Pacific Contractors", attention=""),
        description="RE: Job 24-117, Riverbend Tower.\nFraming and exterior envelope.",
        boxes=samples.boxes((1, "Y", "Y"), (3, "Y", ""), (4, "-", "Y"), (5, "", "Y")),
    )


FITTING = _fitting()
# Four rows of other coverage and six insurers: more than the fixture has room for.
DENSE = replace(samples.DENSE, holder=FITTING.holder)
PLACES = {cell.key: cell for cell in form_fixture.cells()}


def inside(pdf: bytes, key: str, texts: list[Read] | None = None) -> str:
    """What stands in the field, row by row, without the form's own words."""
    cell = PLACES[key]
    found = reading.second_opinion(pdf) if texts is None else texts
    return "\n".join(
        one.text.strip() for one in sorted(found, key=lambda one: (one.page, one.y, one.x))
        if one.page == 0 and cell.x <= one.x <= cell.x + cell.w and cell.y <= one.y <= cell.y + cell.h + 0.5
    )  # fmt: skip

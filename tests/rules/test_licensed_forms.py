"""What a form's fields stand for: guessed from names, judged as a whole."""

import pytest

from coi_app.rules import errors, form_patterns, licensed_forms
from coi_app.rules.licensed_forms import Align, FieldKind, FormField, Rectangle, Sheet
from tests.documents import form_fixture

EVERYTHING = frozenset(licensed_forms.MEANINGS)
NAMED = [cell for cell in form_fixture.cells() if cell.key]


def test_every_field_of_the_usual_names_is_matched() -> None:
    kinds = {True: FieldKind.TICK, False: FieldKind.TEXT}
    found = {cell.name: form_patterns.guessed(cell.name, kinds[cell.tick]) for cell in NAMED}
    assert found == {cell.name: cell.key for cell in NAMED}
    assert len(set(found.values())) == len(NAMED) > 100


def test_prefix_and_index_do_not_matter() -> None:
    for name in (
        "Insurer_FullName_C",
        "F[0].P1[0].Insurer_FullName_C[0]",
        "topform.page[2].Insurer_FullName_C[11]",
    ):
        assert form_patterns.guessed(name, FieldKind.TEXT) == "insurer.C.name"


@pytest.mark.parametrize(
    "name", ["Text12", "Check Box7", "", "[0]", "_A", "Insurer_FullName_Z", "Producer", "GeneralLiability_"]
)
def test_a_name_that_says_nothing_is_left_for_a_person(name: str) -> None:
    assert form_patterns.guessed(name, FieldKind.TEXT) == ""


def test_a_text_stands_in_no_check_box() -> None:
    assert form_patterns.guessed("Producer_FullName_A", FieldKind.TICK) == ""
    assert not licensed_forms.may_stand(FieldKind.TICK, "producer.name")
    assert licensed_forms.may_stand(FieldKind.TICK, "umbrella.subr")
    assert licensed_forms.may_stand(FieldKind.TEXT, "umbrella.excess")
    assert not licensed_forms.may_stand(FieldKind.TEXT, "umbrella.nothing")


def test_the_whole_form_lacks_nothing() -> None:
    keys = frozenset(cell.key for cell in NAMED)
    assert licensed_forms.missing(keys, True) == ()
    assert licensed_forms.missing(EVERYTHING, False) == ()


@pytest.mark.parametrize(
    ("without", "said"),
    [
        ({"number"}, "the certificate number"),
        ({"issued_on"}, "the issue date"),
        ({"description"}, "the description of operations"),
        ({"holder.name"}, "the name of the certificate holder"),
        ({"insured.zip_code"}, "the address of the insured"),
        ({"producer.name"}, "the name of the producer"),
        ({"insurer.A.naic"}, "the NAIC code of insurer A"),
        ({"signature"}, "the signature or the name"),
        ({"general_liability.general_aggregate"}, "General liability has fields, but none for: General aggregate"),
        ({"umbrella.addl"}, "Umbrella or excess has fields, but none for: ADDL INSD"),
        ({"workers_compensation.subr"}, "Workers’ compensation has fields, but none for: SUBR WVD"),
        ({"other.name"}, "Other coverage has fields, but none for: What is covered"),
    ],
)  # fmt: skip
def test_what_a_certificate_must_state_has_a_field(without: set[str], said: str) -> None:
    (sentence,) = licensed_forms.missing(frozenset(cell.key for cell in NAMED) - without, True)
    assert said in sentence and sentence.endswith(".")


def test_a_line_may_be_left_out_whole_but_not_all_of_them() -> None:
    keys = frozenset(cell.key for cell in NAMED)
    without = {key for key in keys if key.startswith("automobile.")}
    assert licensed_forms.missing(keys - without, True) == ()
    rows = {key for key in keys if key.partition(".")[0] in licensed_forms.SLOTS}
    (sentence,) = licensed_forms.missing(keys - rows, True)
    assert "at least one line of coverage" in sentence


def test_a_block_is_name_and_address() -> None:
    keys = frozenset(cell.key for cell in NAMED if not cell.key.startswith("holder."))
    assert len(licensed_forms.missing(keys, True)) == 2
    assert licensed_forms.missing(keys | {"holder.block"}, True) == ()
    assert licensed_forms.missing(keys | {"holder.name", "holder.address"}, True) == ()


def test_the_code_has_a_place_or_a_field() -> None:
    keys = frozenset(cell.key for cell in NAMED)
    assert ["code of the public check" in one for one in licensed_forms.missing(keys, False)] == [True]
    assert licensed_forms.missing(keys | {"code"}, False) == ()


def test_wrong_matches_are_named() -> None:
    place = Rectangle(0, 0, 10, 10)
    fields = [
        FormField("Box", FieldKind.TICK, place),
        FormField("Line", FieldKind.TEXT, place, False, Align.LEFT),
    ]
    found = licensed_forms.problems(fields, {"Box": "producer.name", "Line": "nonsense", "Gone": "number"})
    assert set(found) == {"Box", "Line", "Gone"} and "check box" in found["Box"]
    assert licensed_forms.problems(fields, {"Box": "umbrella.excess", "Line": "number"}) == {}


def test_an_unfinished_form_is_refused_with_what_is_missing() -> None:
    sheet = Sheet(
        "Ours",
        "0" * 64,
        1,
        (FormField("A", FieldKind.TEXT, Rectangle(0, 0, 9, 9)),),
        (("A", "number"),),
        None,
    )
    with pytest.raises(errors.Conflict, match="the issue date"):
        licensed_forms.require_complete(sheet)

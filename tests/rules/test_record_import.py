"""Cells of carriers, insureds and policies as other systems write them."""

import pytest

from coi_app.rules import import_layouts, import_values, policy_columns, policy_import, record_import
from coi_app.rules.coverage import Line
from coi_app.rules.import_kinds import Kind


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("46023", "2026-01-01"), ("46023.0", "2026-01-01"), ("20260101", "2026-01-01"),
        ("20261301", "2026-13-01"),  ("2026-01-01 00:00:00", "2026-01-01"),
        ("2026-01-01T12:01:00.000", "2026-01-01"), ("1/1/2026 12:01 AM", "1/1/2026"), ("Jan 1, 2026", "2026-01-01"),
        ("1-Jan-26", "2026-01-01"), ("01/01/26", "01/01/26"), ("soon", "soon"), ("12345", "12345"), ("", ""),
    ],
)  # fmt: skip
def test_days(typed: str, read: str) -> None:
    assert import_values.day(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("$1,000,000", "$1,000,000"), ("1M", "1000000"), ("$1.5M", "1500000"), ("2MM", "2000000"), ("500k", "500000"),
        ("1 million", "1000000"), ("1000000.00", "1000000"), ("$1,000,000.0", "$1,000,000"), ("N/A", ""), ("—", ""),
        ("Included", "Included"), ("1.2345678M", "1.2345678M"), ("0.0000001k", "0.0000001k"), ("0.0005k", "0.0005k"),
    ],
)  # fmt: skip
def test_amounts(typed: str, read: str) -> None:
    assert import_values.amount(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"), [("1234", "01234"), ("123", "00123"), ("10472", "10472"), ("12", "12")]
)
def test_codes_get_their_zeros_back(typed: str, read: str) -> None:
    assert import_values.naic(typed) == read


@pytest.mark.parametrize(
    ("typed", "number", "edition"),
    [
        ("CG 20 10 04 13", "CG 20 10", "04 13"), ("CG 20 10", "CG 20 10", ""),
        ("CG 20 10 (04 13)", "CG 20 10", "04 13"),
        ("WC 00 03 13", "WC 00 03 13", ""), ("wc 00 03 13 04 84", "WC 00 03 13", "04 84"),
        ("CG 20 10 (Ed. 12/19)", "CG 20 10", "12/19"), ("MANUSCRIPT 7", "MANUSCRIPT 7", ""),
    ],
)  # fmt: skip
def test_forms(typed: str, number: str, edition: str) -> None:
    assert policy_import.form_of(typed) == (number, edition)


def test_the_same_form_however_it_is_spaced() -> None:
    assert policy_import.form_key("CG2010", "0413") == policy_import.form_key("CG 20 10", "04/13")


def read(**given: str) -> record_import.RecordRead:
    places = {column: place for place, column in enumerate(given)}
    return policy_import.read(list(given.values()), places)


@pytest.mark.parametrize(
    ("line", "kept", "name"),
    [
        ("CGL", "general_liability", None), ("Business Auto", "automobile", None), ("Genral Liability", None, None),
        ("Cyber", "other", "Cyber"), ("Excess", "umbrella", None), ("WORK", "workers_compensation", None),
    ],
)  # fmt: skip
def test_lines_in_the_words_of_other_systems(line: str, kept: str | None, name: str | None) -> None:
    found = read(line=line)
    assert found.values.get("name") == name
    assert found.values["line"] == kept if kept else list(found.problems) == ["line"]


def test_what_stands_in_the_columns_of_another_line() -> None:
    nothing = read(line="WC", combined_single_limit="$0.00", commercial="No", each_occurrence="N/A")
    assert nothing.problems == {} and nothing.values == {"line": "workers_compensation"}
    assert list(read(line="WC", combined_single_limit="1M").problems) == ["combined_single_limit"]


def test_boxes_and_shares() -> None:
    auto = read(line="Auto", autos="Hired; Non-Owned").values
    assert [name for name in ("any_auto", "owned", "hired", "scheduled", "non_owned") if auto[name]] == [
        "hired", "non_owned",
    ]  # fmt: skip
    excess = read(line="Excess", retention="10k", follows_form="y").values
    assert (excess["excess"], excess["own_share"], excess["own_share_amount"], excess["follows_form"]) == (
        True, "retention", "10000", True,
    )  # fmt: skip
    per = read(line="GL", aggregate_per="Other: Event").values
    assert (per["aggregate_per"], per["aggregate_per_other"]) == ("other", "Event")
    assert read(line="WC", who_is_excluded="A. Owner").values["anyone_excluded"] == "yes"
    assert list(read(line="Auto", autos="Boats").problems) == ["autos"]


def test_every_column_has_a_place_and_a_heading_of_its_own() -> None:
    for kind in Kind:
        layout = import_layouts.of(kind)
        assert len(set(layout.headings.values())) == len(layout.columns) == len(set(layout.columns))
        headings = [layout.headings[column] for column in layout.template]
        assert layout.guess(headings, {}) == {column: place for place, column in enumerate(layout.template)}
        assert set(import_layouts.NEEDS[kind]) <= set(layout.columns)
    of_some_line = policy_columns.OF_ANY_LINE.union(*policy_columns.OF_LINE.values())
    assert of_some_line == set(policy_columns.LAYOUT.columns)
    assert set(policy_columns.OF_LINE) == set(Line)


def test_headings_of_other_systems_are_guessed() -> None:
    headings = [
        "Named Insured",
        "Writing Company",
        "LOB",
        "Policy #",
        "Eff Date",
        "Exp Date",
        "CSL",
        "Gen Agg",
    ]
    guessed = policy_columns.LAYOUT.guess(headings, {"policy": "number"})
    assert list(guessed.values()) != [] and {column: headings[at] for column, at in guessed.items()} == {
        "insured_name": "Named Insured", "carrier": "Writing Company", "line": "LOB", "number": "Policy #",
        "effective_on": "Eff Date", "expires_on": "Exp Date", "combined_single_limit": "CSL",
        "general_aggregate": "Gen Agg",
    }  # fmt: skip

"""Which column is which, what a row says, and when two spellings are one holder."""

import itertools

import pytest

from coi_app.rules import holder_import, holder_keys, import_layout
from coi_app.rules.import_columns import HEADINGS, LAYOUT, TEMPLATE, Column
from coi_app.rules.import_kinds import Kind

PLACES = {column: place for place, column in enumerate(Column)}
ROW = {
    Column.HOLDER_NAME: "Acme Homes LLC",
    Column.LINE_ONE: "12 Main Street",
    Column.CITY: "Boise",
    Column.STATE: "ID",
    Column.ZIP_CODE: "83702",
}


def read(kind: Kind = Kind.BOTH, **given: str) -> holder_import.RowRead:
    values = ROW | {Column(name): text for name, text in given.items()}
    return holder_import.read([values.get(column, "") for column in Column], PLACES, kind)


def test_the_template_is_taken_as_it_is() -> None:
    headings = [HEADINGS[column] for column in TEMPLATE]
    assert ", ".join(headings) == (
        "Holder Name, Address Line 1, Address Line 2, City, State, ZIP, Email, Phone, Insured Name, "
        "Policy Number, Additional Insured Type, Description of Operations, Loan Number"
    )
    assert LAYOUT.guess(headings, {}) == {column: place for place, column in enumerate(TEMPLATE)}


def test_other_headings_are_guessed_remembered_ones_first() -> None:
    headings = [
        "Certificate Holder",
        "Street Address",
        "Town",
        "ST",
        "Zip Code",
        "E-Mail",
        "Named Insured",
        "Wert",
    ]
    guessed = LAYOUT.guess(headings, {"wert": "loan_number"})
    assert list(guessed) == [
        Column.LOAN_NUMBER, Column.HOLDER_NAME, Column.LINE_ONE, Column.CITY, Column.STATE, Column.ZIP_CODE,
        Column.EMAIL, Column.INSURED_NAME,
    ]  # fmt: skip


def test_headings_that_stand_twice() -> None:
    guessed = LAYOUT.guess(["Name", "Address", "Address", "City", "City"], {})
    assert guessed[Column.LINE_ONE] == 1 and guessed[Column.LINE_TWO] == 2 and guessed[Column.CITY] == 3


def test_headings_under_titles_and_none_at_all() -> None:
    rows = [
        ["Our holders"],
        ["", "", "Address of"],
        ["Holder Name", "City", "State"],
        ["Acme", "Boise", "ID"],
    ]
    assert LAYOUT.header_place(rows, {}) == 2
    assert LAYOUT.header_place([["Acme", "12 Main Street", "Boise"]], {}) is None
    assert import_layout.column_names(28)[25:] == ["Column Z", "Column AA", "Column AB"]


@pytest.mark.parametrize(
    ("state", "typed", "kept"),
    [
        ("MA", "02134", "02134"), ("MA", "2134", "02134"), ("NJ", "7030-1234", "07030-1234"),
        ("NJ", "70301234", "07030-1234"), ("PR", "901", "00901"), ("ID", "83702-1460", "83702-1460"),
    ],
)  # fmt: skip
def test_zip_codes_keep_their_zeros(state: str, typed: str, kept: str) -> None:
    assert read(state=state, zip_code=typed).holder["zip_code"] == kept


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"name": ""}, Column.HOLDER_NAME),
        ({"name": "---"}, Column.HOLDER_NAME),
        ({"name": "Ac\0me"}, Column.HOLDER_NAME),
        ({"city": ""}, Column.CITY),
        ({"state": "Idaha"}, Column.STATE),
        ({"zip_code": "8370"}, Column.ZIP_CODE),
        ({"email": "a@b.example, c@d.example"}, Column.EMAIL),
        ({"phone": "12"}, Column.PHONE),
        ({"insured_name": "X", "interest_type": "Freind"}, Column.INTEREST_TYPE),
        ({"insured_name": "X", "interest_type": "Other"}, Column.INTEREST_TYPE),
        ({"insured_name": "X", "description": "For {nobody}"}, Column.DESCRIPTION),
        ({"insured_name": "X", "loan_number": "9" * 61}, Column.LOAN_NUMBER),
        ({"policy_number": "GLP-1"}, Column.INSURED_NAME),
    ],
)
def test_a_wrong_cell_is_named(given: dict[str, str], column: Column) -> None:
    problems = read(**given).problems
    assert list(problems) == [column]
    assert holder_import.in_words(problems)[0] == HEADINGS[column]


def test_links_need_an_insured_and_holders_need_none() -> None:
    assert list(read(Kind.LINKS).problems) == [Column.INSURED_NAME]
    assert read(Kind.HOLDERS, policy_number="GLP-1", interest_type="Freind").problems == {}
    assert read().link is None


def test_a_link_says_policies_and_types() -> None:
    link = read(
        insured_name="Redwood", policy_number="GLP-1; AUT-2,GLP-1", interest_type="AI / Loss Payee"
    ).link
    assert link is not None
    assert link.policy_numbers == ("GLP-1", "AUT-2") and link.types == ("additional_insured", "loss_payee")


@pytest.mark.parametrize(
    "types", [("certificate_holder",), ("lenders_loss_payable", "owner"), ("lessor", "other")]
)
def test_types_are_read_back_from_their_words(types: tuple[str, ...]) -> None:
    other = "Grantor" if "other" in types else ""
    assert holder_import.types_of(holder_import.types_in_words(types, other)) == (types, other, "")


ONE_HOLDER = [
    ("Acme Homes LLC", "12 N. Main Street, Suite 5", "83702"),
    ("ACME HOMES, L.L.C.", "12 North Main St. Ste 5", "83702-1460"),
    ("The Acme Homes LLC", "12 N Main St #5", "83702"),
    ("Acme  Homes  Llc.", "12 NORTH MAIN STREET UNIT 5", "83702"),
]
OTHERS = [
    ("Acme Homes Inc", "12 N Main St Ste 5", "83702"),
    ("Acme Homes LLC", "14 N Main St Ste 5", "83702"),
    ("Acme Homes LLC", "12 N Main St Ste 6", "83702"),
    ("Acme Homes LLC", "12 N Main St Ste 5", "83703"),
    ("Acme Homes II LLC", "12 N Main St Ste 5", "83702"),
]


def key(name: str, street: str, zip_code: str) -> tuple[str, str]:
    found = holder_keys.of(name, street, "", "Boise", zip_code)
    return found.name, found.address


def test_spellings_of_one_holder_and_what_is_another() -> None:
    assert len({key(*one) for one in ONE_HOLDER}) == 1
    assert not {key(*one) for one in OTHERS} & {key(*one) for one in ONE_HOLDER}
    assert all(key(*a) != key(*b) for a, b in itertools.combinations(OTHERS, 2))

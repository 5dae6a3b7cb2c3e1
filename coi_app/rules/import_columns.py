"""The columns of a file of holders and their links: the template's headings, and what others call them."""

from enum import StrEnum

from coi_app.rules.import_layout import ColumnInWords, Layout


class Column(StrEnum):
    HOLDER_NAME = "name"
    LINE_ONE = "line_one"
    LINE_TWO = "line_two"
    CITY = "city"
    STATE = "state"
    ZIP_CODE = "zip_code"
    EMAIL = "email"
    PHONE = "phone"
    INSURED_NAME = "insured_name"
    POLICY_NUMBER = "policy_number"
    INTEREST_TYPE = "interest_type"
    DESCRIPTION = "description"
    LOAN_NUMBER = "loan_number"
    ATTENTION = "attention"


HEADINGS: dict[Column, str] = {
    Column.HOLDER_NAME: "Holder Name",
    Column.LINE_ONE: "Address Line 1",
    Column.LINE_TWO: "Address Line 2",
    Column.CITY: "City",
    Column.STATE: "State",
    Column.ZIP_CODE: "ZIP",
    Column.EMAIL: "Email",
    Column.PHONE: "Phone",
    Column.INSURED_NAME: "Insured Name",
    Column.POLICY_NUMBER: "Policy Number",
    Column.INTEREST_TYPE: "Additional Insured Type",
    Column.DESCRIPTION: "Description of Operations",
    Column.LOAN_NUMBER: "Loan Number",
    Column.ATTENTION: "Attention",
}
TEMPLATE: tuple[Column, ...] = tuple(Column)[:13]  # what an export writes, in this order
OF_HOLDER: tuple[Column, ...] = (*TEMPLATE[:8], Column.ATTENTION)
OF_LINK: tuple[Column, ...] = TEMPLATE[8:]

_ALSO: dict[Column, tuple[str, ...]] = {
    Column.HOLDER_NAME: (
        "holder", "certificate holder", "certificate holder name", "cert holder", "name", "company",
        "company name", "organization", "additional insured name", "interest name", "holder name 1",
    ),
    Column.LINE_ONE: (
        "address", "address 1", "street", "street address", "mailing address", "holder address", "addr1",
        "address line one", "street 1", "holder address 1",
    ),
    Column.LINE_TWO: (
        "address 2", "address line two", "suite", "unit", "addr2", "street 2", "holder address 2", "suite unit",
    ),
    Column.CITY: ("town", "holder city", "city town", "mailing city"),
    Column.STATE: ("st", "province", "holder state", "state province", "mailing state"),
    Column.ZIP_CODE: ("zip code", "zipcode", "postal code", "postcode", "holder zip", "mailing zip", "zip 4"),
    Column.EMAIL: ("e mail", "email address", "e mail address", "holder email", "mail", "contact email"),
    Column.PHONE: ("phone number", "telephone", "tel", "holder phone", "contact phone", "phone no"),
    Column.INSURED_NAME: ("insured", "named insured", "client", "client name", "customer", "account name"),
    Column.POLICY_NUMBER: (
        "policy", "policy no", "policy num", "policy numbers", "pol number", "pol no", "policies",
    ),
    Column.INTEREST_TYPE: (
        "type", "interest type", "additional interest type", "type of interest", "additional insured",
        "ai type", "interest", "holder type",
    ),
    Column.DESCRIPTION: (
        "description", "operations", "description of ops", "remarks", "special wording", "job description",
    ),
    Column.LOAN_NUMBER: ("loan", "loan no", "loan num", "account number", "loan account number"),
    Column.ATTENTION: ("attn", "contact", "contact name", "contact person", "c o", "care of"),
}  # fmt: skip


def _in_words(columns: tuple[Column, ...]) -> tuple[ColumnInWords, ...]:
    return tuple(ColumnInWords(one, HEADINGS[one], _ALSO[one]) for one in columns)


LAYOUT = Layout(
    (("The holder", _in_words(OF_HOLDER)), ("The link to the insured", _in_words(OF_LINK))),
    left_out=frozenset({Column.ATTENTION}),
)

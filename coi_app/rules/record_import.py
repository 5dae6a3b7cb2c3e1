"""One row of a file of carriers, insureds or policies: the cells that say something, as its form takes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coi_app.rules import import_values, names
from coi_app.rules.import_layout import ColumnInWords as C
from coi_app.rules.import_layout import Layout
from coi_app.rules.insured_kinds import InsuredKind

CARRIERS = Layout(
    (
        (
            "The carrier",
            (
                C("legal_name", "Carrier", ("carrier name", "company", "company name", "insurance company", "insurer",
                                            "legal name", "name", "writing company", "issuing company")),
                C("naic", "NAIC", ("naic code", "naic number", "naic no", "company naic", "code", "naic id")),
            ),
        ),
    ),
    memory="carriers",
)  # fmt: skip
INSUREDS = Layout(
    (
        (
            "The insured",
            (
                C("legal_name", "Insured Name", ("insured", "named insured", "first named insured", "client",
                                                 "client name",
                                                 "customer", "customer name", "account name", "name", "legal name",
                                                 "company", "company name", "business name", "account")),
                C("dba", "DBA", ("doing business as", "trade name", "dba name", "d b a")),
                C("kind", "Kind", ("client type", "account type", "insured or prospect", "type", "client status")),
                C("line_one", "Address Line 1", ("address", "address 1", "street", "street address",
                                                 "mailing address",
                                                 "addr1", "address line one", "street 1", "mailing address 1")),
                C("line_two", "Address Line 2", ("address 2", "address line two", "suite", "unit", "addr2")),
                C("city", "City", ("town", "city town", "mailing city")),
                C("state", "State", ("st", "province", "state province", "mailing state")),
                C("zip_code", "ZIP", ("zip code", "zipcode", "postal code", "postcode", "mailing zip", "zip 4")),
                C("phone", "Phone", ("phone number", "telephone", "tel", "business phone", "phone no", "main phone")),
                C("email", "Email", ("e mail", "email address", "e mail address", "mail", "contact email")),
            ),
        ),
    ),
    memory="insureds",
)  # fmt: skip
_KINDS = {
    **{names.folded(word): InsuredKind.INSURED.value for word in ("Insured", "Client", "Customer", "Active")},
    **{names.folded(word): InsuredKind.PROSPECT.value for word in ("Prospect", "Lead", "Quote", "Suspect")},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecordRead:
    """`values` are form fields of the cells that say something; an empty cell leaves what is there. `problems`:
    column → what to do. `columns`: form field → the column it came from, where they differ. `said`: what was read
    otherwise than it stands there, for the person to see."""

    values: dict[str, Any]
    problems: dict[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    said: str = ""
    endorsements: tuple[dict[str, Any], ...] = ()

    def column_of(self, form_field: str) -> str:
        return self.columns.get(form_field, form_field)


def given(cells: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    """Column → text of the cells that are not blank."""
    texts = ((column, cells[place]) for column, place in places.items() if place < len(cells))
    return {column: text for column, text in texts if text.strip()}


def read_carrier(cells: Sequence[str], places: Mapping[str, int]) -> RecordRead:
    values: dict[str, Any] = given(cells, places)
    typed = str(values.get("naic", ""))
    values["naic"] = import_values.naic(typed)
    return RecordRead(values, said=naic_said(typed))


def naic_said(typed: str) -> str:
    """That zeros were put back, for the person who knows the code; "" when none were."""
    code = import_values.naic(typed)
    return f"NAIC {typed.strip()} is read as {code}." if code != typed.strip() else ""


def read_insured(cells: Sequence[str], places: Mapping[str, int]) -> RecordRead:
    values: dict[str, Any] = given(cells, places)
    import_values.restore_zip(values)
    problems = {}
    if "kind" in values:
        kind = _KINDS.get(names.folded(values["kind"]))
        if kind is None:
            problems["kind"] = "Enter the kind as Insured or Prospect."
        values["kind"] = kind or ""
    return RecordRead(values, problems)

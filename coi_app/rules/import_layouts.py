"""Which columns a file of each kind has, which of them it cannot do without, and an example to begin with."""

from coi_app.rules import import_columns, policy_columns, record_import
from coi_app.rules.import_kinds import OF_HOLDERS, Kind
from coi_app.rules.import_layout import Layout

_LAYOUTS: dict[Kind, Layout] = {
    **dict.fromkeys(OF_HOLDERS, import_columns.LAYOUT),
    Kind.CARRIERS: record_import.CARRIERS,
    Kind.INSUREDS: record_import.INSUREDS,
    Kind.POLICIES: policy_columns.LAYOUT,
}
NEEDS: dict[Kind, tuple[str, ...]] = {
    Kind.HOLDERS: ("name",),
    Kind.LINKS: ("name", "insured_name"),
    Kind.BOTH: ("name",),
    Kind.CARRIERS: ("legal_name",),
    Kind.INSUREDS: ("legal_name",),
    Kind.POLICIES: ("insured_name", "line", "number", "effective_on"),
}
_REDWOOD = "Example Builders LLC"
_HOLDERS = (
    {"name": "Example Homes LLC", "line_one": "12 Main Street", "city": "Boise", "state": "ID", "zip_code": "83702",
     "email": "certificates@homes.example", "insured_name": _REDWOOD, "policy_number": "GLP-0000001",
     "interest_type": "Additional insured", "description": "At 12 Main Street"},
    {"name": "Example Bank NA", "line_one": "5 State Street", "city": "Boston", "state": "MA", "zip_code": "02109",
     "insured_name": _REDWOOD, "interest_type": "Loss payee", "loan_number": "L-7"},
)  # fmt: skip
_TERM = {
    "insured_name": _REDWOOD, "carrier": "Example Casualty Company", "naic": "10472", "effective_on": "01/01/2026",
    "expires_on": "01/01/2027", "status": "Active",
}  # fmt: skip
EXAMPLES: dict[Kind, tuple[dict[str, str], ...]] = {
    **dict.fromkeys(OF_HOLDERS, _HOLDERS),
    Kind.CARRIERS: (
        {"legal_name": "Example Casualty Company", "naic": "10472"},
        {"legal_name": "Example Mutual Insurance Company", "naic": "01234"},
    ),
    Kind.INSUREDS: (
        {"legal_name": _REDWOOD, "dba": "Example Builders", "kind": "Insured", "line_one": "3175 E Boise Avenue",
         "city": "Boise", "state": "ID", "zip_code": "83706", "phone": "(208) 555-0109",
         "email": "office@builders.example"},
        {"legal_name": "Example Electric Inc", "kind": "Prospect"},
    ),
    Kind.POLICIES: (
        _TERM | {"line": "General Liability", "number": "GLP-0000001", "trigger": "Occurrence", "commercial": "Yes",
                 "each_occurrence": "1,000,000", "damage_to_rented_premises": "300,000", "medical_expense": "10,000",
                 "personal_and_advertising_injury": "1,000,000", "general_aggregate": "2,000,000",
                 "products_completed_operations_aggregate": "2,000,000", "aggregate_per": "Project",
                 "additional_insured_form": "CG 20 10 (04 13)", "operations": "Ongoing",
                 "waiver_form": "CG 24 04 (05 09)", "condition": "Where required by written contract",
                 "approved_on": "01/01/2026"},
        _TERM | {"line": "Automobile", "number": "BAP-0000001", "autos": "Any", "combined_single_limit": "1,000,000"},
        _TERM | {"line": "Umbrella", "number": "UMB-0000001", "trigger": "Occurrence",
                 "umbrella_or_excess": "Umbrella", "follows_form": "Yes",
                 "each_occurrence": "5,000,000", "aggregate": "5,000,000", "retention": "10,000"},
        _TERM | {"line": "Workers Comp", "number": "WC-0000001", "per_statute": "Yes", "anyone_excluded": "No",
                 "each_accident": "1,000,000", "disease_each_employee": "1,000,000",
                 "disease_policy_limit": "1,000,000"},
        _TERM | {"line": "Other", "number": "PRO-0000001", "trigger": "Claims-Made", "coverage_name": "Professional",
                 "limit_1_label": "Each claim", "limit_1_amount": "1,000,000"},
    ),
}  # fmt: skip


def of(kind: Kind) -> Layout:
    return _LAYOUTS[kind]

"""Forms filled in right: what a web page would hand to a service."""

import io
from typing import Any

from PIL import Image

from coi_app.rules.coverage import Line

ADDRESS = {"line_one": "411 N Sixth Street", "line_two": "Suite 5", "city": "Boise", "state": "ID"}
ADDRESS |= {"zip_code": "83702-1460"}

INSURED: dict[str, Any] = {
    "legal_name": "Cascade Crest Electric Inc",
    "dba": "Crest Electric",
    "kind": "insured",
    "phone": "208 555 0142",
    "email": "office@cascadecrest.example",
    **ADDRESS,
}
CONTACT: dict[str, Any] = {
    "name": "Dana Whitfield",
    "title": "Office manager",
    "email": "dana@cascadecrest.example",
    "phone": "(208) 555-0188 x12",
    "is_primary": True,
}
CARRIER: dict[str, Any] = {"legal_name": "Granite Lake Mutual Insurance Company", "naic": "03421"}
HOLDER: dict[str, Any] = {
    "name": "Silverleaf Apartments LP",
    "attention": "Risk Management",
    "email": "certs@silverleaf.example",
    "phone": "208-555-0100",
    **ADDRESS,
}
ENDORSEMENT: dict[str, Any] = {
    "kind": "additional_insured",
    "form_number": "CG 20 10",
    "edition": "04 13",
    "title": "Owners, lessees or contractors",
    "reach": "blanket",
    "condition": "Where required by written contract",
    "operations": "ongoing",
    "approved_on": "3/4/2026",
}
INTEREST: dict[str, Any] = {
    "types": ["additional_insured", "other"],
    "other_type": "Franchisor",
    "wants_additional_insured": ["general_liability", "automobile"],
    "wants_waiver": ["workers_compensation"],
    "written_contract": "Subcontract 24-117",
    "written_contract_on": "01/14/2026",
    "project": "Cedar Street Lofts",
    "loan_number": "0071-88412",
    "description": "Framing for {holder.name}.",
    "delivery_email": "coi@silverleaf.example",
}
AGENCY: dict[str, Any] = {
    "name": "Kestrel & Vane Insurance",
    "phone": "208 555 0101",
    "fax": "208 555 0102",
    "email": "certificates@kestrelvane.example",
    "contact_name": "Maya Okafor",
    "representative": "Maya Okafor",
    "time_zone": "America/New_York",
    "number_prefix": "kv",
    **ADDRESS,
}
TEMPLATE: dict[str, Any] = {
    "name": "Ongoing operations",
    "category": "Contractors",
    "body": "Re: {project}. {holder.name} is shown as stated above.",
    "portal_visible": True,
}
MAIL: dict[str, Any] = {
    "how": "link",
    "link_days": "14",
    "subject": "Certificate {certificate.number}",
    "message": "For {holder.name}.",
}
COVERAGE: dict[Line, dict[str, Any]] = {
    Line.GENERAL_LIABILITY: {
        "trigger": "occurrence",
        "commercial": True,
        "aggregate_per": "project",
        "each_occurrence": "1,000,000",
        "damage_to_rented_premises": "300k",
        "medical_expense": "Excluded",
        "general_aggregate": "$2M",
    },
    Line.AUTOMOBILE: {"any_auto": True, "combined_single_limit": "1000000"},
    Line.UMBRELLA: {
        "trigger": "occurrence",
        "follows_form": True,
        "each_occurrence": "5M",
        "own_share": "retention",
        "own_share_amount": "10,000",
    },
    Line.WORKERS_COMPENSATION: {
        "per_statute": True,
        "anyone_excluded": "yes",
        "who_is_excluded": "Elena Thornbury, Secretary",
        "each_accident": "1,000,000",
    },
    Line.OTHER: {"name": "Professional", "limit_1_label": "Each claim", "limit_1_amount": "2,000,000"},
}


def policy(carrier_id: int | None, line: Line = Line.GENERAL_LIABILITY, /, **given: Any) -> dict[str, Any]:
    term = {"effective_on": "7/1/2026", "expires_on": "2027-07-01", "status": "active"}
    return (
        {"line": line.value, "carrier_id": carrier_id, "number": " GLP-4471902-03 "}
        | term
        | COVERAGE[line]
        | given
    )


def new_holder() -> dict[str, Any]:
    """A new holder's fields as they stand in the form of an additional interest."""
    return {f"holder_{name}": value for name, value in HOLDER.items()}


def picture(colour: str = "navy") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (60, 20), colour).save(made, "PNG")
    return made.getvalue()

"""An insured as forms and imports give it: one reading, so both refuse the same."""

from typing import Any

from coi_app.rules import fields, names
from coi_app.rules.certificate_requests import Approval
from coi_app.rules.insured_kinds import InsuredKind


def read(form: fields.Reader) -> dict[str, Any]:
    """The insured's columns; problems are collected in the form."""
    kind = form.choice("kind", "insured or prospect", InsuredKind, InsuredKind.INSURED)
    legal_name = form.text("legal_name", "the legal name as on the declarations", required=True)
    if legal_name and not names.folded(legal_name):
        form.add("legal_name", "Enter the legal name with letters or digits in it.")
    dba = form.text("dba", "the DBA name")
    # A certificate prints the address; a prospect has no certificates yet.
    place = form.address(whose="the insured's", required=kind is InsuredKind.INSURED)
    return {
        "kind": kind.value,
        "legal_name": legal_name,
        "dba": dba,
        "address_line_one": place.line_one,
        "address_line_two": place.line_two,
        "city": place.city,
        "state": place.state,
        "zip_code": place.zip_code,
        "phone": form.phone("phone"),
        "email": form.email("email"),
        "portal_approval": form.choice("portal_approval", "what waits", Approval, Approval.NEVER).value,
        "name_key": names.folded(legal_name),
        "search_key": names.search_key(legal_name, dba, place.city),
    }

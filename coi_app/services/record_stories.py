"""What the histories tell of an import of carriers, insureds or policies: the same entries as of work by hand."""

from typing import Any

from coi_app.models import Carrier, ImportRun, Insured, Policy
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.facts import PolicyStatus
from coi_app.services import policies
from coi_app.services.activity import Entry
from coi_app.services.row_changes import plain_values

Values = dict[str, Any]
Record = Carrier | Insured | Policy


def created(run: ImportRun, model: type[Record], record_id: int, values: Values) -> Entry:
    kind, subject, name, insured_id = _about(model, record_id, values, "created")
    said = {name: value for name, value in values.items() if not name.endswith("_key")}
    details = {"entered": plain_values(said), "import": run.id}
    verb = "Added the policy" if model is Policy else f"Created the {subject}"
    return Entry(kind, f"{verb} {name} from {run.file_name}", insured_id, subject, record_id, details)


def changed(run: ImportRun, record: Record, before: Values, after: Values, verb: str = "Changed") -> Entry:
    """`before` and `after` are the fields that differ, fit for JSON."""
    assert record.id is not None
    named = record.model_dump(include={"number", "legal_name", "insured_id"})
    kind, subject, name, insured_id = _about(type(record), record.id, named, "changed")
    differences = {field: [before[field], after[field]] for field in after if not field.endswith("_key")}
    if model_is_policy := isinstance(record, Policy):
        differences = policies.by_limit(differences)
        kind = _deed(before.get("status"), after.get("status")) or kind
    elif "kind" in differences:
        kind = ActivityKind.INSURED_KIND_CHANGED
    what = "the policy " if model_is_policy else ""
    details = {"changed": differences, "import": run.id}
    return Entry(kind, f"{verb} {what}{name} by {run.file_name}", insured_id, subject, record.id, details)


def endorsed(run: ImportRun, policy: Values, endorsement_id: int, values: Values) -> Entry:
    named = f"{values['form_number']} {values['edition']}".strip()
    sentence = f"Added the endorsement {named} to the policy {policy['number']} from {run.file_name}"
    details = {"entered": plain_values(values), "import": run.id}
    kind = ActivityKind.ENDORSEMENT_ADDED
    return Entry(kind, sentence, policy["insured_id"], "endorsement", endorsement_id, details)


def taken_back(run: ImportRun, model: type[Record], record_id: int, values: Values) -> Entry:
    """In the history of the insured whose policy it was; of others the agency's entry tells."""
    _, subject, name, insured_id = _about(model, record_id, values, "created")
    sentence = f"Took back the {subject} {name} of {run.file_name}"
    return Entry(ActivityKind.IMPORT_UNDONE, sentence, insured_id, "import", run.id, {"import": run.id})


def _about(
    model: type[Record], record_id: int, values: Values, deed: str
) -> tuple[ActivityKind, str, str, int | None]:
    """Kind, subject, name, and whose history it belongs to."""
    subject = model.__name__.lower()
    kind = ActivityKind(f"{subject}:{deed}")
    if model is Policy:
        return kind, subject, values["number"], values["insured_id"]
    return kind, subject, values["legal_name"], record_id if model is Insured else None


def _deed(before: str | None, after: str | None) -> ActivityKind | None:
    if after == PolicyStatus.CANCELLED:
        return ActivityKind.POLICY_CANCELLED
    return ActivityKind.POLICY_REINSTATED if before == PolicyStatus.CANCELLED else None

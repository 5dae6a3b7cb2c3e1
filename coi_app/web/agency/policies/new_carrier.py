"""A policy whose carrier is not known yet: both are saved, or neither."""

from collections.abc import Callable, Mapping
from typing import Any

from coi_app.rules import access, errors
from coi_app.services import carriers, policies

CARRIER = "carrier_"
CARRIER_FIELDS = ("legal_name", "naic")


def create(
    session: Any, actor: access.Actor, insured_id: object, values: Mapping[str, Any], made: list[int]
) -> None:
    """As `services.policies.create`; the policy's id goes into `made`. Without `carrier_id` the fields
    carrier_legal_name and carrier_naic are those of a new carrier."""

    def service(given: Mapping[str, Any]) -> None:
        made.append(policies.create(session, actor, insured_id, given))

    _with_carrier(session, actor, values, service)


def change(
    session: Any, actor: access.Actor, policy_id: object, values: Mapping[str, Any], seen_revision: int
) -> None:
    """As `services.policies.change`, with the carrier as in `create`."""
    _with_carrier(
        session, actor, values, lambda given: policies.change(session, actor, policy_id, given, seen_revision)
    )


def _with_carrier(
    session: Any,
    actor: access.Actor,
    values: Mapping[str, Any],
    service: Callable[[Mapping[str, Any]], None],
) -> None:
    if "carrier_id" in values:
        return service(values)
    problems: dict[str, str] = {}
    carrier_id = 0
    try:
        entered = {name: values.get(CARRIER + name, "") for name in CARRIER_FIELDS}
        carrier_id = carriers.create(session, actor, entered)
    except errors.InvalidInput as wrong:
        problems = {CARRIER + name: problem for name, problem in wrong.problems.items()}
    try:
        service({**values, "carrier_id": carrier_id})
    except errors.InvalidInput as wrong:
        problems |= {name: problem for name, problem in wrong.problems.items() if name != "carrier_id"}
    if problems:
        raise errors.InvalidInput(problems)
    return None

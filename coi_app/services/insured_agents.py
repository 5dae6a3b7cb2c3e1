"""Who of the agency looks after an insured, and so gets its requests."""

from sqlalchemy import delete
from sqlmodel import Session, col

from coi_app.models import Account, InsuredAgent
from coi_app.queries import insureds, request_settings, requests
from coi_app.rules import access, errors
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity


def choose(session: Session, actor: access.Actor, insured_id: object, account_id: object) -> None:
    """An account that may answer requests, or "" for nobody. Raises NotFound, InvalidInput."""
    insured = insureds.in_sight(session, actor, insured_id, for_change=True)
    access.require(actor, access.Right.INSUREDS_CHANGE)
    assert insured.id is not None
    wanted = _chosen(session, actor, account_id)
    if wanted == request_settings.agent_of(session, insured.id):
        return
    session.execute(delete(InsuredAgent).where(col(InsuredAgent.insured_id) == insured.id))
    if wanted is not None:
        session.add(InsuredAgent(insured_id=insured.id, account_id=wanted))
    session.flush()
    name = session.get_one(Account, wanted).name if wanted is not None else "Nobody"
    said = f"{name} looks after {insured.legal_name} now"
    entry = activity.Entry(ActivityKind.INSURED_CHANGED, said, insured.id, "insured", insured.id)
    activity.record(session, actor, entry)


def _chosen(session: Session, actor: access.Actor, typed: object) -> int | None:
    if typed in (None, ""):
        return None
    known = {str(account_id): account_id for account_id, _ in requests.agents(session, actor)}
    if str(typed) not in known:
        raise errors.InvalidInput({"agent": "Choose somebody from the list."})
    return known[str(typed)]

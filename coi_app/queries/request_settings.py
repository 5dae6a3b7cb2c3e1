"""How requests of one insured are taken: who answers, what waits, and the public link."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from coi_app import settings
from coi_app.models import Account, InsuredAgent
from coi_app.queries import insureds, tables
from coi_app.rules import access
from coi_app.rules.certificate_requests import APPROVAL_LABELS, Approval
from coi_app.rules.insured_kinds import InsuredKind


@dataclass(frozen=True, slots=True)
class RequestSettings:
    """`link` is the whole public address, "" while it is off; a viewer is not given it."""

    agent_id: int | None
    agent: str
    approval: str
    link: str
    has_link: bool
    may_have_link: bool


def of_insured(session: Session, actor: access.Actor, insured_id: object) -> RequestSettings:
    """For staff. Raises NotFound."""
    insured = insureds.in_sight(session, actor, insured_id)
    access.require(actor, access.Right.DESK_VIEW)
    agent = session.get(Account, found) if (found := agent_of(session, insured.id)) else None
    shows = actor.may(access.Right.REQUESTS_ANSWER) and insured.request_code is not None
    return RequestSettings(
        agent_id=agent.id if agent else None,
        agent=agent.name if agent else "",
        approval=APPROVAL_LABELS[Approval(insured.portal_approval)],
        link=f"{settings.current().public_url.rstrip('/')}/ask/{insured.request_code}" if shows else "",
        has_link=insured.request_code is not None,
        may_have_link=insured.kind == InsuredKind.INSURED,
    )


def agent_of(session: Session, insured_id: int | None) -> int | None:
    """The account of the insured's agent, while it is active."""
    row, account = tables.insured_agents, tables.accounts
    query = (
        select(row.account_id)
        .select_from(InsuredAgent)
        .join(Account, account.id == row.account_id)
        .where(row.insured_id == insured_id, account.status == "active")
        .order_by(row.account_id)
        .limit(1)
    )
    found = session.execute(query).scalar()
    return int(found) if found is not None else None

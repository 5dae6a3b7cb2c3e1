"""Certificates of the portal that wait for an agent (R43): whether one must, and what approving would issue now."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from coi_app.queries import judging, requests, tables
from coi_app.queries.judging import Judged, Recipient, Wording
from coi_app.rules import access, certificate_requests, errors
from coi_app.rules.certificate_requests import Wish


@dataclass(frozen=True, slots=True)
class Approvable:
    """`problem` says why it cannot be issued as it was asked, "" when it can (the verdict still decides)."""

    judged: Judged | None
    problem: str = ""


def must_wait(session: Session, insured_id: int, judged: Judged, wanted: Wording) -> bool:
    """Whether a certificate that somebody of the insured issues has to wait."""
    row = tables.insureds
    approval = session.execute(select(row.portal_approval).where(row.id == insured_id)).scalar_one()
    free = wanted.description is not None
    return certificate_requests.needs_approval(approval, judged.verdict, is_free_text=free)


def needed(
    session: Session, actor: access.Actor, master_id: object, recipient: Recipient, wanted: Wording
) -> bool:
    """The same for a page that has to say so before Send is pressed. Never for staff."""
    if actor.is_staff:
        return False
    bench = judging.bench(session, actor, master_id, wanted)
    judged = bench.judged(*judging.pair(session, actor, bench.master.insured_id, recipient))
    return must_wait(session, bench.master.insured_id, judged, wanted)


def now(session: Session, actor: access.Actor, request_id: object) -> Approvable:
    """The wish before today's rules. Raises NotFound when nothing waits under that number."""
    request = requests.in_sight(session, actor, request_id)
    if not request.wish:
        raise errors.NotFound("request")
    return judged_now(session, actor, Wish.from_json(request.wish))


def judged_now(session: Session, actor: access.Actor, wish: Wish) -> Approvable:
    """Exactly what was asked, or the reason why that cannot be had any more."""
    try:
        judged = judging.judge_for(session, actor, wish.master_id, recipient(wish), wording(wish))
    except errors.Refusal as refusal:
        return Approvable(None, str(refusal))
    if printed_holder(judged) != wish.holder:
        return Approvable(judged, "The holder's name or address was changed since this was asked.")
    if judged.description.text != wish.text:
        return Approvable(judged, "The wording behind the description was changed since this was asked.")
    return Approvable(judged)


def recipient(wish: Wish) -> Recipient:
    return Recipient(interest_id=wish.interest_id, holder_id=wish.holder_id, project=wish.project)


def wording(wish: Wish) -> Wording:
    return Wording(template_id=wish.template_id, description=wish.description)


def printed_holder(judged: Judged) -> tuple[str, ...]:
    holder = judged.holder
    rows = (holder.name, holder.attention, *holder.address.rows())
    return tuple(row for row in rows if row)

"""Who is told that an insured has reviewed its holders: the agent, by mail and on the bell."""

from collections.abc import Mapping

from sqlmodel import Session

from coi_app import settings
from coi_app.models import Account, Agency, HoldersReview, Insured
from coi_app.queries import request_settings
from coi_app.rules.notices import Notice
from coi_app.services import mails, notices, notifications
from coi_app.services.notifications import NotificationKind

FINISHED = """{by} has reviewed the certificate holders of {insured}: {keep} kept, {correct} to correct, {end} to end.
{waiting}

See it here: {address}
"""


def tell_finished(
    session: Session, review: HoldersReview, counts: Mapping[str, int], waiting: int, by: str
) -> None:
    """`waiting` is how much the agency has to decide."""
    insured = session.get_one(Insured, review.insured_id)
    page = f"/insureds/{insured.id}?tab=additional-interests"
    waits = f", {waiting} for you to decide" if waiting else ""
    words = f"{insured.legal_name} has reviewed its holders{waits}"
    kind = NotificationKind.REVIEW_FINISHED
    notifications.tell(session, review.insured_id, kind, words, page, also=review.asked_by_id)
    to = _to(session, review)
    if to is None:
        return
    body = FINISHED.format(
        by=by,
        insured=insured.legal_name,
        waiting=f"{waiting} wait for you to decide." if waiting else "Nothing is left for you to decide.",
        address=f"{settings.current().public_url.rstrip('/')}{page}",
        **counts,
    )
    mails.queue(
        session, kind="holders_review", to_email=to[0], to_name=to[1], body=body, insured_id=insured.id,
        subject=f"Holders reviewed: {insured.legal_name}"[:200], requested_by_id=review.finished_by_id,
    )  # fmt: skip


def _to(session: Session, review: HoldersReview) -> tuple[str, str] | None:
    """Address and name of whoever asked while that person is active, else of the insured's agent, else the agency;
    None when that person does without such mails."""
    agent_id = request_settings.agent_of(session, review.insured_id)
    for account_id in (review.asked_by_id, agent_id):
        account = session.get(Account, account_id) if account_id else None
        if account is not None and account.status == "active":
            return (account.email, account.name) if notices.wants(account, Notice.REVIEWED) else None
    return (email, "") if (email := session.get_one(Agency, 1).email) else None

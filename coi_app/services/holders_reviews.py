"""The agency asks an insured to review its holders, and decides what came of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app import clock, settings
from coi_app.models import Account, AdditionalInterest, Agency, Holder, HoldersReview, Insured, ReviewAnswer
from coi_app.queries import agency, holders_reviews, insureds, tables
from coi_app.rules import access, errors, fields
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.facts import shown_day
from coi_app.rules.holders_review import Answer, AnswerState
from coi_app.rules.notices import Notice
from coi_app.rules.portal_rights import PortalRight
from coi_app.services import activity, additional_interests, holders, mails, notices

MAIL_KIND = "holders_review"
ASKED = """Hello {name},

{agency} asks you to look through the certificate holders of {insured}{due}: keep each, correct it, or end it.
What you have said is kept, so you can go on whenever you like.

{address}

Questions? {agency}{phone}
"""


def ask(session: Session, actor: access.Actor, insured_id: object, values: Mapping[str, Any]) -> int:
    """Field: due_on. Mails everybody of the insured who may do it and wants such mails; again while one is under way.
    Gives its id.

    Raises NotFound, NotAllowed, InvalidInput, and Conflict when there is nobody to ask or no holder to review.
    """
    insured = insureds.in_sight(session, actor, insured_id, for_change=True)
    access.require(actor, access.Right.INTERESTS_CHANGE)
    assert insured.id is not None
    due = _due(session, values)
    people = _who_may(session, insured)
    _refuse_empty(session, insured.id)
    review = begin(session, insured.id, actor.account_id)
    review.due_on, review.asked_by_id = due, actor.account_id
    for account in (one for one in people if notices.wants(one, Notice.REVIEW)):
        _mail(session, actor, insured, account, due)
    said = f"Asked {', '.join(one.name for one in people)} to review the holders"
    record(session, actor, review, ActivityKind.PORTAL_REVIEW_ASKED, said)
    assert review.id is not None
    return review.id


def _due(session: Session, values: Mapping[str, Any]) -> date | None:
    form = fields.Reader(values)
    day = form.day("due_on", "the day it is needed")
    if day is not None and day < agency.today(session):
        form.add("due_on", "Choose today or a later day.")
    form.raise_if_wrong()
    return day


def _who_may(session: Session, insured: Insured) -> list[Account]:
    row = tables.accounts
    query = select(Account).where(row.insured_id == insured.id, row.status == "active").order_by(row.name)
    found = [one for one in session.execute(query).scalars() if PortalRight.EDIT_HOLDERS.value in one.rights]
    if not found or not insured.portal_open:
        raise errors.Conflict(
            "Nobody of this insured can review holders in the portal. Give somebody the right Edit holders, under the "
            "tab Portal."
        )
    return found


def _refuse_empty(session: Session, insured_id: int) -> None:
    link = tables.additional_interests
    active = select(func.count()).where(link.insured_id == insured_id, link.ended_on.is_(None))
    if not session.execute(active).scalar_one():
        raise errors.Conflict("This insured has no active additional interests to review.")


def begin(session: Session, insured_id: int, asked_by_id: int | None) -> HoldersReview:
    """The one under way, or a new one; the caller has asked who may, and records."""
    review = holders_reviews.under_way(session, insured_id, for_change=True)
    if review is None:
        review = HoldersReview(insured_id=insured_id, asked_by_id=asked_by_id, began_at=clock.now())
        session.add(review)
        session.flush()
    return review


def _mail(
    session: Session, actor: access.Actor, insured: Insured, account: Account, due: date | None
) -> None:
    sign = session.get_one(Agency, 1)
    body = ASKED.format(
        name=account.name,
        agency=sign.name,
        insured=insured.legal_name,
        due=f" by {shown_day(due)}" if due else "",
        address=f"{settings.current().public_url.rstrip('/')}/portal/holders-review",
        phone=f", {sign.phone}" if sign.phone else "",
    )
    mails.queue(
        session, kind=MAIL_KIND, to_email=account.email, to_name=account.name,
        subject="Please review your certificate holders", body=body, requested_by_id=actor.account_id,
        insured_id=insured.id,
    )  # fmt: skip


def call_off(session: Session, actor: access.Actor, insured_id: object) -> None:
    """Ends it with nothing done. Raises NotFound, NotAllowed, Conflict when none is under way."""
    insured = insureds.in_sight(session, actor, insured_id)
    access.require(actor, access.Right.INTERESTS_CHANGE)
    assert insured.id is not None
    review = holders_reviews.under_way(session, insured.id, for_change=True)
    if review is None:
        raise errors.Conflict("No review of the holders is under way.")
    review.ended_at = clock.now()
    record(
        session, actor, review, ActivityKind.PORTAL_REVIEW_CALLED_OFF, "Called off the review of the holders"
    )


def accept(session: Session, actor: access.Actor, answer_id: object) -> None:
    """Do what the insured's people wish: correct the holder for everybody, or end the additional interest."""
    answer, link = _waiting(session, actor, answer_id)
    if answer.answer == Answer.END:
        if link.ended_on is None:
            additional_interests.end(session, actor, link.id)
    else:
        holders.change(session, actor, link.holder_id, answer.corrected)
    _decide(session, actor, answer, AnswerState.DONE)


def decline(session: Session, actor: access.Actor, answer_id: object) -> None:
    """Leave it as it is."""
    answer, link = _waiting(session, actor, answer_id)
    _decide(session, actor, answer, AnswerState.DECLINED)
    what = "end" if answer.answer == Answer.END else "correct"
    name = session.get_one(Holder, link.holder_id).name
    review = session.get_one(HoldersReview, answer.review_id)
    said = f"Declined the wish to {what} the holder {name}"
    record(session, actor, review, ActivityKind.PORTAL_REVIEW_DECLINED, said)


def _waiting(
    session: Session, actor: access.Actor, answer_id: object
) -> tuple[ReviewAnswer, AdditionalInterest]:
    answer = holders_reviews.answer_in_sight(session, actor, answer_id, for_change=True)
    access.require(actor, access.Right.INTERESTS_CHANGE)
    if answer.state != AnswerState.WAITING:
        raise errors.Conflict("Somebody has decided this already.")
    return answer, session.get_one(AdditionalInterest, answer.interest_id)


def _decide(session: Session, actor: access.Actor, answer: ReviewAnswer, state: AnswerState) -> None:
    answer.state, answer.decided_at, answer.decided_by_id = state.value, clock.now(), actor.account_id
    session.flush()


def record(
    session: Session,
    actor: access.Actor,
    review: HoldersReview,
    kind: ActivityKind,
    sentence: str,
    details: Mapping[str, Any] | None = None,
) -> None:
    """In the insured's history."""
    session.flush()
    entry = activity.Entry(kind, sentence, review.insured_id, "holders_review", review.id, details or {})
    activity.record(session, actor, entry)

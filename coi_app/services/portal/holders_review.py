"""An insured's own people go through their holders: keep, correct or end each. Nothing is done before the end."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, literal, select, update
from sqlmodel import Session, col

from coi_app import clock
from coi_app.models import AdditionalInterest, Holder, HoldersReview, ReviewAnswer
from coi_app.queries import agency, holders, sight, tables
from coi_app.queries import holders_reviews as seen_by_staff
from coi_app.queries.portal import holders_review, own
from coi_app.rules import access, errors, fields, holder_form
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.holders_review import Answer, AnswerState, must_wait
from coi_app.rules.portal_rights import PortalRight
from coi_app.services import activity, holders_review_mails, holders_reviews

MAX_NOTE = 500
KEPT_AS_IT_IS = ("phone",)  # a form of the portal does not ask for it


def begin(session: Session, actor: access.Actor) -> None:
    """One's own accord; a review that is under way goes on."""
    owner = own.insured_id(session, actor)
    access.require(actor, PortalRight.EDIT_HOLDERS)
    if not holders_review.number(session, actor):
        raise errors.Conflict("There are no holders on your list to review.")
    if seen_by_staff.under_way(session, owner) is None:
        review = holders_reviews.begin(session, owner, None)
        kind = ActivityKind.PORTAL_REVIEW_BEGUN
        holders_reviews.record(session, actor, review, kind, "Began to review the holders")


def answer(session: Session, actor: access.Actor, interest_id: object, values: Mapping[str, Any]) -> None:
    """Fields: answer, note, and to correct it the holder's as in `services.holders.create`. Instead of an earlier one.

    A draft until the review is finished, so not in the history yet. Raises NotFound, InvalidInput, Conflict.
    """
    review = holders_review.to_answer(session, actor, for_change=True)
    link = _link(session, review, interest_id)
    form = fields.Reader(values)
    said = form.choice("answer", "what to do", Answer, Answer.KEEP)
    if not values.get("answer"):
        form.add("answer", "Choose to keep, correct or end this holder.")
    note = form.text("note", "the remark", max_length=MAX_NOTE, lines=True)
    corrected = _corrected(session, form, link, values) if said is Answer.CORRECT else {}
    if said is Answer.CORRECT and not corrected and not note:
        form.add("name", "Nothing is changed. Correct what is wrong, or say it under Remark.")
    form.raise_if_wrong()
    session.execute(delete(ReviewAnswer).where(*_of(review, link)))
    assert review.id is not None and link.id is not None
    session.add(
        ReviewAnswer(
            review_id=review.id, interest_id=link.id, answer=said.value, corrected=corrected, note=note,
            answered_by_id=actor.account_id, answered_at=clock.now(),
        )
    )  # fmt: skip
    session.flush()


def _link(session: Session, review: HoldersReview, interest_id: object) -> AdditionalInterest:
    row = tables.additional_interests
    query = select(AdditionalInterest).where(
        row.id == sight.number(interest_id), row.insured_id == review.insured_id, row.ended_on.is_(None)
    )
    link: AdditionalInterest | None = session.execute(query).scalar_one_or_none()
    if link is None:
        raise errors.NotFound("holder")
    return link


def _of(review: HoldersReview, link: AdditionalInterest) -> tuple[Any, ...]:
    row = ReviewAnswer
    return (col(row.review_id) == review.id, col(row.interest_id) == link.id)


def _corrected(
    session: Session, form: fields.Reader, link: AdditionalInterest, values: Mapping[str, Any]
) -> dict[str, str]:
    """The fields of the holder's form that differ; all of them are judged."""
    now = holders.form_of(session.get_one(Holder, link.holder_id))
    typed = {name: str(values.get(name) or "").strip() for name in now if name not in KEPT_AS_IT_IS}
    reader = fields.Reader(now | typed)
    holder_form.read(reader)
    for name, problem in reader.problems.items():
        form.add(name, problem)
    return {name: text for name, text in typed.items() if text != now[name]}


def take_back(session: Session, actor: access.Actor, interest_id: object) -> None:
    """The holder is to be looked at again."""
    review = holders_review.to_answer(session, actor, for_change=True)
    link = _link(session, review, interest_id)
    session.execute(delete(ReviewAnswer).where(*_of(review, link)))


def keep_the_others(session: Session, actor: access.Actor) -> None:
    """Keep for everybody of whom nothing was said yet."""
    review = holders_review.to_answer(session, actor, for_change=True)
    link, row = tables.additional_interests, tables.review_answers
    kept = {
        "review_id": literal(review.id), "interest_id": link.id, "answer": literal(Answer.KEEP.value),
        "note": literal(""), "state": literal(AnswerState.DRAFT.value),
        "answered_by_id": literal(actor.account_id), "answered_at": literal(clock.now(), row.answered_at.type),
        "corrected": literal({}, row.corrected.type),
    }  # fmt: skip
    chosen = select(*kept.values()).where(*seen_by_staff.unanswered(review))
    session.execute(insert(ReviewAnswer).from_select(list(kept), chosen))


def finish(session: Session, actor: access.Actor, seen: object) -> int:
    """Ends plain certificate holders at once; the rest waits for the agency, which is told. Gives how much waits.

    `seen` is `UnderWay.seen` of the page. Raises Conflict while there is a holder of whom nothing was said, and when
    a colleague said something else meanwhile.
    """
    review = holders_review.to_answer(session, actor, for_change=True)
    left = seen_by_staff.left(session, review)
    under_way = holders_review.under_way(session, actor)
    if under_way is None or seen != under_way.seen:
        raise errors.Conflict("A colleague has answered for some holders meanwhile. Look again, then finish.")
    if left:
        raise errors.Conflict(f"{left} {'holder is' if left == 1 else 'holders are'} still to be looked at.")
    assert review.id is not None
    session.execute(
        update(ReviewAnswer)
        .where(col(ReviewAnswer.review_id) == review.id)
        .values(state=AnswerState.DONE.value)
    )
    waiting, ended = _carried_out(session, review)
    review.ended_at, review.finished_by_id = clock.now(), actor.account_id
    counts = seen_by_staff.counts(session, review.id)
    _record(session, actor, review, counts, waiting, ended)
    holders_review_mails.tell_finished(session, review, counts, waiting, actor.name)
    return waiting


def _carried_out(session: Session, review: HoldersReview) -> tuple[int, list[tuple[int, str]]]:
    """How many wait, and (link, holder's name) of those that were ended."""
    row, link, holder = tables.review_answers, tables.additional_interests, tables.holders
    found = session.execute(
        select(ReviewAnswer, AdditionalInterest, holder.name)
        .join(AdditionalInterest, link.id == row.interest_id)
        .join(Holder, holder.id == link.holder_id)
        .where(row.review_id == review.id, row.answer != Answer.KEEP.value)
    ).all()
    waiting, ended, today = 0, [], agency.today(session)
    for said, interest, name in found:
        if must_wait(Answer(said.answer), interest.types, interest.loan_number, said.note):
            said.state = AnswerState.WAITING.value
            waiting += 1
        elif interest.ended_on is None:
            interest.ended_on, interest.updated_at = today, clock.now()
            interest.revision += 1
            ended.append((interest.id, name))
    session.flush()
    return waiting, ended


def _record(
    session: Session,
    actor: access.Actor,
    review: HoldersReview,
    counts: Mapping[str, int],
    waiting: int,
    ended: list[tuple[int, str]],
) -> None:
    said = (
        f"Reviewed the holders: {counts['keep']} kept, {counts['correct']} to correct, {counts['end']} to end"
    )
    details = dict(counts) | {"waiting": waiting}
    kind = ActivityKind.PORTAL_HOLDERS_REVIEWED
    holders_reviews.record(session, actor, review, kind, said, details)
    entries = [
        activity.Entry(
            ActivityKind.INTEREST_ENDED,
            f"Ended the additional interest {name}",
            review.insured_id,
            "interest",
            link_id,
        )
        for link_id, name in ended
    ]
    activity.record_all(session, actor, entries)

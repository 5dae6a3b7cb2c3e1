"""Reviews of an insured's holders, as the agency sees them: how far they are, and what waits to be decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session

from coi_app.models import Account, AdditionalInterest, Holder, HoldersReview, ReviewAnswer
from coi_app.queries import holders, sight, tables
from coi_app.rules import access, errors
from coi_app.rules.facts import InterestFacts, InterestType
from coi_app.rules.holders_review import Answer, AnswerState

MOST_WAITING = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something the agency decides; `changes` are (field, as it is, as it should be)."""

    id: int
    interest_id: int
    holder: str
    type_label: str
    answer: str
    changes: tuple[tuple[str, str, str], ...]
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class Review:
    """`left` are holders nobody has said anything of yet; `ended_at` is None while it is under way."""

    id: int
    asked_by: str
    due_on: date | None
    began_at: datetime
    ended_at: datetime | None
    finished_by: str
    left: int
    counts: Mapping[str, int]
    waiting: tuple[Waiting, ...]
    waiting_count: int

    @property
    def said(self) -> int:
        return sum(self.counts.values())


def latest(session: Session, actor: access.Actor, insured_id: object) -> Review | None:
    """For staff: the one under way, else the last. Raises NotFound."""
    owner = sight.insured(session, actor, insured_id)
    access.require(actor, access.Right.DESK_VIEW)
    row = tables.holders_reviews
    review = session.execute(
        select(HoldersReview).where(row.insured_id == owner).order_by(row.id.desc()).limit(1)
    ).scalar()
    return _shown(session, review) if review is not None else None


def _shown(session: Session, review: HoldersReview) -> Review:
    assert review.id is not None
    waits = tables.review_answers.state == AnswerState.WAITING.value
    return Review(
        id=review.id,
        asked_by=_name(session, review.asked_by_id),
        due_on=review.due_on,
        began_at=review.began_at,
        ended_at=review.ended_at,
        finished_by=_name(session, review.finished_by_id),
        left=left(session, review),
        counts=counts(session, review.id),
        waiting=_waiting(session, review.id),
        waiting_count=sum(counts(session, review.id, waits).values()),
    )


def _name(session: Session, account_id: int | None) -> str:
    account = session.get(Account, account_id) if account_id else None
    return account.name if account else ""


def under_way(session: Session, insured_id: int, *, for_change: bool = False) -> HoldersReview | None:
    """The caller has made sure that the insured is in sight."""
    row = tables.holders_reviews
    query = select(HoldersReview).where(row.insured_id == insured_id, row.ended_at.is_(None))
    if for_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    found: HoldersReview | None = session.execute(query).scalar_one_or_none()
    return found


def left(session: Session, review: HoldersReview) -> int:
    """Holders on the list of whom nothing was said; none once it is over."""
    if review.ended_at is not None:
        return 0
    query = select(func.count()).select_from(AdditionalInterest).where(*unanswered(review))
    return int(session.execute(query).scalar_one())


def unanswered(review: HoldersReview) -> tuple[ColumnElement[bool], ...]:
    """Of the insured's active links, those without an answer in this review."""
    link, answer = tables.additional_interests, tables.review_answers
    said = select(answer.interest_id).where(answer.review_id == review.id)
    return (link.insured_id == review.insured_id, link.ended_on.is_(None), link.id.not_in(said))


def counts(session: Session, review_id: int, *narrowed: ColumnElement[bool]) -> dict[str, int]:
    """Answer → how many, those that nobody gave too."""
    row = tables.review_answers
    found = session.execute(
        select(row.answer, func.count()).where(row.review_id == review_id, *narrowed).group_by(row.answer)
    )
    return dict.fromkeys((one.value for one in Answer), 0) | {answer: number for answer, number in found}


def _waiting(session: Session, review_id: int) -> tuple[Waiting, ...]:
    row, link, holder = tables.review_answers, tables.additional_interests, tables.holders
    found = session.execute(
        select(ReviewAnswer, AdditionalInterest, Holder, tables.accounts.name)
        .join(AdditionalInterest, link.id == row.interest_id)
        .join(Holder, holder.id == link.holder_id)
        .outerjoin(Account, tables.accounts.id == row.answered_by_id)
        .where(row.review_id == review_id, row.state == AnswerState.WAITING.value)
        .order_by(holder.name_key, row.id)
        .limit(MOST_WAITING)
    )
    return tuple(_wait(*one) for one in found)


def _wait(answer: ReviewAnswer, link: AdditionalInterest, holder: Holder, by: str | None) -> Waiting:
    assert answer.id is not None and link.id is not None
    types = frozenset(map(InterestType, link.types))
    return Waiting(
        answer.id, link.id, holder.name, InterestFacts(types=types, other_type=link.other_type).type_label,
        answer.answer, changes(holder, answer.corrected), answer.note, by or "",
    )  # fmt: skip


def changes(holder: Holder, corrected: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """(field, as it is, as it should be); what somebody has mended meanwhile is left out."""
    now = holders.form_of(holder)
    return tuple((name, now[name], str(to)) for name, to in corrected.items() if now.get(name, to) != to)


def answer_in_sight(
    session: Session, actor: access.Actor, answer_id: object, *, for_change: bool = False
) -> ReviewAnswer:
    """For staff. Raises NotFound."""
    row, review = tables.review_answers, tables.holders_reviews
    query = (
        select(ReviewAnswer)
        .join(HoldersReview, review.id == row.review_id)
        .where(row.id == sight.number(answer_id), sight.of(actor, review.insured_id))
    )
    if for_change:
        query = query.with_for_update(of=ReviewAnswer).execution_options(populate_existing=True)
    answer: ReviewAnswer | None = session.execute(query).scalar_one_or_none()
    if answer is None or not actor.is_staff:
        raise errors.NotFound("answer")
    return answer

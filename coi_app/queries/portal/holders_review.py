"""The review of one's own holders: those of whom nothing was said yet, and what was said of the others."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlmodel import Session

from coi_app.models import AdditionalInterest, Holder, HoldersReview, ReviewAnswer
from coi_app.queries import holders, holders_reviews, paging, sight, tables
from coi_app.queries.portal import own
from coi_app.rules import access, errors
from coi_app.rules.facts import InterestFacts, InterestType
from coi_app.rules.holders_review import Answer
from coi_app.rules.portal_rights import PortalRight

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class UnderWay:
    """`asked`: the agency did; `total` is `said` and `left`. `seen` says which answers there are."""

    asked: bool
    due_on: date | None
    said: int
    left: int
    seen: str
    corrected: int
    ended: int

    @property
    def total(self) -> int:
        return self.said + self.left


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """`answer` is "" while nothing was said. `values` are the holder's, as corrected where it was."""

    interest_id: int
    name: str
    address: tuple[str, ...]
    email: str
    about: str
    answer: str
    note: str
    values: dict[str, str]


def under_way(session: Session, actor: access.Actor) -> UnderWay | None:
    """None while no review is. Raises NotFound, NotAllowed."""
    owner = own.insured_id(session, actor)
    access.require(actor, PortalRight.EDIT_HOLDERS)
    review = holders_reviews.under_way(session, owner)
    if review is None or review.id is None:
        return None
    said = holders_reviews.counts(session, review.id)
    return UnderWay(
        asked=review.asked_by_id is not None,
        due_on=review.due_on,
        said=sum(said.values()),
        left=holders_reviews.left(session, review),
        seen="-".join(str(said[one]) for one in Answer),
        corrected=said[Answer.CORRECT],
        ended=said[Answer.END],
    )


def number(session: Session, actor: access.Actor) -> int:
    """How many holders there are to review."""
    owner = own.insured_id(session, actor)
    access.require(actor, PortalRight.EDIT_HOLDERS)
    link = tables.additional_interests
    query = select(func.count()).where(link.insured_id == owner, link.ended_on.is_(None))
    return int(session.execute(query).scalar_one())


def page(
    session: Session, actor: access.Actor, *, answered: bool = False, after: object = None
) -> paging.Page[ReviewRow]:
    """By the holder's name: those to look at, or with `answered` those that were. Raises Conflict without a review."""
    review = to_answer(session, actor)
    link, answer = tables.additional_interests, tables.review_answers
    order = paging.Order(tables.holders.name_key, link.id, str)
    narrowed = (answer.id.is_not(None),) if answered else holders_reviews.unanswered(review)
    statement = _shown(review).where(link.insured_id == review.insured_id, *narrowed)
    keyed = statement.add_columns(order.key.label("page_key"), order.id.label("page_id"))
    found, following, preceding = paging.page_of(session, keyed, order, after, PER_PAGE)
    count = paging.counted(session, statement.with_only_columns(link.id, maintain_column_froms=True))
    return paging.Page(tuple(_row(one) for one in found), count, following, preceding)


def one(session: Session, actor: access.Actor, interest_id: object) -> ReviewRow:
    """Raises NotFound for a holder that is not on the list, Conflict without a review."""
    review = to_answer(session, actor)
    link = tables.additional_interests
    mine = (link.id == sight.number(interest_id), link.insured_id == review.insured_id)
    found = session.execute(_shown(review).where(*mine)).first()
    if found is None:
        raise errors.NotFound("holder")
    return _row(found)


def to_answer(session: Session, actor: access.Actor, *, for_change: bool = False) -> HoldersReview:
    """Raises NotFound, NotAllowed, Conflict when none is under way."""
    owner = own.insured_id(session, actor)
    access.require(actor, PortalRight.EDIT_HOLDERS)
    review = holders_reviews.under_way(session, owner, for_change=for_change)
    if review is None:
        raise errors.Conflict("This review is over. Open the page again.")
    return review


def _shown(review: HoldersReview) -> Any:
    link, answer = tables.additional_interests, tables.review_answers
    said = and_(answer.interest_id == link.id, answer.review_id == review.id)
    return (
        select(AdditionalInterest, Holder, ReviewAnswer)
        .select_from(AdditionalInterest)
        .join(Holder, tables.holders.id == link.holder_id)
        .outerjoin(ReviewAnswer, said)
    )


def _row(found: Any) -> ReviewRow:
    link, holder, answer = found.AdditionalInterest, found.Holder, found.ReviewAnswer
    values = holders.form_of(holder)
    place = f"{values['city']}, {values['state']} {values['zip_code']}".strip(" ,")
    address = tuple(row for row in (values["line_one"], values["line_two"], place) if row)
    types = InterestFacts(types=frozenset(map(InterestType, link.types)), other_type=link.other_type)
    loan = f"Loan {link.loan_number}" if link.loan_number else ""
    return ReviewRow(
        interest_id=link.id,
        name=holder.name,
        address=address,
        email=link.delivery_email or holder.email,
        about=", ".join(part for part in (types.type_label, link.project, loan) if part),
        answer=answer.answer if answer else "",
        note=answer.note if answer else "",
        values=values | {name: str(to) for name, to in (answer.corrected if answer else {}).items()},
    )

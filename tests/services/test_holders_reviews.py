"""Holders review: asked for by the agency, gone through by the insured's people, decided by the agency."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from coi_app import models
from coi_app.queries import holders_reviews as seen
from coi_app.queries.portal import holders_review as own
from coi_app.rules import access, errors
from coi_app.rules.holders_review import Answer, must_wait
from coi_app.rules.portal_rights import PortalRight
from coi_app.services import holders_reviews
from coi_app.services.portal import holders_review
from tests import asked, factories
from tests.cast import People

KEEP, END = {"answer": "keep"}, {"answer": "end"}
ADDRESS = {
    "name": "Halvorsen Property Group LLC", "line_one": "900 W Main Street", "city": "Boise", "state": "ID",
    "zip_code": "83702", "email": "certs@halvorsenpg.example",
}  # fmt: skip
CORRECT = ADDRESS | {"answer": "correct", "note": "They moved."}


@dataclass(frozen=True)
class Place:
    """Redwood has two plain holders and an additional insured; Harbor shares the first holder."""

    plain: int
    other: int
    insured: int
    foreign: int
    holder: models.Holder


@pytest.fixture
def place(session: Session, people: People) -> Place:
    asked.give_agent(session, people.redwood, people.sam.account_id)
    holder = factories.holder(session)
    other = factories.holder(session, "Ironwood Construction LLC")
    bank = factories.holder(session, "Linden Bank NA")
    rows = [
        factories.interest(session, people.redwood, holder),
        factories.interest(session, people.redwood, other),
        factories.interest(session, people.redwood, bank, types=["additional_insured"]),
        factories.interest(session, people.harbor, holder),
    ]
    first, second, third, foreign = (row.id or 0 for row in rows)
    return Place(first, second, third, foreign, holder)


def ask(session: Session, people: People, **form: object) -> int:
    return holders_reviews.ask(session, people.sam, people.redwood.id, form)


def review(session: Session, people: People) -> seen.Review:
    found = seen.latest(session, people.vic, people.redwood.id)
    assert found is not None
    return found


def finish(session: Session, who: access.Actor) -> int:
    found = own.under_way(session, who)
    assert found is not None
    return holders_review.finish(session, who, found.seen)


def link(session: Session, interest_id: int) -> models.AdditionalInterest:
    session.expire_all()
    return session.get_one(models.AdditionalInterest, interest_id)


def test_what_waits_for_the_agency() -> None:
    plain, bank = ["certificate_holder"], ["mortgagee"]
    assert must_wait(Answer.CORRECT, plain, "", "")
    assert not must_wait(Answer.END, plain, "", "") and not must_wait(Answer.KEEP, bank, "1", "x")
    assert must_wait(Answer.END, bank, "", "") and must_wait(Answer.END, plain, "0071", "")
    assert must_wait(Answer.END, plain, "", "They still owe us.")


def test_the_agency_asks_by_mail_and_sees_how_far_it_is(
    session: Session, people: People, place: Place
) -> None:
    due = factories.today() + timedelta(days=10)
    ask(session, people, due_on=due.isoformat())
    mail = session.exec(select(models.Mail).order_by(col(models.Mail.id))).all()
    assert {one.to_email for one in mail} == {people.ivy.email, people.nia.email}
    assert "/portal/holders-review" in mail[0].body and "Sam" not in mail[0].body
    holders_review.answer(session, people.ivy, place.plain, KEEP)
    holders_review.answer(session, people.nia, place.other, END)
    shown = review(session, people)
    assert (shown.due_on, shown.asked_by, shown.said, shown.left) == (due, "Sam", 2, 1)
    assert dict(shown.counts) == {"keep": 1, "correct": 0, "end": 1} and shown.waiting == ()
    mine = own.under_way(session, people.ivy)
    assert mine is not None and (mine.said, mine.left, mine.ended, mine.asked) == (2, 1, 1, True)


def test_nothing_is_done_before_it_is_finished_and_then_by_the_rules(
    session: Session, people: People, place: Place
) -> None:
    ask(session, people)
    holders_review.answer(session, people.ivy, place.plain, CORRECT)
    holders_review.answer(session, people.ivy, place.other, END)
    with pytest.raises(errors.Conflict, match="1 holder is still"):
        finish(session, people.ivy)
    holders_review.answer(session, people.ivy, place.insured, END)
    assert link(session, place.other).ended_on is None
    assert finish(session, people.ivy) == 2

    assert link(session, place.other).ended_on == factories.today()
    assert link(session, place.insured).ended_on is None
    assert place.holder.address_line_one == "800 W Main Street"
    shown = review(session, people)
    assert (shown.finished_by, shown.waiting_count, shown.left) == ("Ivy", 2, 0)
    correct, end = shown.waiting
    assert correct.changes == (("line_one", "800 W Main Street", "900 W Main Street"),)
    assert (correct.note, correct.by, end.answer) == ("They moved.", "Ivy", "end")
    kinds = session.exec(select(models.Activity.kind).order_by(col(models.Activity.id))).all()
    assert list(kinds) == ["portal:review_asked", "portal:holders_reviewed", "interest:ended"]
    told = session.exec(select(models.Mail.to_email).order_by(col(models.Mail.id).desc())).first()
    assert told == people.sam.email
    ring = session.exec(select(models.Notification)).one()
    assert (ring.account_id, ring.kind) == (people.sam.account_id, "review_finished")
    assert ring.href == f"/insureds/{people.redwood.id}?tab=additional-interests"

    holders_reviews.accept(session, people.sam, correct.id)
    holders_reviews.accept(session, people.sam, end.id)
    session.refresh(place.holder)
    assert place.holder.address_line_one == "900 W Main Street" and place.holder.phone == ""
    assert link(session, place.insured).ended_on == factories.today()
    with pytest.raises(errors.Conflict, match="already"):
        holders_reviews.decline(session, people.sam, end.id)
    assert review(session, people).waiting_count == 0


def test_a_declined_wish_leaves_it_as_it_is(session: Session, people: People, place: Place) -> None:
    holders_review.begin(session, people.ivy)
    holders_review.answer(session, people.ivy, place.insured, END)
    holders_review.keep_the_others(session, people.ivy)
    assert finish(session, people.ivy) == 1
    (wait,) = review(session, people).waiting
    holders_reviews.decline(session, people.sam, wait.id)
    assert link(session, place.insured).ended_on is None
    kinds = asked.kinds(session)
    assert kinds[0] == "portal:review_declined" and kinds.count("portal:review_begun") == 1


def test_one_changes_ones_mind(session: Session, people: People, place: Place) -> None:
    holders_review.begin(session, people.ivy)
    holders_review.answer(session, people.ivy, place.plain, END)
    holders_review.answer(session, people.ivy, place.plain, KEEP)
    assert [one.answer for one in own.page(session, people.ivy, answered=True).rows] == ["keep"]
    holders_review.take_back(session, people.ivy, place.plain)
    assert len(own.page(session, people.ivy).rows) == 3
    assert own.page(session, people.ivy, answered=True).rows == ()


def test_what_a_colleague_said_meanwhile_is_not_finished_unseen(
    session: Session, people: People, place: Place
) -> None:
    holders_review.begin(session, people.ivy)
    holders_review.keep_the_others(session, people.ivy)
    page = own.under_way(session, people.ivy)
    holders_review.answer(session, people.nia, place.insured, END)
    for seen_before in (page.seen if page else "", None, 3, "", {"keep": 3}):
        with pytest.raises(errors.Conflict, match="meanwhile"):
            holders_review.finish(session, people.ivy, seen_before)
    assert finish(session, people.ivy) == 1


def test_a_wrong_correction_says_what_is_wrong(session: Session, people: People, place: Place) -> None:
    holders_review.begin(session, people.ivy)
    with pytest.raises(errors.InvalidInput) as wrong:
        holders_review.answer(session, people.ivy, place.plain, CORRECT | {"zip_code": "x", "city": ""})
    assert set(wrong.value.problems) == {"zip_code", "city"}
    with pytest.raises(errors.InvalidInput, match="Nothing is changed"):
        unchanged = CORRECT | {"line_one": "800 W Main Street", "note": ""}
        holders_review.answer(session, people.ivy, place.plain, unchanged)
    for nothing in ({}, {"answer": ""}, {"answer": "burn"}, {"answer": ["keep"]}):
        with pytest.raises(errors.InvalidInput):
            holders_review.answer(session, people.ivy, place.plain, nothing)
    assert own.page(session, people.ivy, answered=True).rows == ()


def test_there_is_one_review_at_a_time_and_it_can_be_called_off(
    session: Session, people: People, place: Place
) -> None:
    first = ask(session, people)
    assert ask(session, people) == first
    holders_review.begin(session, people.ivy)
    assert len(session.exec(select(models.HoldersReview.id)).all()) == 1
    holders_reviews.call_off(session, people.sam, people.redwood.id)
    with pytest.raises(errors.Conflict):
        holders_review.answer(session, people.ivy, place.plain, KEEP)
    with pytest.raises(errors.Conflict):
        holders_reviews.call_off(session, people.sam, people.redwood.id)
    assert ask(session, people) != first


def test_nobody_is_asked_who_could_not_do_it(session: Session, people: People, place: Place) -> None:
    past = (factories.today() - timedelta(days=1)).isoformat()
    with pytest.raises(errors.InvalidInput):
        ask(session, people, due_on=past)
    people.redwood.portal_open = False
    with pytest.raises(errors.Conflict, match="Edit holders"):
        ask(session, people)
    empty = factories.insured(session, "Quarry Bend Coffee LLC")
    with pytest.raises(errors.Conflict):
        holders_reviews.ask(session, people.sam, empty.id, {})


STAFF: dict[str, Callable[[Session, access.Actor, dict[str, Any]], object]] = {
    "ask": lambda s, who, of: holders_reviews.ask(s, who, of["insured"], {}),
    "call_off": lambda s, who, of: holders_reviews.call_off(s, who, of["insured"]),
    "accept": lambda s, who, of: holders_reviews.accept(s, who, of["answer"]),
    "decline": lambda s, who, of: holders_reviews.decline(s, who, of["answer"]),
}
OWN: dict[str, Callable[[Session, access.Actor, dict[str, Any]], object]] = {
    "begin": lambda s, who, of: holders_review.begin(s, who),
    "answer": lambda s, who, of: holders_review.answer(s, who, of["interest"], KEEP),
    "take_back": lambda s, who, of: holders_review.take_back(s, who, of["interest"]),
    "keep_the_others": lambda s, who, of: holders_review.keep_the_others(s, who),
    "finish": lambda s, who, of: holders_review.finish(s, who, "0-1-0"),
}


@pytest.fixture
def ids(session: Session, people: People, place: Place) -> dict[str, Any]:
    holders_review.begin(session, people.ivy)
    holders_review.answer(session, people.ivy, place.plain, CORRECT)
    answer = session.exec(select(models.ReviewAnswer)).one()
    answer.state = "waiting"
    session.flush()
    return {"insured": people.redwood.id, "answer": answer.id, "interest": place.other}


def kept(session: Session) -> list[str]:
    session.expire_all()
    tables = (
        models.HoldersReview,
        models.ReviewAnswer,
        models.AdditionalInterest,
        models.Activity,
        models.Mail,
    )
    return [
        str(row.model_dump()) for table in tables for row in session.exec(select(table).order_by(table.id))
    ]  # type: ignore[arg-type]


@pytest.mark.parametrize("change", STAFF)
def test_the_agencys_part_is_for_those_who_change_additional_interests(
    session: Session, people: People, ids: dict[str, Any], change: str
) -> None:
    before = kept(session)
    for who in (people.vic, people.ivy, people.nia):
        with pytest.raises((errors.NotAllowed, errors.NotFound)):
            STAFF[change](session, who, ids)
    with pytest.raises(errors.NotFound) as foreign:
        STAFF[change](session, people.otto, ids)
    with pytest.raises(errors.NotFound) as missing:
        STAFF[change](session, people.otto, dict.fromkeys(ids, 987_654))
    assert str(foreign.value) == str(missing.value) and kept(session) == before


@pytest.mark.parametrize("change", OWN)
def test_the_insureds_part_needs_the_right_to_edit_holders(
    session: Session, people: People, ids: dict[str, Any], change: str
) -> None:
    before = kept(session)
    less = replace(people.ivy, rights=people.ivy.rights - {PortalRight.EDIT_HOLDERS.value})
    with pytest.raises(errors.NotAllowed):
        OWN[change](session, less, ids)
    for staff in (people.ada, people.sam, people.vic):
        with pytest.raises(errors.NotFound):
            OWN[change](session, staff, ids)
    assert kept(session) == before


def test_a_holder_of_another_insured_is_not_there(session: Session, people: People, place: Place) -> None:
    holders_review.begin(session, people.ivy)
    said = set()
    for strange in (place.foreign, 987_654, "x", None, -1, [1]):
        for change in (
            lambda one: holders_review.answer(session, people.ivy, one, KEEP),
            lambda one: holders_review.take_back(session, people.ivy, one),
            lambda one: own.one(session, people.ivy, one),
        ):
            with pytest.raises(errors.NotFound) as missing:
                change(strange)
            said.add(str(missing.value))
    assert len(said) == 1

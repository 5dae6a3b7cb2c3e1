"""What a draft shows: the page with its mark, the verdict, and nothing left behind."""

import pytest
from sqlmodel import Session, func, select

from coi_app import models
from coi_app.queries import drafts, holder_choices
from coi_app.queries.holder_choices import Use
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import errors
from coi_app.rules.coverage import Line
from coi_app.rules.findings import State
from coi_app.services import certificates, masters
from tests import desk, factories
from tests.cast import People


def traces(session: Session) -> list[int]:
    kinds = (models.Activity, models.Certificate, models.NumberSeries)
    return [session.exec(select(func.count()).select_from(kind)).one() for kind in kinds]


def test_a_draft_is_the_page_with_its_mark_and_leaves_no_trace(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    before = traces(session)
    draft = drafts.of_certificate(
        session, people.sam, place.master_id, Recipient(holder_id=place.links[0].holder_id), Wording()
    )
    assert draft.page.startswith("<svg") and ">DRAFT<" in draft.page and "KV-" not in draft.page
    assert "001 Sawtooth Homes LLC" in draft.page and (draft.number, draft.count) == (1, 1)
    assert draft.judged.verdict.state is State.READY and draft.problem == ""
    assert traces(session) == before


def test_a_typed_wording_and_project_are_on_the_page_at_once(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    recipient = Recipient(holder_id=place.links[0].holder_id, project="Cedar Street Lofts")
    wanted = Wording(description="Project: {project}. Framing.")
    draft = drafts.of_certificate(session, people.sam, place.master_id, recipient, wanted)
    assert "Project: Cedar Street Lofts. Framing." in draft.page


def test_what_does_not_fit_goes_on_and_every_page_can_be_seen(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    recipient = Recipient(holder_id=place.links[0].holder_id)
    wanted = Wording(description="Framing of the north wing. " * 200 + "The last words.")
    args = (session, people.sam, place.master_id, recipient, wanted)
    first, beyond = drafts.of_certificate(*args), drafts.of_certificate(*args, 99)
    assert first.count > 1 and "The last words." not in first.page
    assert beyond.number == first.count and "The last words." in beyond.page


def test_more_than_six_insurers_are_shown_on_a_second_paper(session: Session, people: People) -> None:
    policies = [factories.policy(session, people.redwood, Line.OTHER) for _ in range(7)]
    version = factories.master(session, people.redwood, policies)
    draft = drafts.of_master(session, people.sam, version.master_id)
    second = drafts.of_master(session, people.sam, version.master_id, 2)
    assert draft.count == 2 and second.number == 2
    assert policies[6].number in second.page and policies[6].number not in draft.page


def test_letters_that_no_font_has_are_named_instead_of_dropped(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    recipient = Recipient(holder_id=place.links[0].holder_id)
    draft = drafts.of_certificate(
        session, people.sam, place.master_id, recipient, Wording(description="Framing \N{FIRE}")
    )
    assert draft.page == "" and "\N{FIRE}" in draft.problem
    assert draft.judged.verdict.state is State.BLOCKED


def test_a_master_is_drawn_with_an_example_holder(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    draft = drafts.of_master(session, people.vic, place.master_id)
    assert "Certificate Holder" in draft.page and place.policies[0].number in draft.page


def test_a_retired_master_and_a_strange_one_are_refused(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    for wrong in (0, -1, "x", None, 10**30):
        with pytest.raises(errors.NotFound):
            drafts.of_master(session, people.sam, wrong)
    with pytest.raises(errors.NotFound):
        drafts.of_master(session, people.otto, place.master_id)
    masters.retire(session, people.sam, place.master_id)
    with pytest.raises(errors.Conflict):
        drafts.of_master(session, people.sam, place.master_id)


def test_one_choice_is_the_holder_as_the_list_offers_it(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    holder = factories.holder(session, "Pioneer Gulch Townhomes")
    link = factories.interest(
        session,
        people.redwood,
        holder,
        delivery_email="certs@pioneergulch.example",
        preferred_master_id=place.master_id,
    )
    found = holder_choices.one(session, people.sam, people.redwood.id, str(holder.id))
    assert (found.email, found.preferred_master_id) == ("certs@pioneergulch.example", place.master_id)
    assert (found.use, found.interest_id) == (Use.LINKED, link.id)
    recipient = Recipient(holder_id=holder.id)
    certificates.issue_one(session, people.sam, place.master_id, recipient, Wording())
    assert holder_choices.one(session, people.sam, people.redwood.id, holder.id).use is Use.RECENT


def test_one_choice_is_refused_where_the_list_would_not_offer_it(session: Session, people: People) -> None:
    stranger = factories.holder(session, "Nobody's Holder LLC")
    asked = holder_choices.one(session, people.sam, people.redwood.id, stranger.id)
    assert asked.use is Use.NEVER and asked.interest_id is None
    with pytest.raises(errors.NotFound):
        holder_choices.one(session, people.ivy, people.redwood.id, stranger.id)
    for wrong in (0, "x", None):
        with pytest.raises(errors.NotFound):
            holder_choices.one(session, people.sam, people.redwood.id, wrong)

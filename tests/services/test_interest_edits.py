"""Many additional interests changed at once: what is ticked and nothing else, all of them or none."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from coi_app import models
from coi_app.queries.additional_interests import InterestFilter, InterestSelection
from coi_app.rules import errors
from coi_app.services import interest_edits
from tests import factories
from tests.cast import People

ALL = InterestSelection(everyone=True)


@pytest.fixture
def links(session: Session, people: People) -> list[models.AdditionalInterest]:
    return [
        factories.interest(
            session, people.redwood, factories.holder(session, name), description=f"For {name}."
        )
        for name in ("Alder Homes", "Birch Homes", "Cedar Market")
    ]


def only(*links: models.AdditionalInterest) -> InterestSelection:
    return InterestSelection(ids=frozenset(link.id for link in links if link.id))


def told(session: Session) -> list[models.Activity]:
    kinds = ("interest:changed", "interest:ended")
    return list(session.exec(select(models.Activity).where(models.Activity.kind.in_(kinds))))


def kept(session: Session, links: list[models.AdditionalInterest]) -> list[dict[str, Any]]:
    for link in links:
        session.refresh(link)
    return [link.model_dump() for link in links]


def test_only_what_is_ticked_changes_and_each_is_told(
    session: Session, people: People, links: list[models.AdditionalInterest]
) -> None:
    master = factories.master(session, people.redwood)
    links[0].preferred_master_id = master.master_id
    values = {"types": ["loss_payee"], "preferred_master_id": str(master.master_id)}
    chosen = only(links[0], links[2])
    assert interest_edits.preview(session, people.sam, people.redwood.id, chosen, values).changing == 2
    assert interest_edits.change(session, people.sam, people.redwood.id, chosen, values, 2) == 2
    assert [link.types for link in links] == [["loss_payee"], ["certificate_holder"], ["loss_payee"]]
    assert [link.description for link in links] == [
        "For Alder Homes.",
        "For Birch Homes.",
        "For Cedar Market.",
    ]
    assert [link.revision for link in links] == [2, 1, 2]
    first, second = told(session)
    assert first.details == {"changed": {"types": [["certificate_holder"], ["loss_payee"]]}}
    assert set(second.details["changed"]) == {"types", "preferred_master_id"}
    assert interest_edits.change(session, people.sam, people.redwood.id, chosen, values, 0) == 0


def test_all_that_match_but_some(
    session: Session, people: People, links: list[models.AdditionalInterest]
) -> None:
    chosen = InterestSelection(
        True, except_ids=frozenset({links[0].id or 0}), filters=InterestFilter("homes")
    )
    day = factories.today() - timedelta(days=3)
    values = {"ended_on": day.isoformat(), "description": ""}
    assert interest_edits.preview(session, people.sam, people.redwood.id, chosen, values) == (
        interest_edits.Preview(1, 1)
    )
    interest_edits.change(session, people.sam, people.redwood.id, chosen, values)
    assert [link.ended_on for link in links] == [None, day, None]
    (entry,) = told(session)
    assert (entry.kind, entry.sentence) == ("interest:ended", "Ended the additional interest Birch Homes")


def test_a_list_that_changed_since_the_preview_is_left_alone(
    session: Session, people: People, links: list[models.AdditionalInterest]
) -> None:
    seen = interest_edits.preview(session, people.sam, people.redwood.id, ALL, {"description": "New"})
    factories.interest(session, people.redwood, factories.holder(session, "Dogwood Homes"))
    before = kept(session, links)
    with pytest.raises(errors.Conflict, match="4 would change now, not 3"):
        interest_edits.change(
            session, people.sam, people.redwood.id, ALL, {"description": "New"}, seen.changing
        )
    assert kept(session, links) == before


@pytest.mark.parametrize(
    ("values", "kind", "words"),
    [
        ({}, errors.Conflict, "Tick at least one field"),
        ({"types": ["friend"]}, errors.InvalidInput, "type"),
        ({"types": ["other"], "other_type": " "}, errors.InvalidInput, "other type"),
        ({"description": "For {nobody}."}, errors.InvalidInput, "nobody"),
        (
            {"ended_on": (factories.today() + timedelta(days=2)).isoformat()},
            errors.InvalidInput,
            "up to today",
        ),
        ({"ended_on": "soon"}, errors.InvalidInput, "day"),
        ({"preferred_master_id": "987654"}, errors.InvalidInput, "from the list"),
    ],
)
def test_what_is_wrong_changes_none(
    session: Session,
    people: People,
    links: list[models.AdditionalInterest],
    values: dict[str, Any],
    kind: type[Exception],
    words: str,
) -> None:
    before = kept(session, links)
    for act in (interest_edits.preview, interest_edits.change):
        with pytest.raises(kind, match=words):
            act(session, people.sam, people.redwood.id, ALL, values)
    assert kept(session, links) == before and told(session) == []


def test_one_of_another_insured_refuses_them_all(
    session: Session, people: People, links: list[models.AdditionalInterest]
) -> None:
    foreign = factories.interest(session, people.harbor, factories.holder(session))
    before = kept(session, [*links, foreign])
    for chosen, kind in (
        (only(links[0], foreign), errors.NotFound),
        (InterestSelection(ids=frozenset({links[0].id or 0, 987_654})), errors.NotFound),
        (InterestSelection(), errors.Conflict),
    ):
        with pytest.raises(kind):
            interest_edits.change(session, people.sam, people.redwood.id, chosen, {"description": "New"})
    assert kept(session, [*links, foreign]) == before and told(session) == []


@pytest.mark.parametrize("name", ["vic", "ivy", "nia", "otto", "dee"])
def test_who_may_not(
    session: Session, people: People, links: list[models.AdditionalInterest], name: str
) -> None:
    before, expected = kept(session, links), errors.NotFound if name == "otto" else errors.NotAllowed
    for act in (interest_edits.preview, interest_edits.change):
        with pytest.raises(expected):
            act(session, getattr(people, name), people.redwood.id, ALL, {"description": "New"})
    assert kept(session, links) == before and told(session) == []

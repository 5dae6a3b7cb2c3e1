import pytest
from sqlmodel import Session, select

from coi_app import models
from coi_app.queries import saved_views as seen
from coi_app.queries.saved_views import CERTIFICATES
from coi_app.rules import errors
from coi_app.services import saved_views
from tests.cast import People

QUERY = {"q": "oak", "after": "x", "tab": "documents", "mailed": "failed", "dir": ""}
SHIPPED = ["Failed deliveries", "Expiring in 30 days", "Sent this week"]


def names(session: Session, who: object) -> list[str]:
    return [one.name for one in seen.of(session, who, CERTIFICATES)]  # type: ignore[arg-type]


def test_three_come_with_the_program(session: Session, people: People) -> None:
    assert names(session, people.vic) == SHIPPED


def test_a_view_keeps_the_filter_and_nothing_else(session: Session, people: People) -> None:
    first = saved_views.save(session, people.sam, CERTIFICATES, {"name": " Oaks "}, QUERY)
    assert (
        saved_views.save(session, people.sam, CERTIFICATES, {"name": "Oaks"}, QUERY | {"q": "elm"}) == first
    )
    mine = seen.of(session, people.sam, CERTIFICATES)[-1]
    assert (mine.query, mine.by, mine.can_remove) == ({"q": "elm", "mailed": "failed"}, "", True)
    assert names(session, people.ada) == SHIPPED


def test_a_shared_one_is_everybodys_and_only_its_owner_or_an_admin_removes_it(
    session: Session, people: People
) -> None:
    number = saved_views.save(session, people.sam, CERTIFICATES, {"name": "Oaks", "shared": "on"}, QUERY)
    assert seen.of(session, people.vic, CERTIFICATES)[-1].by == "Sam"
    with pytest.raises(errors.NotAllowed):
        saved_views.remove(session, people.vic, number)
    saved_views.remove(session, people.ada, number)
    assert names(session, people.sam) == SHIPPED
    kinds = [one.kind for one in session.exec(select(models.Activity).order_by("id"))]
    assert kinds == ["view:saved", "view:removed"]


def test_who_may_not(session: Session, people: People) -> None:
    own = saved_views.save(session, people.sam, CERTIFICATES, {"name": "Oaks"}, QUERY)
    for who in people.insureds_people:
        with pytest.raises(errors.NotAllowed):
            saved_views.save(session, who, CERTIFICATES, {"name": "Oaks"}, QUERY)
        with pytest.raises(errors.NotAllowed):
            saved_views.remove(session, who, own)
        with pytest.raises(errors.NotAllowed):
            saved_views.choose_columns(session, who, CERTIFICATES, ["issued"])
        with pytest.raises(errors.NotAllowed):
            seen.of(session, who, CERTIFICATES)
    with pytest.raises(errors.NotFound):
        saved_views.remove(session, people.ada, own)


@pytest.mark.parametrize("name", ["", "x" * 61, None, ["a"]])
def test_a_name_is_asked_for(session: Session, people: People, name: object) -> None:
    with pytest.raises(errors.InvalidInput):
        saved_views.save(session, people.sam, CERTIFICATES, {"name": name}, QUERY)


def test_nothing_filtered_is_nothing_to_keep(session: Session, people: People) -> None:
    with pytest.raises(errors.InvalidInput, match="first"):
        saved_views.save(session, people.sam, CERTIFICATES, {"name": "All"}, {"after": "x"})


def test_columns_are_remembered_for_each_person(session: Session, people: People) -> None:
    saved_views.choose_columns(session, people.vic, CERTIFICATES, ["standing", "issued", "nonsense", 3])
    assert seen.columns(session, people.vic, CERTIFICATES) == ("issued", "standing")
    assert seen.columns(session, people.sam, CERTIFICATES) == seen.COLUMNS
    saved_views.choose_columns(session, people.vic, CERTIFICATES, [])
    assert seen.columns(session, people.vic, CERTIFICATES) == ()

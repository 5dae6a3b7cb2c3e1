from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coi_app import models
from coi_app.queries import masters as seen
from coi_app.rules import errors
from coi_app.services import certificates, masters
from tests import desk, factories
from tests.cast import People


def form(place: desk.Desk, **given: object) -> dict[str, object]:
    ids = [str(policy.id) for policy in place.policies]
    return {"name": "Liability only", "policy_ids": ids, "default_description": "For {holder.name}."} | given


def test_a_master_shows_its_policies_and_how_they_stand(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    master_id = masters.create(
        session, people.sam, people.redwood.id, form(place, representative="M. Okafor")
    )
    row = seen.detail(session, people.vic, master_id)
    assert (row.name, row.version, row.status_label, row.representative) == (
        "Liability only", 1, "Current", "M. Okafor",
    )  # fmt: skip
    assert {policy.number for policy in row.policies} == {policy.number for policy in place.policies}
    place.policies[0].expires_on = factories.today() + timedelta(days=9)
    session.flush()
    assert seen.detail(session, people.vic, master_id).status_label == "Expiring soon"
    place.policies[1].status = "cancelled"
    session.flush()
    assert [one.status_label for one in seen.rows(session, people.vic, people.redwood.id)] == ["Expired"] * 2


def test_a_change_is_a_new_version_and_the_old_one_stays(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    master_id = masters.create(session, people.sam, people.redwood.id, form(place))
    ids = [place.policies[0].id]
    assert masters.change(session, people.sam, master_id, form(place, policy_ids=ids), version=1) == 2
    newest, oldest = seen.versions(session, people.sam, master_id)
    assert (newest.version, len(newest.policy_numbers), newest.created_by) == (2, 1, "Sam")
    assert (oldest.version, len(oldest.policy_numbers)) == (1, 3)
    last = session.exec(select(models.Activity).order_by(models.Activity.id.desc())).first()
    assert last.kind == "master:changed" and list(last.details) == ["policies"]


def test_nothing_changed_makes_no_version(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    master_id = masters.create(session, people.sam, people.redwood.id, form(place))
    assert masters.change(session, people.sam, master_id, form(place), version=1) == 1


def test_two_who_change_the_same_master(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    master_id = masters.create(session, people.sam, people.redwood.id, form(place))
    masters.change(session, people.ada, master_id, form(place, name="By Ada"), version=1)
    with pytest.raises(errors.Conflict, match="Somebody else"):
        masters.change(session, people.sam, master_id, form(place, name="By Sam"), version=1)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "all lines"}, "name"),
        ({"policy_ids": []}, "policy_ids"),
        ({"policy_ids": "12"}, "policy_ids"),
        ({"policy_ids": [999_999]}, "policy_ids"),
        ({"policy_ids": [{"$ne": 1}, None]}, "policy_ids"),
        ({"default_description": "For {nobody}."}, "default_description"),
        ({"default_description": ["a"]}, "default_description"),
    ],
)
def test_what_a_master_cannot_be(
    session: Session, people: People, given: dict[str, object], field: str
) -> None:
    place = desk.ready(session, people.redwood)
    with pytest.raises(errors.InvalidInput) as wrong:
        masters.create(session, people.sam, people.redwood.id, form(place, **given))
    assert set(wrong.value.problems) == {field}


def test_another_insureds_policy_cannot_be_shown(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    foreign = factories.policy(session, people.harbor)
    with pytest.raises(errors.InvalidInput, match="no longer here"):
        masters.create(session, people.sam, people.redwood.id, form(place, policy_ids=[foreign.id]))


def test_a_retired_master_issues_nothing_more(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    masters.retire(session, people.sam, place.master_id)
    assert seen.rows(session, people.sam, people.redwood.id) == ()
    assert len(seen.rows(session, people.sam, people.redwood.id, with_retired=True)) == 1
    for refused in (
        lambda: certificates.preview_master(session, people.sam, place.master_id),
        lambda: masters.change(session, people.sam, place.master_id, form(place), version=1),
    ):
        with pytest.raises(errors.Conflict, match="retired"):
            refused()
    masters.resume(session, people.sam, place.master_id)
    assert certificates.preview_master(session, people.sam, place.master_id).startswith(b"%PDF")


def test_an_insured_sees_shared_masters_only(session: Session, people: People) -> None:
    place = desk.ready(session, people.redwood)
    assert seen.rows(session, people.ivy, people.redwood.id) == ()
    masters.share(session, people.sam, place.master_id, True)
    assert len(seen.rows(session, people.ivy, people.redwood.id)) == 1
    assert seen.rows(session, people.otto, people.redwood.id) == ()
    with pytest.raises(errors.NotFound):
        seen.in_sight(session, people.otto, place.master_id)


@pytest.mark.parametrize("deed", ["create", "change", "retire", "resume", "share"])
@pytest.mark.parametrize("who", ["vic", "ivy", "otto"])
def test_who_may_not(session: Session, people: People, deed: str, who: str) -> None:
    place = desk.ready(session, people.redwood)
    masters.share(session, people.sam, place.master_id, True)
    actor = getattr(people, who)
    deeds = {
        "create": lambda: masters.create(session, actor, people.redwood.id, form(place)),
        "change": lambda: masters.change(session, actor, place.master_id, form(place), version=1),
        "retire": lambda: masters.retire(session, actor, place.master_id),
        "resume": lambda: masters.resume(session, actor, place.master_id),
        "share": lambda: masters.share(session, actor, place.master_id, False),
    }
    with pytest.raises(errors.NotFound if who == "otto" else errors.NotAllowed):
        deeds[deed]()

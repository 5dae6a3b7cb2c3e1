"""Named sets of portal rights."""

import pytest
from sqlmodel import Session, select

from coi_app import models
from coi_app.queries import portal_presets as shown
from coi_app.rules import errors
from coi_app.services import portal_presets
from tests.cast import People

FORM = {"name": "Contractors", "rights": ["view_certificates", "send_certificates"]}


def test_saved_again_under_its_name_it_has_the_new_rights(session: Session, people: People) -> None:
    first = portal_presets.save(session, people.sam, FORM)
    again = portal_presets.save(session, people.sam, {"name": "CONTRACTORS", "rights": ["view_files"]})
    assert first == again
    (row,) = shown.all_of_them(session, people.sam)
    assert (row.name, row.rights) == ("CONTRACTORS", ("view_files",))


def test_a_deleted_one_is_gone_and_both_are_in_the_activity(session: Session, people: People) -> None:
    preset_id = portal_presets.save(session, people.sam, FORM)
    assert portal_presets.remove(session, people.sam, preset_id) == "Contractors"
    assert shown.all_of_them(session, people.sam) == ()
    kinds = session.exec(select(models.Activity.kind).order_by(models.Activity.id)).all()  # type: ignore[arg-type]
    assert kinds == ["portal:preset_saved", "portal:preset_removed"]
    with pytest.raises(errors.NotFound):
        portal_presets.remove(session, people.sam, preset_id)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": ""}, "name"), ({"name": "…"}, "name"), ({"name": "x" * 61}, "name"),
     ({"rights": ["desk:view"]}, "rights"), ({"rights": "all"}, "rights")],
)  # fmt: skip
def test_a_wrong_preset_is_refused(
    session: Session, people: People, values: dict[str, object], field: str
) -> None:
    with pytest.raises(errors.InvalidInput) as wrong:
        portal_presets.save(session, people.sam, FORM | values)
    assert set(wrong.value.problems) == {field}


def test_presets_are_for_those_who_manage_portal_accounts(session: Session, people: People) -> None:
    preset_id = portal_presets.save(session, people.sam, FORM)
    for who in (people.vic, people.ivy, people.otto, people.nia, people.dee):
        with pytest.raises(errors.NotAllowed):
            shown.all_of_them(session, who)
        with pytest.raises(errors.NotAllowed):
            portal_presets.save(session, who, FORM)
        with pytest.raises(errors.NotAllowed):
            portal_presets.remove(session, who, preset_id)
    assert len(shown.all_of_them(session, people.ada)) == 1

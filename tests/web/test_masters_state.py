"""Certificate Masters on the insured's page: list, form, versions, draft, and who may change them."""

from dataclasses import dataclass
from typing import Any

import pytest
from reflex.state import State

from coi_app import db
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules.access import ROLE_RIGHTS, Role
from coi_app.services import certificates
from coi_app.web.agency.insured_profile import panels
from coi_app.web.agency.masters.form_state import MasterFormState
from coi_app.web.agency.masters.state import MastersState
from tests import desk, factories, states


@dataclass(frozen=True)
class Room:
    root: State
    masters: Any
    form: Any
    insured_id: int
    master_id: int
    policy_ids: tuple[int, ...]


@pytest.fixture
def room(engine: object) -> Room:
    actor, token = states.somebody(Role.AGENT)
    with db.writing() as session:
        insured = factories.insured(session, "Amber Quarry Masonry LLC")
        place = desk.ready(session, insured)
        recipient = Recipient(interest_id=place.links[0].id)
        certificates.issue_one(session, actor, place.master_id, recipient, Wording())
        assert insured.id is not None
        policy_ids = tuple(policy.id for policy in place.policies if policy.id)
        insured_id, master_id = insured.id, place.master_id
    root = states.tree(token, f"/insureds/{insured_id}?tab=documents&sub=masters")
    masters, form = states.of(root, MastersState), states.of(root, MasterFormState)
    states.call(masters, "load")
    return Room(root, masters, form, insured_id, master_id, policy_ids)


def form_of(name: str, *policy_ids: int, **more: str) -> dict[str, Any]:
    ticks = {f"master_policy_ids__{policy_id}": True for policy_id in policy_ids}
    return {"master_name": name, **ticks, **{f"master_{field}": value for field, value in more.items()}}


def names(room: Room) -> list[str]:
    states.call(room.masters, "load")
    return [line.name for line in room.masters.rows]


def test_the_tab_stands_under_documents() -> None:
    assert "masters" in [one.key for one in panels.DOCUMENTS]


def test_a_row_says_status_policies_and_how_many_were_issued(room: Room) -> None:
    (line,) = room.masters.rows
    assert (line.name, line.status, line.issued) == ("All Lines", "in_force", "1")
    assert line.policies[1:] == ["and 2 more"] and len(line.all_policies.split("\n")) == 3
    assert line.under == "Version 1"
    assert line.send_href == f"/insureds/{room.insured_id}/send?master={room.master_id}"


def test_a_new_one_begins_with_the_policies_in_force(room: Room) -> None:
    states.call(room.form, "add")
    assert room.form.form == "master"
    assert {name for name in room.form.values if name.startswith("policy_ids__")} == {
        f"policy_ids__{policy_id}" for policy_id in room.policy_ids
    }
    states.call(room.form, "save", form_of("Liability only", room.policy_ids[0]))
    assert room.form.form == "" and names(room) == ["All Lines", "Liability only"]


def test_what_is_wrong_is_said_beside_its_field(room: Room) -> None:
    states.call(room.form, "add")
    states.call(room.form, "save", form_of("", default_description="For {holder.nam}."))
    assert set(room.form.problems) == {"name", "policy_ids", "default_description"}
    assert "{holder.name}" in room.form.problems["default_description"]
    assert room.form.form == "master" and names(room) == ["All Lines"]


def test_a_change_makes_a_version_and_the_old_one_keeps_its_certificates(room: Room) -> None:
    states.call(room.form, "edit", room.master_id)
    assert room.form.values["name"] == "All Lines" and room.form.version == 1
    states.call(room.form, "save", form_of("All Lines", room.policy_ids[0], representative="Maya Okafor"))
    states.call(room.masters, "load")
    assert room.masters.rows[0].under == "Version 2, signed Maya Okafor"
    states.call(room.masters, "show_versions", room.master_id)
    shown = [(one.version, one.issued) for one in room.masters.versions]
    assert shown == [("Version 2", "0 certificates"), ("Version 1", "1 certificate")]


def test_somebody_elses_change_meanwhile_is_not_overwritten(room: Room) -> None:
    states.call(room.form, "edit", room.master_id)
    room.form.version = 7
    states.call(room.form, "save", form_of("Mine", *room.policy_ids))
    assert "Somebody else" in room.form.refusal and names(room) == ["All Lines"]


def test_retired_means_offered_no_more_until_resumed(room: Room) -> None:
    states.call(room.masters, "retire", room.master_id)
    states.call(room.masters, "load")
    assert room.masters.rows[0].retired
    states.call(room.masters, "preview", room.master_id)
    assert room.masters.page == "" and "retired" in room.masters.page_problem
    states.call(room.masters, "resume", room.master_id)
    states.call(room.masters, "share", room.master_id, True)
    states.call(room.masters, "load")
    assert not room.masters.rows[0].retired and room.masters.rows[0].in_portal


def test_the_draft_is_the_page(room: Room) -> None:
    states.call(room.masters, "preview", room.master_id)
    assert room.masters.open == "preview" and ">DRAFT<" in room.masters.page
    states.call(room.masters, "turn_to", "last")
    assert room.masters.page_number == 1


def test_who_only_looks_changes_no_master(room: Room) -> None:
    _, token = states.somebody(Role.VIEWER)
    root = states.tree(token, f"/insureds/{room.insured_id}")
    rights = ROLE_RIGHTS[Role.VIEWER]
    closed = {said for said, right in states.marked("masters").items() if right not in rights}
    assert closed == {
        "MastersState.retire",
        "MastersState.resume",
        "MastersState.share",
        "MasterFormState.add",
        "MasterFormState.edit",
        "MasterFormState.save",
    }
    kinds = {"MastersState": MastersState, "MasterFormState": MasterFormState}
    for said in closed:
        kind, handler = said.split(".")
        assert states.refused(root, kinds[kind], handler), said
    assert not states.refused(root, MastersState, "preview")

"""The tab Portal and its dialogs: created, similar to another, changed, ended; and who may not."""

from dataclasses import dataclass
from typing import Any

import pytest
from reflex.state import State
from sqlmodel import select

from coi_app import db, models
from coi_app.rules.access import ROLE_RIGHTS, Role
from coi_app.rules.portal_rights import STANDARD_PORTAL_RIGHTS
from coi_app.web.agency.insured_profile import panels
from coi_app.web.agency.portal_accounts.form_state import AccountFormState
from coi_app.web.agency.portal_accounts.rights_state import RightsState
from coi_app.web.agency.portal_accounts.state import AccountsState
from coi_app.web.agency.portal_accounts.which_state import WhichState
from tests import factories, states

KINDS = {
    "AccountsState": AccountsState,
    "AccountFormState": AccountFormState,
    "RightsState": RightsState,
    "WhichState": WhichState,
}
LUIS = {"name": "Luis Aldana", "email": "luis@amberquarry.example"}


@dataclass(frozen=True)
class Room:
    root: State
    accounts: Any
    form: Any
    rights: Any
    which: Any
    insured_id: int
    dana: int


@pytest.fixture
def room(engine: object) -> Room:
    """Amber Quarry has no account; Dana at Cascade Crest has three rights."""
    _, token = states.somebody(Role.AGENT)
    with db.writing() as session:
        for table in (models.AccountLink, models.PortalPreset, models.Contact):
            for row in session.exec(select(table)):
                session.delete(row)
        for account in session.exec(select(models.Account).where(models.Account.role == "insured")):
            account.status, account.email = "deactivated", f"{account.id}@gone.example"
        insured = factories.insured(session, "Amber Quarry Masonry LLC")
        other = factories.insured(session, "Cascade Crest Electric Inc")
        session.add(models.Contact(insured_id=insured.id, name="Pia Orr", email="pia@amberquarry.example"))
        rights = ["view_certificates", "send_certificates", "add_holders"]
        dana = factories.account(session, "Dana", "insured", insured_id=other.id, rights=rights)
        assert insured.id is not None and dana.id is not None
        insured_id, dana_id = insured.id, dana.id
    root = states.tree(token, f"/insureds/{insured_id}?tab=portal")
    found = [states.of(root, kind) for kind in KINDS.values()]
    states.call(found[0], "load")
    return Room(root, *found, insured_id=insured_id, dana=dana_id)


def created(room: Room, **form: str) -> None:
    states.call(room.form, "create")
    states.call(room.form, "save_new", LUIS | form)
    states.call(room.accounts, "load")


def rights_of(name: str) -> list[str]:
    with db.reading() as session:
        return (
            session.exec(
                select(models.Account.rights)
                .where(models.Account.name == name, models.Account.status != "deactivated")
                .order_by(models.Account.id.desc())  # type: ignore[union-attr]
            ).first()
            or []
        )


def test_the_tab_stands_last() -> None:
    assert panels.PANELS[-1].key == "portal"


def test_an_account_begins_with_the_standard_rights_and_an_invitation(room: Room) -> None:
    states.call(room.form, "create")
    assert room.form.sends and set(room.rights.chosen) == set(STANDARD_PORTAL_RIGHTS)
    created(room)
    (row,) = room.accounts.rows
    assert (row.name, row.state, row.wants_invitation) == ("Luis Aldana", "invited", False)
    assert "View certificates, Send certificates" in row.rights and room.form.form == ""


def test_a_contact_fills_the_form_unless_it_has_an_account(room: Room) -> None:
    states.call(room.form, "create")
    (pia,) = room.form.contacts
    states.call(room.form, "use_contact", pia.id)
    assert room.form.values == {"name": "Pia Orr", "email": "pia@amberquarry.example"}
    states.call(room.form, "use_contact", 0)
    created(room, name="Pia Orr", email="PIA@amberquarry.example")
    states.call(room.form, "create")
    assert room.form.contacts == []


def test_similar_shows_what_changes_before_it_is_applied(room: Room) -> None:
    states.call(room.form, "create")
    states.call(room.rights, "choose_access", "similar")
    states.call(room.rights, "search", "cascade")
    assert [one["name"] for one in room.rights.found["options"]] == ["Cascade Crest Electric Inc, Dana"]
    states.call(room.rights, "pick", room.dana)
    shown = room.rights.difference
    assert [one.label for one in shown.added] == ["Add holders"] and len(shown.removed) == 5
    assert shown.summary == "1 added, 5 removed, 2 the same"
    states.call(room.form, "save_new", LUIS)
    assert set(rights_of("Luis Aldana")) == {"view_certificates", "send_certificates", "add_holders"}


def test_what_is_wrong_is_said_and_nothing_is_made(room: Room) -> None:
    states.call(room.form, "create")
    states.call(room.rights, "choose_access", "similar")
    states.call(room.rights, "pick", 0)
    states.call(room.form, "save_new", {"name": "", "email": "luis"})
    assert set(room.form.problems) == {"name", "email", "similar_to"} and room.form.form == "create"
    with db.reading() as session:
        taken = session.exec(select(models.Account.email).where(models.Account.name == "Agent")).first()
    states.call(room.rights, "choose_access", "custom")
    states.call(room.form, "save_new", LUIS | {"email": str(taken)})
    assert "exists already" in room.form.problems["email"] and "Agent" not in room.form.problems["email"]
    states.call(room.accounts, "load")
    assert room.accounts.rows == []


def test_a_switch_can_turn_no_right_of_the_desk_on(room: Room) -> None:
    states.call(room.form, "create")
    states.call(room.rights, "set_right", "users:manage", True)
    states.call(room.rights, "set_right", "view_files", False)
    assert set(room.rights.chosen) == STANDARD_PORTAL_RIGHTS - {"view_files"}


def test_without_an_invitation_it_can_be_sent_in_one_click(room: Room) -> None:
    states.call(room.form, "create")
    states.call(room.form, "set_sends", False)
    states.call(room.form, "save_new", LUIS)
    states.call(room.accounts, "load")
    (row,) = room.accounts.rows
    assert row.state == "not_sent" and row.wants_invitation
    states.call(room.accounts, "send_invitation", row.id, row.email)
    states.call(room.accounts, "load")
    assert room.accounts.rows[0].state == "invited"


def test_a_preset_is_saved_chosen_and_deleted(room: Room) -> None:
    states.call(room.form, "create")
    states.call(room.rights, "save_preset", {"preset_name": ""})
    assert room.rights.preset_problem
    states.call(room.rights, "set_right", "add_holders", True)
    states.call(room.rights, "save_preset", {"preset_name": "Contractors"})
    states.call(room.form, "create")
    (preset,) = room.rights.presets
    states.call(room.rights, "choose_preset", preset.value)
    assert "add_holders" in room.rights.chosen
    states.call(room.rights, "choose_preset", "standard")
    assert "add_holders" not in room.rights.chosen
    states.call(room.rights, "choose_preset", preset.value)
    states.call(room.rights, "delete_preset")
    assert room.rights.presets == [] and "add_holders" in room.rights.chosen


def test_permissions_begin_with_what_is_and_a_stale_form_is_refused(room: Room) -> None:
    created(room)
    account_id = room.accounts.rows[0].id
    states.call(room.form, "modify", account_id)
    assert set(room.rights.chosen) == set(STANDARD_PORTAL_RIGHTS)
    states.call(room.rights, "set_right", "send_certificates", False)
    with db.writing() as session:
        account = session.get(models.Account, account_id)
        assert account is not None
        account.rights = ["view_files"]
    states.call(room.form, "save_rights")
    assert "Somebody else" in room.form.refusal and room.form.form == "modify"
    assert rights_of("Luis Aldana") == ["view_files"]


def test_more_actions_asks_which_only_when_there_are_several(room: Room) -> None:
    (said,) = states.call(room.which, "begin", "modify")
    assert "No account of this insured is in use" in str(said.args)
    created(room)
    (event,) = states.call(room.which, "begin", "deactivate")
    assert event.handler.fn.__name__ == "ask" and room.which.then == ""
    created(room, name="Pia Orr", email="pia@amberquarry.example")
    assert states.call(room.which, "begin", "deactivate") == []
    assert [one.name for one in room.which.candidates] == ["Luis Aldana", "Pia Orr"]
    (said,) = states.call(room.which, "begin", "reset")
    assert "Nobody of this insured has a password yet" in str(said.args)
    states.call(room.which, "begin", "modify")
    (event,) = states.call(room.which, "choose", room.which.candidates[0].id)
    assert event.handler.fn.__name__ == "modify"


def test_an_account_of_another_insured_is_not_opened_here(room: Room) -> None:
    states.call(room.accounts, "ask", "deactivate", room.dana)
    assert room.accounts.asked.kind == ""
    for handler in ("modify", "edit"):
        with pytest.raises(Exception, match="is not here"):
            states.call(room.form, handler, room.dana)


def test_who_only_looks_changes_no_account(room: Room) -> None:
    _, token = states.somebody(Role.VIEWER)
    root = states.tree(token, f"/insureds/{room.insured_id}?tab=portal")
    rights = ROLE_RIGHTS[Role.VIEWER]
    marked = states.marked("portal_accounts")
    open_to_all = {said for said, right in marked.items() if right in rights}
    assert open_to_all == {
        "AccountsState.load",
        "AccountsState.take_back",
        "AccountFormState.close",
        "WhichState.close",
    }
    for said in set(marked) - open_to_all:
        kind, handler = said.split(".")
        assert states.refused(root, KINDS[kind], handler), said
    assert "unmarked" not in marked.values()

"""The Files tab without a server: who may do what, and what the states keep."""

import pytest
from sqlalchemy import Engine

from coi_app import db
from coi_app.rules.access import ROLE_RIGHTS, Role
from coi_app.rules.coverage import Line
from coi_app.services import shared_files, uploads
from coi_app.web import upload_lines
from coi_app.web.agency.files.form_state import FileFormState
from coi_app.web.agency.files.state import FilesState
from coi_app.web.agency.policies.state import PoliciesState
from coi_app.web.agency.policies.vehicle_state import VehicleFormState
from tests import factories, states


class Room:
    def __init__(self, role: Role, query: str = "?tab=documents&sub=files") -> None:
        _, token = states.somebody(role)
        agent, _ = states.somebody(Role.AGENT)
        with db.writing() as writing:
            insured = factories.insured(writing)
            assert insured.id is not None
            self.insured_id = insured.id
            self.policy_id = factories.policy(writing, insured, Line.AUTOMOBILE).id
            upload = uploads.Upload("Policy.pdf", uploads.MediaKind.PDF, b"%PDF-1.7")
            self.file_id = shared_files.add(writing, agent, insured.id, {"folder": "Policies"}, upload)
        self.root = states.tree(token, f"/insureds/{self.insured_id}{query}")
        self.files, self.form = (states.of(self.root, kind) for kind in (FilesState, FileFormState))


@pytest.fixture
def room(engine: Engine) -> Room:
    return Room(Role.AGENT)


def test_the_list_by_folder(room: Room) -> None:
    states.call(room.files, "load")
    (row,) = room.files.rows
    assert (row.name, row.folder, row.downloads, row.in_portal) == (
        "Policy.pdf",
        "Policies",
        "Not yet",
        False,
    )
    assert [one.words for one in room.files.folders] == ["Policies (1)"]


def test_sharing_and_removing(room: Room) -> None:
    states.call(room.files, "share", room.file_id, True)
    states.call(room.files, "load")
    assert room.files.rows[0].in_portal
    states.call(room.files, "ask_remove", room.file_id)
    assert (room.files.open, room.files.name) == ("remove", "Policy.pdf")
    states.call(room.files, "remove")
    states.call(room.files, "load")
    assert room.files.rows == [] and room.files.open == ""


def test_the_history_names_versions(room: Room) -> None:
    states.call(room.files, "show_history", room.file_id)
    assert [one.what for one in room.files.versions] == ["Version 1, 1 KB"]
    assert room.files.downloads == []


def test_files_are_sent_to_where_the_form_says(room: Room) -> None:
    states.call(room.form, "add")
    states.call(room.form, "choose_folder", "2026 & later")
    states.call(room.form, "choose_kind", "policy")
    states.call(room.form, "choose_sharing", True)
    assert room.form.action == (
        f"/files/shared?insured={room.insured_id}&folder=2026+%26+later&kind=policy&portal_visible=on"
    )
    states.call(room.form, "choose_kind", ["nonsense"])
    assert room.form.kind == "other"
    states.call(room.form, "add_version", room.file_id)
    assert room.form.action == f"/files/shared/{room.file_id}/versions"


def test_what_the_browser_tells_is_shown_in_bounds(room: Room) -> None:
    states.call(room.form, "add")
    for name in range(80):
        states.call(room.form, "progress", f"{name}.pdf", "fast")
    states.call(room.form, "answer", "79.pdf", 422, "x" * 5_000)
    assert len(room.form.lines) == upload_lines.MOST
    assert (room.form.lines[-1].look, len(room.form.lines[-1].words)) == ("bad", upload_lines.LONGEST)


def test_a_kept_version_closes_its_form(room: Room) -> None:
    states.call(room.form, "add_version", room.file_id)
    states.call(room.form, "answer", "a.pdf", 413, "")
    states.call(room.form, "finish")
    assert room.form.form == "file_version" and "larger than 25 MB" in room.form.lines[0].words
    states.call(room.form, "answer", "a.pdf", 201, "a.pdf")
    states.call(room.form, "finish")
    assert room.form.form == ""


def test_a_wrong_name_keeps_the_form_open(room: Room) -> None:
    states.call(room.form, "edit", room.file_id)
    states.call(room.form, "save", {"file_name": " ", "file_folder": "New"})
    assert room.form.form == "file" and set(room.form.problems) == {"name"}
    states.call(room.form, "save", {"file_name": "Umbrella", "file_folder": "New"})
    assert room.form.form == ""


def test_a_vehicle_and_an_id_card(engine: Engine) -> None:
    room = Room(Role.AGENT, "?tab=policies")
    policies, form = (states.of(room.root, kind) for kind in (PoliciesState, VehicleFormState))
    policies.chosen = room.policy_id
    states.call(form, "add")
    typed = {"vehicle_year": "2024", "vehicle_make": "Kestler", "vehicle_model": "H-250"}
    states.call(form, "save", typed | {"vehicle_vin": "1M8GDM9AXKP042789"})
    assert form.form == "vehicle" and set(form.problems) == {"vin"}
    states.call(form, "save", typed | {"vehicle_vin": "1M8GDM9AXKP042788"})
    assert form.form == ""
    states.call(form, "create_id_card", room.policy_id)
    states.call(room.files, "load")
    assert "ID card" in {row.about.split(",")[0] for row in room.files.rows}


def test_who_only_looks_changes_no_file(engine: Engine) -> None:
    room = Room(Role.VIEWER)
    rights = ROLE_RIGHTS[Role.VIEWER]
    closed = {said for said, right in states.marked("files").items() if right not in rights}
    assert closed == {
        "FilesState.share", "FilesState.ask_remove", "FilesState.remove", "FileFormState.add",
        "FileFormState.add_version", "FileFormState.edit", "FileFormState.save", "FileFormState.choose_folder",
        "FileFormState.choose_kind", "FileFormState.choose_sharing", "FileFormState.progress",
        "FileFormState.answer", "FileFormState.finish",
    }  # fmt: skip
    kinds = {"FilesState": FilesState, "FileFormState": FileFormState}
    for said in closed:
        kind, handler = said.split(".")
        assert states.refused(room.root, kinds[kind], handler), said
    assert not states.refused(room.root, FilesState, "show_history")

"""Settings, Forms: uploaded over HTTP, matched on the page, chosen in a master; and who may none of it."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from reflex.state import State
from sqlalchemy import Engine
from sqlmodel import select

from coi_app import db, models
from coi_app.rules.access import ROLE_RIGHTS, Role
from coi_app.services import sign_in
from coi_app.web import http, routes, session
from coi_app.web.agency.masters.form_state import MasterFormState
from coi_app.web.agency.settings.forms_state import FormsState
from coi_app.web.agency.settings.matching_state import MatchingState
from coi_app.web.agency.settings.state import SettingsState
from tests import cast, desk, states
from tests.documents import form_fixture

PDF = form_fixture.pdf()


class House:
    def __init__(self) -> None:
        with db.writing() as writing:
            people = cast.of(writing)
            self.insured_id = people.redwood.id
            desk.ready(writing, people.redwood)
            self.tokens = {
                name: sign_in.open_after_link(
                    writing, getattr(people, name).account_id, cast.IP, "Test"
                ).token
                for name in ("ada", "sam", "vic", "ivy")
            }

    def ask(self, who: str, method: str, path: str, **more: Any) -> httpx.Response:
        async def talk() -> httpx.Response:
            cookies = {session.cookie_name(): self.tokens[who]} if who else {}
            transport = httpx.ASGITransport(http.application())
            headers = {"Origin": "http://localhost:8000"}
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost:8000", cookies=cookies, headers=headers
            ) as client:
                return await client.request(method, path, **more)

        return asyncio.run(talk())

    def send(self, who: str, body: bytes = PDF, **typed: str) -> httpx.Response:
        given = {"form_name": "Liability", "form_licensed": "on"} | typed
        return self.ask(
            who, "POST", routes.POST_LICENSED_FORM, files={"form_file": ("form.pdf", body)}, data=given
        )


@pytest.fixture(scope="module")
def house(engine: Engine) -> House:
    return House()


@dataclass(frozen=True)
class Room:
    root: State
    forms: Any
    matching: Any


def room(house: House, who: str, query: str) -> Room:
    root = states.tree(house.tokens[who], f"/settings?{query}")
    return Room(root, states.of(root, FormsState), states.of(root, MatchingState))


def form_ids() -> list[int]:
    with db.reading() as reading:
        return [one for one in reading.exec(select(models.LicensedForm.id)).all() if one]


def uploaded(house: House, name: str) -> int:
    answer = house.send("ada", form_name=name)
    assert answer.status_code == 303
    return int(answer.headers["location"].rpartition("=")[2])


def problems(answer: httpx.Response) -> dict[str, str]:
    flash = answer.headers["set-cookie"].partition("=")[2].partition(";")[0]
    found: dict[str, str] = json.loads(unquote(flash))["problems"]
    return found


def test_an_admin_uploads_a_form_and_comes_to_its_fields(house: House) -> None:
    form_id = uploaded(house, "First")
    page = house.ask("vic", "GET", f"/files/forms/{form_id}/page.svg")
    assert page.headers["content-type"] == "image/svg+xml" and "Sample of a form" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    example = house.ask("ada", "GET", f"/files/forms/{form_id}/example.pdf")
    assert example.content.startswith(b"%PDF-") and "inline" in example.headers["content-disposition"]


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"body": b"no form"}, "form_file", "no PDF"),
        ({"body": b""}, "form_file", "no PDF"),
        ({"form_licensed": "", "form_name": "Unlicensed"}, "form_licensed", "holds the license"),
        ({"form_name": ""}, "form_name", "name"),
    ],
)
def test_what_is_wrong_comes_back_to_its_field(
    house: House, given: dict[str, Any], field: str, said: str
) -> None:
    before = form_ids()
    answer = house.send("ada", **given)
    assert answer.headers["location"] == "/settings?tab=forms" and said in problems(answer)[field]
    assert form_ids() == before


def test_more_than_allowed_is_not_read(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coi_app.services.uploads.largest", lambda: 1_000)
    assert "larger than" in problems(house.send("ada"))["form_file"]


@pytest.mark.parametrize(("who", "status"), [("sam", 403), ("vic", 403), ("ivy", 403), ("", 401)])
def test_who_is_no_admin_uploads_none(house: House, who: str, status: int) -> None:
    before = form_ids()
    assert house.send(who).status_code == status and form_ids() == before


def test_the_form_itself_is_for_staff(house: House) -> None:
    form_id = uploaded(house, "Seen")
    assert house.ask("ivy", "GET", f"/files/forms/{form_id}/page.svg").status_code == 403
    assert house.ask("", "GET", f"/files/forms/{form_id}/page.svg").status_code == 401
    assert house.ask("sam", "GET", f"/files/forms/{form_id}/example.pdf").status_code == 403
    assert house.ask("ada", "GET", "/files/forms/999999/page.svg").status_code == 404


def test_the_list_tells_how_far_each_is(house: House) -> None:
    form_id = uploaded(house, "Listed")
    here = room(house, "vic", "tab=forms")
    states.call(here.forms, "load")
    (row,) = [one for one in here.forms.rows if one.id == form_id]
    count = len(form_fixture.cells())
    assert (row.name, row.matched, row.status) == ("Listed", f"{count} of {count} fields matched", "offered")
    assert row.licensed.startswith("Ada, ") and row.href == f"/settings?tab=forms&form={form_id}"


def test_the_settings_have_the_tab(house: House) -> None:
    here = room(house, "vic", "tab=forms")
    states.call(states.of(here.root, SettingsState), "load")
    assert states.of(here.root, SettingsState).tab == "forms"


def test_a_field_is_matched_on_the_page(house: House) -> None:
    form_id = uploaded(house, "Matched")
    match = room(house, "ada", f"tab=forms&form={form_id}").matching
    states.call(match, "load")
    assert match.open_count == 0 and match.missing == [] and match.has_code
    line = next(one for one in match.lines if one.key == "holder.name")
    cell = next(one for one in form_fixture.cells() if one.key == "holder.name")
    assert line.meaning == "Holder: Name" and line.spot.left == f"{100 * cell.x / 612:.3f}%"
    states.call(match, "choose", line.number)
    assert (match.chosen_name, match.chosen_key) == (line.name, "holder.name")
    states.call(match, "set_meaning", "")
    assert match.unsaved and match.open_count == 1
    place = {f"code_{side}": match.values[f"code_{side}"] for side in "xywh"}
    states.call(match, "save", place)
    assert match.missing == ["No field is for the name of the certificate holder."] and not match.unsaved
    states.call(match, "choose", 0)
    states.call(match, "next_open")
    assert match.chosen == line.number
    states.call(match, "set_meaning", "holder.name")
    states.call(match, "save", place | {"code_x": "far"})
    assert set(match.problems) == {"code_x"} and match.unsaved
    states.call(match, "save", place)
    assert match.missing == [] and match.problems == {}


@pytest.mark.parametrize("wrong", [-1, 0, 10_000])
def test_a_field_that_is_not_there_is_not_chosen(house: House, wrong: int) -> None:
    match = room(house, "ada", f"tab=forms&form={uploaded(house, f'Wrong {wrong}')}").matching
    states.call(match, "load")
    states.call(match, "choose", wrong)
    states.call(match, "set_meaning", "number")
    assert match.chosen == 0 and not match.unsaved


def test_a_form_is_retired_after_a_question(house: House) -> None:
    form_id = uploaded(house, "Retired")
    forms = room(house, "ada", "tab=forms").forms
    states.call(forms, "load")
    states.call(forms, "ask_retire", form_id)
    assert forms.retiring == form_id and "No master is printed on it" in forms.retiring_words
    states.call(forms, "retire")
    states.call(forms, "load")
    (row,) = [one for one in forms.rows if one.id == form_id]
    assert row.status == "retired" and forms.retiring == 0


def test_a_master_chooses_among_offered_forms(house: House) -> None:
    form_id = uploaded(house, "Chosen")
    root = states.tree(house.tokens["sam"], f"/insureds/{house.insured_id}?tab=documents&sub=masters")
    form = states.of(root, MasterFormState)
    states.call(form, "add")
    assert str(form_id) in [one.value for one in form.forms]
    assert "The agency’s form Chosen" in [one.words for one in form.forms]
    ticks = {f"master_{name}": True for name in form.values if name.startswith("policy_ids__")}
    states.call(form, "save", {"master_name": "On the form", "master_form_id": str(form_id), **ticks})
    assert form.problems == {} and form.form == ""
    with db.reading() as reading:
        query = select(models.MasterVersion.master_id).where(models.MasterVersion.form_id == form_id)
        master_id = reading.exec(query).one()
    states.call(form, "edit", master_id)
    assert form.values["form_id"] == str(form_id)


def test_who_is_no_admin_matches_nothing(house: House) -> None:
    here = room(house, "sam", "tab=forms")
    asked = states.marked("settings.forms_state", "settings.matching_state")
    for name, right in asked.items():
        state, handler = name.split(".")
        kind = FormsState if state == "FormsState" else MatchingState
        assert states.refused(here.root, kind, handler) is (right not in ROLE_RIGHTS[Role.AGENT])
    assert {name for name, right in asked.items() if right in ROLE_RIGHTS[Role.AGENT]} == {
        "FormsState.load", "FormsState.close", "MatchingState.load", "MatchingState.set_show",
    }  # fmt: skip

"""Files sent and fetched over HTTP, by everybody and as they should not be."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine
from sqlmodel import select

from coi_app import db, models
from coi_app.queries import requests as seen_requests
from coi_app.queries.portal import requests as own_requests
from coi_app.rules import access
from coi_app.rules.portal_rights import PortalRight
from coi_app.services import requests, shared_files, sign_in, uploads
from coi_app.web import http, session
from tests import asked, cast
from tests.documents import hostile_files as made

PAPER = made.pdf()


class House:
    """Two insureds and their people; `ask` is a request of one of them."""

    def __init__(self) -> None:
        with db.writing() as writing:
            people = cast.of(writing)
            self.redwood, self.harbor = people.redwood.id, people.harbor.id
            everybody = {name: getattr(people, name) for name in ("ada", "sam", "vic", "ivy", "otto")}
            only_looks = frozenset({PortalRight.VIEW_FILES})
            everybody["nia"] = cast.insured(writing, "Nia", people.redwood, only_looks)
            everybody["dee"] = cast.insured(writing, "Dee", people.redwood, frozenset())
            self.people = everybody
            self.tokens = {name: self._token(writing, who) for name, who in everybody.items()}

    @staticmethod
    def _token(writing: Any, who: access.Actor) -> str:
        assert who.account_id is not None
        return sign_in.open_after_link(writing, who.account_id, cast.IP, "Test").token

    def ask(self, who: str, method: str, path: str, **more: Any) -> httpx.Response:
        async def talk() -> httpx.Response:
            cookies = {session.cookie_name(): self.tokens[who]} if who else {}
            transport = httpx.ASGITransport(http.application())
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost:8000", cookies=cookies
            ) as client:
                return await client.request(method, path, **more)

        return asyncio.run(talk())

    def send(self, who: str, body: Any = PAPER, name: str = "Policy.pdf", **more: Any) -> httpx.Response:
        query = {"insured": self.redwood, "folder": "Policies", "portal_visible": "on", "name": name}
        given = {"params": query, "headers": {"Content-Type": "application/octet-stream"}, **more}
        return self.ask(who, "POST", "/files/shared", content=body, **given)

    def put(self, **given: Any) -> int:
        with db.writing() as writing:
            upload = uploads.Upload("Policy.pdf", uploads.MediaKind.PDF, PAPER)
            values = {"folder": "Policies", "portal_visible": True} | given
            return shared_files.add(writing, self.people["sam"], self.redwood, values, upload)


@pytest.fixture(scope="module")
def house(engine: Engine) -> House:
    return House()


def kept() -> int:
    with db.reading() as reading:
        return len(reading.exec(select(models.SharedFile.id)).all())


def test_what_is_sent_is_fetched_as_it_was(house: House) -> None:
    answer = house.send("sam")
    assert (answer.status_code, answer.text) == (201, "Policy.pdf")
    with db.reading() as reading:
        newest = reading.exec(select(models.SharedFile.id).order_by(models.SharedFile.id.desc())).first()
    for who in ("sam", "vic", "ivy", "nia"):
        fetched = house.ask(who, "GET", f"/files/shared/{newest}")
        assert (fetched.status_code, fetched.content) == (200, PAPER)
        assert fetched.headers["content-disposition"].startswith('attachment; filename="Policy.pdf"')
        assert fetched.headers["x-content-type-options"] == "nosniff"
        assert fetched.headers["cache-control"] == "private, no-store"
        assert "default-src 'none'" in fetched.headers["content-security-policy"]


def test_each_download_is_recorded(house: House) -> None:
    file_id = house.put()
    house.ask("ivy", "GET", f"/files/shared/{file_id}")
    house.ask("otto", "GET", f"/files/shared/{file_id}")
    with db.reading() as reading:
        row = models.Activity
        found = reading.exec(
            select(row.actor_name).where(row.kind == "file:downloaded", row.subject_id == file_id)
        ).all()
    assert found == ["Ivy"]


def test_a_foreign_file_is_like_a_missing_one(house: House) -> None:
    shared, hidden = house.put(), house.put(portal_visible=False)
    answers = [
        house.ask("otto", "GET", f"/files/shared/{shared}"),
        house.ask("otto", "GET", "/files/shared/987654"),
        house.ask("ivy", "GET", f"/files/shared/{hidden}"),
        house.ask("ivy", "GET", "/files/shared/987654"),
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(404, answers[0].text)}


def test_without_a_right_nothing_is_there(house: House) -> None:
    file_id = house.put()
    assert house.ask("", "GET", f"/files/shared/{file_id}").status_code == 401
    here, nowhere = (house.ask("dee", "GET", f"/files/shared/{one}") for one in (file_id, 987_654))
    assert (here.status_code, nowhere.status_code) == (404, 404) and here.text == nowhere.text
    cut = house.ask("sam", "GET", "/files/shared/1e3")
    assert cut.status_code == 404


@pytest.mark.parametrize(("who", "status"), [("", 401), ("vic", 403), ("nia", 404), ("dee", 404)])
def test_who_may_not_send(house: House, who: str, status: int) -> None:
    before = kept()
    assert house.send(who).status_code == status
    assert kept() == before


def test_an_insured_sends_to_its_own_whatever_it_asks_for(house: House) -> None:
    assert house.send("otto").status_code == 201
    with db.reading() as reading:
        row = reading.exec(select(models.SharedFile).order_by(models.SharedFile.id.desc())).first()
        assert row is not None
        assert (row.insured_id, row.folder) == (house.harbor, "From the insured")


def test_a_new_version_is_for_staff(house: House) -> None:
    file_id = house.put()
    raw = {"content": made.picture(), "headers": {"Content-Type": "application/octet-stream"}}
    path = f"/files/shared/{file_id}/versions?name=scan.png"
    assert house.ask("ivy", "POST", path, **raw).status_code == 403
    assert house.ask("vic", "POST", path, **raw).status_code == 403
    answer = house.ask("sam", "POST", path, **raw)
    assert (answer.status_code, answer.text) == (201, "scan.png")
    assert house.ask("ivy", "GET", f"/files/shared/{file_id}").status_code == 404
    assert house.ask("sam", "POST", path, **raw).status_code == 409
    assert house.ask("sam", "POST", "/files/shared/987654/versions?name=a.png", **raw).status_code == 404


def test_a_bad_file_is_refused_in_words_and_nothing_is_kept(house: House) -> None:
    before = kept()
    for body, said in (
        (made.pdf(made.with_script), "script"),
        (made.pdf(password="secret"), "encrypted"),
        (made.bomb(), "unpacks to far more"),
        (b"MZ\x90\x00\x03", "no kind that is kept"),
        (b"", "empty"),
    ):
        answer = house.send("ivy", body)
        assert answer.status_code == 422 and said in answer.text
    assert kept() == before


def test_fifty_megabytes_are_refused_before_they_are_read(house: House) -> None:
    pulled = []

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(50):
            pulled.append(1)
            yield b"0" * 1_000_000

    told = house.send("sam", b"%PDF-" + b"0" * 50_000_000)
    assert (told.status_code, told.text) == (413, "This file is larger than 25 MB. Choose a smaller one.\n")
    chunked = house.send("sam", endless())
    assert chunked.status_code == 413
    assert house.send("sam", headers={"Content-Length": "-5", **RAW}).status_code == 413


RAW = {"Content-Type": "application/octet-stream"}


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", ""])
def test_a_form_of_another_site_cannot_send_a_file(house: House, kind: str) -> None:
    assert house.send("sam", headers={"Content-Type": kind}).status_code == 415


def test_an_account_deactivated_while_its_file_comes_in_leaves_nothing(house: House) -> None:
    with db.writing() as writing:
        redwood = writing.get_one(models.Insured, house.redwood)
        gone = cast.insured(writing, "Gil", redwood, frozenset(PortalRight))
        house.tokens["gil"] = house._token(writing, gone)
    before = kept()

    async def slowly() -> AsyncIterator[bytes]:
        yield PAPER[:100]
        with db.writing() as writing:
            writing.get_one(models.Account, gone.account_id).status = "deactivated"
        yield PAPER[100:]

    answer = house.send("gil", slowly())
    assert answer.status_code in (403, 409) and kept() == before


def test_only_a_post_sends(house: House) -> None:
    assert house.ask("sam", "GET", "/files/shared").status_code == 405
    assert house.ask("sam", "PUT", "/files/shared", content=PAPER).status_code == 405


def test_a_wrong_field_is_told(house: House) -> None:
    params = {"insured": house.redwood, "kind": "secret", "name": "a.pdf"}
    assert house.send("sam", params=params).status_code == 409
    assert house.send("sam", params={"insured": "1; --", "name": "a.pdf"}).status_code == 404


def test_a_file_is_attached_to_ones_own_request_and_to_no_other(house: House) -> None:
    with db.writing() as writing:
        own = requests.ask(writing, house.people["nia"], house.redwood, asked.FORM)
    path, raw = (
        f"/files/requests/{own}",
        {"content": PAPER, "headers": RAW, "params": {"name": "Contract.pdf"}},
    )
    before = kept()
    missing = house.ask("otto", "POST", "/files/requests/987654", **raw)
    for who in ("ivy", "otto"):
        foreign = house.ask(who, "POST", path, **raw)
        assert (foreign.status_code, foreign.text) == (404, missing.text)
    assert house.ask("", "POST", path, **raw).status_code == 401
    assert house.ask("vic", "POST", path, **raw).status_code == 403
    assert house.ask("nia", "POST", path, **raw | {"content": b"MZ\x90"}).status_code == 422
    assert kept() == before

    answer = house.ask("nia", "POST", path, **raw)  # she has no right to upload files
    assert (answer.status_code, answer.text) == (201, "Contract.pdf")
    with db.writing() as writing:
        shown = seen_requests.detail(writing, house.people["vic"], own)
        assert shown.file == "Contract.pdf"
        (mine,) = own_requests.mine(writing, house.people["nia"])
        assert (mine.file, mine.is_open) == ("Contract.pdf", True)
        writing.get_one(models.CertificateRequest, own).status = "refused"
    assert house.ask("sam", "GET", f"/files/shared/{shown.file_id}").content == PAPER
    late = house.ask("nia", "POST", path, **raw)
    assert late.status_code == 409 and "answered already" in late.text

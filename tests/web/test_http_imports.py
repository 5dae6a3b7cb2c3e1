"""Lists over HTTP: who sends one in, who takes one out, and who learns nothing."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine
from sqlmodel import select

from coi_app import db, models
from coi_app.services import sign_in
from coi_app.web import http, routes, session
from tests import cast

ROWS = b"Holder Name,Address Line 1,City,State,ZIP Code\nLarkspur Homes LLC,1 Main Street,Boise,ID,83702\n"
Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def house(engine: Engine) -> tuple[Ask, int]:
    """`ask(who, method, address)`, and the insured of Ivy."""
    with db.writing() as writing:
        people = cast.of(writing)
        insured_id = people.redwood.id
        tokens = {
            name: sign_in.open_after_link(writing, getattr(people, name).account_id, cast.IP, "Test").token
            for name in ("sam", "vic", "ivy", "otto")
        }

    def ask(who: str, method: str, address: str, **given: Any) -> httpx.Response:
        headers = {
            "Cookie": f"{session.cookie_name()}={tokens.get(who, 'x')}",
            "Origin": "http://localhost:8000",
        }

        async def talk() -> httpx.Response:
            transport = httpx.ASGITransport(http.application())
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
                return await client.request(method, address, headers=headers, **given)

        return asyncio.run(talk())

    assert insured_id is not None
    return ask, insured_id


def send(ask: Ask, who: str) -> httpx.Response:
    return ask(
        who, "POST", routes.POST_IMPORT, files={"import_file": ("moving.csv", ROWS)}, data={"kind": "both"}
    )


def runs() -> int:
    with db.reading() as reading:
        return len(reading.exec(select(models.ImportRun.id)).all())


def test_an_agent_sends_a_list_and_gets_its_page(house: tuple[Ask, int]) -> None:
    before, answer = runs(), send(house[0], "sam")
    assert answer.status_code == 303 and answer.headers["location"].startswith("/imports/")
    assert runs() == before + 1


@pytest.mark.parametrize(("who", "status"), [("", 401), ("vic", 403), ("ivy", 403), ("otto", 403)])
def test_who_may_not_import(house: tuple[Ask, int], who: str, status: int) -> None:
    before, ask = runs(), house[0]
    answers = [
        send(ask, who),
        ask(who, "GET", routes.IMPORT_TEMPLATE_CSV),
        ask(who, "GET", routes.IMPORT_EXAMPLE_CSV),
        ask(who, "GET", "/files/imports/1/rejected.csv"),
        ask(who, "GET", "/files/imports/987654/rejected.csv"),
    ]
    assert [answer.status_code for answer in answers] == [status] * 5
    assert runs() == before


@pytest.mark.parametrize(("who", "status"), [("", 401), ("ivy", 403), ("otto", 403)])
def test_who_takes_no_list_out(house: tuple[Ask, int], who: str, status: int) -> None:
    ask, insured_id = house
    lists = (routes.HOLDERS_CSV, routes.CARRIERS_CSV, routes.INSUREDS_CSV, routes.POLICIES_CSV)
    for address in (*lists, f"/files/insureds/{insured_id}/additional-interests.csv"):
        assert ask("sam", "GET", address).status_code == 200
        refused = ask(who, "GET", address)
        assert refused.status_code == status and "Redwood" not in refused.text


def test_a_template_and_an_example_for_each_kind(house: tuple[Ask, int]) -> None:
    for address, rows in ((routes.IMPORT_TEMPLATE_CSV, 1), (routes.IMPORT_EXAMPLE_CSV, 6)):
        answer = house[0]("sam", "GET", f"{address}?kind=policies")
        assert "policies-" in answer.headers["content-disposition"]
        assert answer.text.startswith("\ufeffInsured Name,Carrier,NAIC") and answer.text.count("\n") == rows
    assert "Holder Name" in house[0]("sam", "GET", f"{routes.IMPORT_TEMPLATE_CSV}?kind=nothing").text


def test_what_is_not_there(house: tuple[Ask, int]) -> None:
    for address in ("/files/imports/987654/rejected.csv", "/files/insureds/987654/additional-interests.csv"):
        assert house[0]("sam", "GET", address).status_code == 404

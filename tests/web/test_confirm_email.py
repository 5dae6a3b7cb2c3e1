"""The link that confirms a new e-mail address: its page, and the button on it."""

import asyncio
import re

import httpx
import pytest
from reflex.state import State
from sqlmodel import select

from coi_app import db, models
from coi_app.services import account_emails
from coi_app.web import http, http_sign_in
from coi_app.web.sign_in.state import DoorState
from tests import cast, factories, states

NEW = "new@redwoodridge.example"


@pytest.fixture
def token(engine: object) -> str:
    """What went by mail to the new address of somebody's account."""
    with db.writing() as session:
        for mail in session.exec(select(models.Mail)):
            session.delete(mail)
        people = cast.of(session)
        address = f"{people.ivy.account_id}.{NEW}"
        form = {"name": "Ivy", "email": address}
        account_emails.change(session, people.sam, people.ivy.account_id, form)
        body = session.exec(select(models.Mail.body).where(models.Mail.to_email == address)).one()
    found = re.search(r"/confirm-email/(\S+)", body)
    assert found
    return found[1]


def pressed(token: str) -> httpx.Response:
    """The answer to the page's button."""

    async def post() -> httpx.Response:
        transport = httpx.ASGITransport(http.application())
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
            return await client.post("/auth/confirm-email", data={"token": token})

    return asyncio.run(post())


def opened(address: str) -> State:
    root = states.tree("", address)
    door = states.of(root, DoorState)
    states.call(door, "arrive_with_link")
    return door


def test_the_page_names_the_new_address_and_only_its_own_page_takes_the_link(token: str) -> None:
    door = opened(f"/confirm-email/{token}/")
    assert door.link_works and door.link_email.endswith(NEW)
    for page in ("invite", "reset"):
        assert not opened(f"/{page}/{token}").link_works
    assert not opened(f"/confirm-email/{token[:-1]}x").link_works


def test_the_button_spends_the_link_once(token: str) -> None:
    first = pressed(token)
    assert (first.status_code, first.headers["location"]) == (303, "/sign-in?confirmed=1")
    again = pressed(token)
    assert again.headers["location"] == f"/confirm-email/{token}"
    said = http_sign_in.flash_in(f"{http_sign_in.FLASH}={again.cookies[http_sign_in.FLASH]}")
    assert "used already" in said["problems"]["form"]
    with db.reading() as session:
        kept = session.exec(select(models.Account.email).where(models.Account.name == "Ivy")).all()
    assert any(address.endswith(NEW) for address in kept)


@pytest.mark.parametrize("token_sent", ["", "x" * 5_000, "../../etc", "\x00"])
def test_what_is_no_link_is_answered_like_a_used_one(engine: object, token_sent: str) -> None:
    with db.writing() as session:
        factories.insured(session)
    answer = pressed(token_sent)
    assert answer.status_code == 303 and "/confirm-email/" in answer.headers["location"]

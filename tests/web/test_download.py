"""The page of a download link and the file behind it: for anybody who has the link, and nothing else."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlmodel import col, select

from coi_app import clock, db, models
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules.access import Role
from coi_app.services import certificates, delivery_links, mails
from coi_app.web import http
from coi_app.web.download import page
from coi_app.web.download.state import DownloadState
from tests import desk, factories, states
from tests.services.test_delivery_links import MESSAGE, token

assert page.page


@pytest.fixture
def secret(engine: object) -> str:
    actor, _ = states.somebody(Role.AGENT)
    with db.writing() as session:
        place = desk.ready(session, factories.insured(session, "Kettle Gap Framing LLC"))
        to = Recipient(interest_id=place.links[0].id)
        certificates.issue_and_send(session, actor, place.master_id, to, Wording(), MESSAGE)
        return token(session)


@pytest.fixture(autouse=True)
def forgotten(engine: object) -> None:
    """What was tried before."""
    with db.writing() as session:
        session.execute(models.SignInAttempt.__table__.delete())  # type: ignore[attr-defined]


def opened(secret: str) -> tuple[Any, Any]:
    root = states.tree("", f"/d/{secret}")
    state = states.of(root, DownloadState)
    states.call(state, "arrive")
    return root, state


def ask(method: str, address: str, **headers: str) -> httpx.Response:
    async def answer() -> httpx.Response:
        transport = httpx.ASGITransport(http.application())
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
            return await client.request(method, address, headers=headers)

    return asyncio.run(answer())


def last_delivery() -> models.Delivery:
    with db.reading() as session:
        row = session.exec(select(models.Delivery).order_by(col(models.Delivery.id).desc())).first()
        assert row is not None
        session.expunge(row)
        return row


def test_a_stranger_with_the_link_sees_it_and_that_is_no_use_yet(secret: str) -> None:
    root, state = opened(secret)
    assert not states.refused(root, DownloadState, "arrive")
    assert (state.phase, state.head, state.insured) == ("yes", "In force", "Kettle Gap Framing LLC")
    assert state.until and state.file_href == f"/files/links/{secret}.pdf"
    assert last_delivery().link_uses == 0


def test_the_file_is_the_exact_copy_without_a_cookie(secret: str) -> None:
    answer = ask("GET", f"/files/links/{secret}.pdf")
    with db.reading() as session:
        sha256 = session.get_one(models.Certificate, last_delivery().certificate_id).sha256
    assert (answer.status_code, answer.headers["x-coi-sha256"]) == (200, sha256)
    assert answer.headers["content-disposition"].startswith("attachment") and answer.content.startswith(
        b"%PDF"
    )
    assert "set-cookie" not in answer.headers and "no-store" in answer.headers["cache-control"]
    assert last_delivery().link_uses == 1


def test_a_look_ahead_is_no_use(secret: str) -> None:
    assert ask("HEAD", f"/files/links/{secret}.pdf").status_code == 405
    assert (
        ask("GET", f"/files/links/{secret}.pdf", **{"Sec-Purpose": "prefetch;prerender"}).status_code == 405
    )
    assert last_delivery().link_uses == 0


def test_an_ended_link_says_so_and_nothing_else(secret: str) -> None:
    with db.writing() as session:
        session.get_one(models.Delivery, last_delivery().id).link_expires_at = clock.now()
    answer = ask("GET", f"/files/links/{secret}.pdf")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/d/{secret}")
    _, state = opened(secret)
    assert (state.phase, state.insured, state.file_href) == ("expired", "", "") and state.until


@pytest.mark.parametrize("wrong", ["x", "%00", "a" * 300, "%F0%9F%92%A9", "..", "' OR 1=1 --"])
def test_a_made_up_link_leads_nowhere(secret: str, wrong: str) -> None:
    _, state = opened(wrong)
    assert (state.phase, state.insured, state.file_href) == ("unknown", "", "")
    assert ask("GET", f"/files/links/{wrong}.pdf").status_code in (303, 404)


def test_guessing_is_counted_at_both_doors(secret: str) -> None:
    for n in range(delivery_links.WRONG_LINKS // 2):
        assert ask("GET", f"/files/links/guess{n}.pdf").status_code == 303
    with db.writing() as session:
        for one in session.exec(select(models.SignInAttempt)):
            one.email = ""  # as the page's own network address is in these tests
    for n in range(delivery_links.WRONG_LINKS // 2):
        opened(f"guess{n}")
    _, state = opened(secret)
    assert state.phase == "refused" and "Wait 15 minutes" in state.refusal and state.file_href == ""


def test_the_message_forgets_its_link_when_it_left(secret: str) -> None:
    with db.writing() as session:
        mail = session.get_one(models.Mail, last_delivery().mail_id)
        mails.record_kept(session, mail)
        assert mail.secret_links == ""
    assert ask("GET", f"/files/links/{secret}.pdf").status_code == 200

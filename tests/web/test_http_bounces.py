"""POST /hooks/bounces: off without a secret, for signed reports only, and the same report twice is one."""

import asyncio
import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlmodel import select

from coi_app import clock, db, models, settings
from coi_app.queries.mails import MailState
from coi_app.services import mails
from coi_app.web import http, http_links
from tests import bounces as written

SECRET = "a secret of sixteen and more"


@pytest.fixture
def secret(engine: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("COI_BOUNCE_SECRET", SECRET)
    settings.current.cache_clear()
    yield SECRET
    monkeypatch.undo()
    settings.current.cache_clear()


@pytest.fixture
def message_id(engine: object) -> str:
    """Of a mail that a server took."""
    with db.writing() as session:
        mail = mails.queue(
            session, kind="request", to_email="certs@halvorsenpg.example", to_name="", subject="Yours", body="Here.",
            requested_by_id=None,
        )  # fmt: skip
        mails.finish(session, mail, MailState.SENT)
        return mail.message_id


def post(body: bytes, **headers: str) -> httpx.Response:
    async def answer() -> httpx.Response:
        transport = httpx.ASGITransport(http.application())
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
            return await client.post("/hooks/bounces", content=body, headers=headers)

    return asyncio.run(answer())


def signed(body: bytes, secret: str = SECRET, age: int = 0) -> dict[str, Any]:
    """As docs/operations.md says it is to be signed."""
    timestamp = str(int(clock.now().timestamp()) - age)
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {
        "X-COI-Timestamp": timestamp, "X-COI-Signature": f"sha256={digest}", "Content-Type": "message/rfc822",
    }  # fmt: skip


def state_of(message_id: str) -> str:
    with db.reading() as session:
        return session.exec(select(models.Mail.state).where(models.Mail.message_id == message_id)).one()


def test_it_is_off_without_a_secret(message_id: str) -> None:
    body = written.report(message_id)
    assert post(body, **signed(body, "")).status_code == 404 and state_of(message_id) == "sent"


def test_a_signed_report_fails_the_delivery_once(secret: str, message_id: str) -> None:
    body = written.report(message_id)
    answers = [post(body, **signed(body)) for _ in range(2)]
    assert [(one.status_code, one.json()) for one in answers] == [(200, {"taken": 1}), (200, {"taken": 0})]
    assert state_of(message_id) == "failed"


@pytest.mark.parametrize("age", [310, -310, 10**8])
def test_an_old_one_is_refused(secret: str, message_id: str, age: int) -> None:
    body = written.report(message_id)
    assert post(body, **signed(body, age=age)).status_code == 401 and state_of(message_id) == "sent"


def test_what_is_not_signed_is_refused(secret: str, message_id: str) -> None:
    body = written.report(message_id)
    for headers in ({}, signed(body, "another secret of sixteen"), signed(body + b" ")):
        assert post(body, **headers).status_code == 401
    assert state_of(message_id) == "sent"


def test_what_is_no_report_says_what_would_be_one(secret: str) -> None:
    answer = post(b"hello", **signed(b"hello"))
    assert answer.status_code == 422 and "message/rfc822" in answer.text
    large = b"x" * (http_links.LARGEST_REPORT + 1)
    assert post(large, **signed(large)).status_code == 413

import asyncio
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message

from coi_app.settings import Settings
from coi_app.web import http_headers

HASHES = ["sha256-abc="]
AGENCY = Settings(public_url="https://coi.kestrel.example")
LAPTOP = Settings(public_url="http://localhost:8000")


async def framed_pdf(request: Request) -> Response:
    own = {"content-security-policy": "default-src 'none'", "x-frame-options": "SAMEORIGIN"}
    return PlainTextResponse("pdf", headers=own | {"cache-control": "private, no-store"})


async def anything(request: Request) -> Response:
    return PlainTextResponse("answered")


def guarded(settings: Settings = AGENCY) -> ASGIApp:
    routes = [Route("/files/a.pdf", framed_pdf), Route("/{path:path}", anything, methods=["GET", "POST"])]
    return http_headers.wrap(Starlette(routes=routes), settings, HASHES)


def ask(path: str = "/", settings: Settings = AGENCY, method: str = "GET", **headers: str) -> httpx.Response:
    async def talk() -> httpx.Response:
        transport = httpx.ASGITransport(guarded(settings))
        async with httpx.AsyncClient(transport=transport, base_url=settings.public_url) as client:
            return await client.request(
                method, path, headers={k.replace("_", "-"): v for k, v in headers.items()}
            )

    return asyncio.run(talk())


def connect(**headers: str) -> list[Message]:
    """What the server does with a websocket handshake on which the application itself would fail."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {"type": "websocket", "path": "/_event", "headers": raw, "query_string": b""}
    asyncio.run(guarded()(scope, receive, send))
    return sent


def test_every_answer_carries_the_policy_even_a_missing_page() -> None:
    for path in ("/", "/insureds", "/no/such/page"):
        answer = ask(path)
        assert "script-src 'self' 'sha256-abc=';" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"


def test_a_built_file_may_do_nothing_as_a_page_and_is_not_heavy_with_hashes() -> None:
    answer = ask("/assets/page-BopP0BIg.js")
    assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["x-frame-options"] == "DENY"
    assert "sha256-abc=" in ask("/assets/page.js").headers["content-security-policy"]


def test_no_script_may_run_inline_or_be_evaluated() -> None:
    policy = ask().headers["content-security-policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in scripts


def test_a_file_shown_in_a_frame_keeps_its_own_headers() -> None:
    answer = ask("/files/a.pdf")
    assert answer.headers.get_list("content-security-policy") == ["default-src 'none'"]
    assert answer.headers.get_list("x-frame-options") == ["SAMEORIGIN"]
    assert answer.headers.get_list("cache-control") == ["private, no-store"]


def test_only_files_named_by_their_content_are_kept_for_good() -> None:
    assert "immutable" in ask("/assets/root-CwNT21M1.js").headers["cache-control"]
    assert ask("/assets/logo.svg").headers["cache-control"] == "no-cache"
    assert ask("/insureds").headers["cache-control"] == "no-cache"


def test_no_answer_is_for_a_search_engine() -> None:
    for path in ("/v/ABCDEFGHJKMN", "/ask/abc", "/d/abc", "/files/a.pdf"):
        assert ask(path).headers["x-robots-tag"] == "noindex"


def test_https_is_remembered_by_browsers_and_plain_http_is_not() -> None:
    assert "max-age" in ask().headers["strict-transport-security"]
    assert "strict-transport-security" not in ask(settings=LAPTOP).headers


@pytest.mark.parametrize("origin", ["https://evil.example", "http://coi.kestrel.example", "null"])
def test_another_web_site_is_refused(origin: str) -> None:
    answer = ask("/auth/sign-in", method="POST", origin=origin)
    assert answer.status_code == 403
    assert "x-frame-options" in answer.headers


def test_a_form_sent_by_another_site_is_refused_without_an_origin_too() -> None:
    assert ask("/auth/sign-out", method="POST", sec_fetch_site="cross-site").status_code == 403
    assert ask("/auth/sign-out", method="POST", sec_fetch_site="same-origin").status_code == 200


def test_a_link_from_another_site_still_opens_a_page() -> None:
    assert ask("/invite/abc", sec_fetch_site="cross-site").status_code == 200


def test_our_own_pages_may_post() -> None:
    assert ask("/auth/sign-in", method="POST", origin="https://coi.kestrel.example").status_code == 200


def test_another_host_name_is_refused_in_words_that_help() -> None:
    answer = ask(host="evil.example")
    assert answer.status_code == 421
    assert "COI_PUBLIC_URL" in answer.text


def test_probes_may_come_by_address() -> None:
    assert ask("/healthz", host="10.0.0.7:8000").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "coi.kestrel.example", "origin": "https://evil.example"},
        {"host": "coi.kestrel.example", "sec-fetch-site": "cross-site"},
        {"host": "evil.example"},
    ],
)
def test_a_websocket_of_another_site_is_closed_before_the_application_sees_it(
    headers: dict[str, str],
) -> None:
    assert connect(**headers) == [{"type": "websocket.close", "code": 1008}]


def test_on_this_machine_its_two_names_are_one() -> None:
    settings = Settings(public_url="http://localhost:8000", port=8105)
    assert http_headers.allowed_origins(settings) == [
        "http://127.0.0.1:8105",
        "http://localhost:8000",
        "http://localhost:8105",
    ]


def test_in_public_only_the_public_address_counts() -> None:
    assert http_headers.allowed_origins(Settings(public_url="https://COI.Kestrel.example/")) == [
        "https://coi.kestrel.example"
    ]

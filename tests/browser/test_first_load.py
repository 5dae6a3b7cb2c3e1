import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.served import Served

BUDGET_BYTES = 450 * 1024


@pytest.mark.parametrize("path", ["/", "/sign-in"])
def test_the_first_load_is_light(page: Page, running: Served, path: str) -> None:
    """Everything the browser fetches for a first page, as gzip sends it."""
    urls: list[str] = []
    page.on("response", lambda response: urls.append(response.url))
    page.goto(path, wait_until="networkidle")
    assert any(url.endswith(".js") for url in urls)
    assert sum(_gzipped_size(url) for url in urls if url.startswith(running.address)) <= BUDGET_BYTES


def test_the_page_reaches_its_server_under_the_strict_policy(page: Page) -> None:
    with page.expect_websocket(lambda socket: "/_event" in socket.url) as opened:
        page.goto("/sign-in")
    opened.value.wait_for_event("framereceived")
    expect(page.get_by_role("heading").first).to_be_visible()


def _gzipped_size(url: str) -> int:
    with httpx.stream("GET", url, headers={"accept-encoding": "gzip"}) as answer:
        return sum(len(chunk) for chunk in answer.iter_raw())

"""While a page arrives, nothing that is there already is pushed away (CLS at most 0.05)."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.demo.conftest import PHONE
from tests.browser.people import WINDOW, Enter

MOST = 0.05
OBSERVE = """
window.shifted = 0;
new PerformanceObserver((list) => list.getEntries().forEach((e) => { if (!e.hadRecentInput) shifted += e.value; }))
  .observe({type: "layout-shift", buffered: true});
"""
PAGES = (
    "/", "/certificates", "/insureds", "/insureds/1", "/insureds/1?tab=documents", "/holders", "/requests",
    "/imports", "/activity", "/outbox", "/settings",
)  # fmt: skip


def shift(page: Page, path: str) -> float:
    page.goto(path)
    expect(page.get_by_role("button", name="Maya Okafor")).to_be_visible()
    expect(page.get_by_text("Loading", exact=True)).to_have_count(0)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(200)  # frames are told of a moment later
    return float(page.evaluate("window.shifted"))


@pytest.mark.parametrize("size", [WINDOW, PHONE], ids=["desk", "phone"])
def test_nothing_is_pushed_away(enter: Enter, size: dict[str, int]) -> None:
    page = enter("admin", viewport=size)
    page.add_init_script(OBSERVE)
    found = {path: shift(page, path) for path in PAGES}
    assert {path: value for path, value in found.items() if value > MOST} == {}

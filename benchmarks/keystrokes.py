"""From a keystroke in the search of Certificates Sent to the rows it leaves, painted in a browser: those that the
window shows, and all 50.

The pause that the box waits for the next letter is taken off. `COI_BENCH_SCALE=large` measures with 1,000,000
certificates.
"""

import os
import time
from typing import Any

from playwright.sync_api import Page

from benchmarks import installations
from benchmarks.desk import signed_in
from benchmarks.figures import Figure, percentile, spread
from benchmarks.first_load import DESK, STAFF, browser
from benchmarks.grid import SCALE
from coi_app.web import frontend, session
from tests import served

P95_MS = 150.0
DEBOUNCE_MS = 250.0  # of `filters.search_box`
WORDS = ("summit", "roofing", "county school", "bank of", "garden", "ridge llc", "harbor", "oak meadow")
PATIENCE_SECONDS = 3.0
Painted = tuple[float, float]  # milliseconds until the rows in the window were, and all of them
# The last change of a row since the last letter, of any and of one in the window, once the frame with it is shown.
OBSERVE = """
window.stroke = {typed: 0, shown: 0, all: 0};
document.addEventListener("input", () => { stroke = {typed: performance.now(), shown: 0, all: 0}; }, true);
const rowsOf = ({target, addedNodes, removedNodes}) =>
  target.nodeName === "TBODY" ? [...addedNodes, ...removedNodes] : [target.parentElement?.closest("tbody tr")];
new MutationObserver((changes) => {
  const mine = stroke, rows = changes.flatMap(rowsOf).filter(Boolean);
  if (!rows.length) return;
  requestAnimationFrame(() => setTimeout(() => {
    mine.all = performance.now();
    if (rows.some((row) => row.getBoundingClientRect().top < innerHeight)) mine.shown = mine.all;
  }));
}).observe(document, {subtree: true, childList: true, characterData: true});
"""


def measure() -> list[Figure]:
    frontend.build()
    with installations.demo(os.environ.get(SCALE, "medium")) as folder, served.application(folder) as running:
        with installations.opened(folder):
            token = signed_in(STAFF)
        cookie: Any = {"name": session.cookie_name(), "value": token, "url": running.address}
        with browser() as opened:
            context = opened.new_context(viewport=DESK)
            context.add_cookies([cookie])
            page = context.new_page()
            page.add_init_script(OBSERVE)
            page.goto(f"{running.address}/certificates")
            page.locator("tbody tr").first.wait_for()
            waited = [spent for word in WORDS for spent in _typed(page, word)]
    shown, all_rows = zip(*waited, strict=True)
    name = "a letter typed until the rows are painted, without the pause for the next"
    return [
        Figure(f"{name}: p50", percentile(shown, 0.5), "ms"),
        Figure(f"{name}: p95", percentile(shown, 0.95), "ms", P95_MS, spread(shown, "ms")),
        Figure(f"{name}, those below the window too: p50", percentile(all_rows, 0.5), "ms"),
        Figure(f"{name}, those below the window too: p95", percentile(all_rows, 0.95), "ms"),
    ]


def _typed(page: Page, word: str) -> list[Painted]:
    """For each letter that changed the rows, each typed when the one before was answered."""
    box = page.get_by_role("searchbox", name="Search holder")
    box.fill("")
    _settled(page)
    waited = []
    for letter in word:
        box.press_sequentially(letter)
        if spent := _settled(page):
            waited.append(spent)
    return waited


def _settled(page: Page) -> Painted | None:
    """None when no row changed by what was typed."""
    until, last = time.monotonic() + PATIENCE_SECONDS, 0.0
    while time.monotonic() < until:
        page.wait_for_timeout(120)
        typed, shown, every = page.evaluate("[stroke.typed, stroke.shown, stroke.all]")
        if every and every == last:
            painted = shown - typed - DEBOUNCE_MS, every - typed - DEBOUNCE_MS
            return painted if painted[0] > 0 else None
        last = every
    return None

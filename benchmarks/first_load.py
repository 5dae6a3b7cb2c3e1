"""What a browser that has never been here loads and shows: bytes on the wire, largest paint, layout shift."""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks import installations
from benchmarks.desk import signed_in
from benchmarks.figures import Figure, spread
from coi_app.web import frontend, session
from tests import served

ROUNDS = 3
KILOBYTES, LCP_SECONDS, SHIFT = 450.0, 1.5, 0.05
STAFF, INSURED = "tom@kestrelvane.example", "luis@redwoodridge.example"
PAGES = (
    ("sign-in", "/sign-in", ""),
    ("home", "/", STAFF),
    ("insureds", "/insureds", STAFF),
    ("an insured", "/insureds/1", STAFF),
    ("certificates", "/certificates", STAFF),
    ("imports", "/imports", STAFF),
    ("settings", "/settings", STAFF),
    ("portal", "/portal", INSURED),
    ("portal, send", "/portal/send", INSURED),
    ("portal, certificates", "/portal/certificates", INSURED),
    ("portal, policies", "/portal/policies", INSURED),
    ("portal, files", "/portal/files", INSURED),
)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SETTLED_MS = 1_500
# The observers stand before the page's first byte is read.
OBSERVE = """
window.seen = {lcp: 0, shift: 0};
new PerformanceObserver((list) => list.getEntries().forEach((e) => { seen.lcp = e.startTime; }))
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => list.getEntries().forEach((e) => { if (!e.hadRecentInput) seen.shift += e.value; }))
  .observe({type: "layout-shift", buffered: true});
"""


def measure() -> list[Figure]:
    frontend.build()
    with installations.demo("small") as folder, served.application(folder) as running:
        with installations.opened(folder):
            cookies: dict[str, Any] = {
                who: {"name": session.cookie_name(), "value": signed_in(who), "url": running.address}
                for who in (STAFF, INSURED)
            }
        with browser() as opened:
            return [
                figure
                for name, path, who in PAGES
                for figure in _page(opened, name, running.address + path, cookies.get(who))
            ]


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=served.browser(), args=["--no-sandbox"])
        yield opened
        opened.close()


def _page(opened: Browser, name: str, address: str, cookie: Any) -> list[Figure]:
    loads = []
    for _ in range(ROUNDS):
        context = opened.new_context(viewport=PHONE if name.startswith("portal") else DESK)
        if cookie:
            context.add_cookies([cookie])
        loads.append(_load(context, address))
        context.close()
    sizes, paints, shifts = zip(*loads, strict=True)
    return [
        Figure(f"{name}: on the wire", max(sizes), "KB", KILOBYTES),
        Figure(f"{name}: largest paint", statistics.median(paints), "s", LCP_SECONDS, spread(paints, "s")),
        Figure(f"{name}: layout shift", max(shifts), "", SHIFT),
    ]


def _load(context: BrowserContext, address: str) -> tuple[float, float, float]:
    """Kilobytes (1,024), seconds, shift; the cache is empty."""
    page = context.new_page()
    page.add_init_script(OBSERVE)
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(SETTLED_MS)
    seen = page.evaluate("seen")
    if not seen["lcp"]:
        raise RuntimeError(f"{address} painted nothing.")
    return sum(sizes) / 1024, seen["lcp"] / 1000, seen["shift"]

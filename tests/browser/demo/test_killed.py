"""The server dies in the middle of a batch. Whoever pressed Generate reloads, and nothing is lost or doubled."""

import contextlib
import io
import sqlite3
import time
from pathlib import Path

import pypdf
from playwright.sync_api import Browser, Page, expect

from tests import served
from tests.browser import people
from tests.browser.demo.conftest import Demo
from tests.browser.demo.test_generate import HOLDERS, open_dialog

ISSUED = "SELECT count(*), count(DISTINCT holder_id) FROM certificates WHERE batch_id = ?"
PATIENCE_SECONDS = 30


def asked(database: Path, query: str, *values: object) -> tuple[int, ...]:
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        found: tuple[int, ...] = connection.execute(query, values).fetchone()
        return found


def start(page: Page) -> str:
    """Press Generate for everybody; gives the address of the run's own page."""
    open_dialog(page)
    page.get_by_role("checkbox", name="Check All").click()
    expect(page.get_by_role("dialog")).to_contain_text(f"{HOLDERS} will be issued.")
    page.get_by_role("radio", name="One combined PDF").click()
    expect(page.get_by_role("radio", name="One combined PDF")).to_be_checked()
    page.get_by_role("checkbox", name="Download", exact=True).click()
    expect(page.get_by_role("checkbox", name="Download", exact=True)).not_to_be_checked()
    page.get_by_role("button", name="Generate", exact=True).click()
    return page.get_by_role("link", name="its own page").get_attribute("href") or ""


def wait_for_some(database: Path, batch: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while asked(database, ISSUED, batch)[0] == 0:
        assert time.monotonic() < deadline, "nothing was issued"
        time.sleep(0.005)


def test_a_kill_in_the_middle_loses_and_doubles_nothing(browser: Browser, demo: Demo) -> None:
    port, database = served.free_port(), demo.spare / "coi.db"
    url = f"sqlite:///{database}"
    with served.application(demo.spare, port=port, COI_DATABASE_URL=url) as doomed:
        page = browser.new_context(base_url=doomed.address, viewport=people.WINDOW).new_page()
        page.goto("/sign-in")
        people.sign_in(page, demo.accounts["agent"]["email"], demo.accounts["agent"]["password"])
        address = start(page)
        batch = int(address.rsplit("/", 1)[-1])
        wait_for_some(database, batch)
        doomed.process.kill()
        doomed.process.wait()
    assert 0 < asked(database, ISSUED, batch)[0] < HOLDERS
    with served.application(demo.spare, port=port, COI_DATABASE_URL=url):
        page.goto(address)
        with page.expect_download() as download:
            page.get_by_role("link", name="Download").click()
        assert len(pypdf.PdfReader(io.BytesIO(download.value.path().read_bytes())).pages) == HOLDERS
        page.context.close()
    assert asked(database, ISSUED, batch) == (HOLDERS, HOLDERS)

"""The application as it is started for people, and a real browser. Without a browser these tests are skipped
with the reason; with CI set they fail."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect, sync_playwright

from coi_app.web import frontend
from tests import served

HERE = Path(__file__).parent
expect.set_options(timeout=15_000)  # a machine with two cores serves and browses at once


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First the files of the demo agency, whose filling takes long: each process then serves it only once."""
    items.sort(key=lambda item: HERE not in item.path.parents or item.path.parent.name != "demo")


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[served.Served]:
    frontend.build()
    with served.application(tmp_path_factory.mktemp("served")) as application:
        yield application


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(
                executable_path=served.browser(), args=["--no-sandbox", "--disable-gpu", "--process-per-site"]
            )
        except Error as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(
                f"No browser: .venv/bin/playwright install chromium ({error.message.splitlines()[0]})"
            )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, running: served.Served) -> Iterator[Page]:
    """A new person's page. The test fails if the browser had anything to complain about."""
    context = browser.new_context(base_url=running.address)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.extend(_complaint(message)))
    page.on("pageerror", lambda error: complaints.append(error.message))
    yield page
    context.close()
    assert complaints == []


def _complaint(message: ConsoleMessage) -> list[str]:
    return [f"{message.text} ({message.location['url']})"] if message.type == "error" else []

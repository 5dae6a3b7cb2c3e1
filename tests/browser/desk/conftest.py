"""The served application with a small agency in it, and pages of people who have signed in."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from coi_app.web import frontend
from tests import served
from tests.browser.desk import agency

SignIn = Callable[[str], Page]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="package")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[served.Served]:
    """An agency of its own for these tests: they change it."""
    frontend.build()
    folder = tmp_path_factory.mktemp("desk")
    with served.application(folder) as application:
        agency.fill(folder)
        yield application


@pytest.fixture
def signed_in(browser: Browser, desk: served.Served) -> Iterator[SignIn]:
    """`signed_in("viewer")`: a new window of that person. The test fails if the browser complained."""
    contexts, complaints = [], []

    def open_as(role: str, **options: object) -> Page:
        context = browser.new_context(base_url=desk.address, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(error.message))
        agency.enter(page, role)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def stranger(browser: Browser, desk: served.Served) -> Iterator[Page]:
    """A window of somebody who has not signed in."""
    context = browser.new_context(base_url=desk.address, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def desk_page(signed_in: SignIn) -> Page:
    """The admin's window."""
    return signed_in("admin")


@pytest.fixture
def violations() -> Callable[[Page], list[str]]:
    """What axe finds on a page, as rule and place."""

    def found(page: Page) -> list[str]:
        result = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        return [f"{one['id']}: {place['html'][:120]}" for one in result for place in one["nodes"]]

    return found

"""The served application with a small agency in it, and pages of people who have signed in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from coi_app.web import frontend
from tests import served
from tests.browser import people
from tests.browser.desk import agency


@pytest.fixture(scope="package")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[served.Served]:
    """An agency of its own for these tests: they change it."""
    frontend.build()
    folder = tmp_path_factory.mktemp("desk")
    with served.application(folder) as application:
        agency.fill(folder)
        yield application


@pytest.fixture(scope="package")
def door(browser: Browser, desk: served.Served) -> people.Doorkeeper:
    return people.Doorkeeper(browser, desk.address, lambda role: (agency.address(role), agency.PASSWORD))


@pytest.fixture
def signed_in(door: people.Doorkeeper) -> Iterator[people.Enter]:
    """`signed_in("viewer")`: a new window of that person."""
    with door.windows() as enter:
        yield enter


@pytest.fixture
def stranger(browser: Browser, desk: served.Served) -> Iterator[Page]:
    """A window of somebody who has not signed in."""
    context = browser.new_context(base_url=desk.address, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def desk_page(signed_in: people.Enter) -> Page:
    """The admin's window."""
    return signed_in("admin")

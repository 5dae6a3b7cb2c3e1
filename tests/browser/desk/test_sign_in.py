import re
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests import served
from tests.browser.desk import agency
from tests.browser.people import WINDOW, Enter, barriers


def try_to_enter(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.keyboard.press("Enter")


def test_a_wrong_password_says_so_and_keeps_the_address(stranger: Page) -> None:
    stranger.goto("/sign-in")
    try_to_enter(stranger, agency.address("viewer"), "not this one at all")
    expect(stranger.get_by_role("alert")).to_be_visible()
    expect(stranger.get_by_label("E-mail")).to_have_value(agency.address("viewer"))
    expect(stranger.get_by_label("Password", exact=True)).to_have_value("")


def test_an_unknown_address_is_answered_alike(stranger: Page) -> None:
    said = []
    for email in (agency.address("viewer"), "nobody@kestrelvane.example"):
        stranger.goto("/sign-in")
        try_to_enter(stranger, email, "not this one at all")
        said.append(stranger.get_by_role("alert").inner_text())
    assert said[0] == said[1]


@pytest.mark.parametrize(
    "address", ["/", "/insureds", "/holders?q=linden", "/activity", "/settings?tab=users"]
)
def test_no_page_shows_anything_before_signing_in_and_then_goes_on(stranger: Page, address: str) -> None:
    stranger.goto(address)
    expect(stranger).to_have_url(re.compile("/sign-in"))
    assert "Linden" not in stranger.content()
    try_to_enter(stranger, agency.address("admin"), agency.PASSWORD)
    expect(stranger.get_by_role("button", name="Maya Okafor")).to_be_visible()
    arrived = urlsplit(stranger.url)
    assert (arrived.path.rstrip("/"), arrived.query) == (
        urlsplit(address).path.rstrip("/"),
        urlsplit(address).query,
    )


def test_a_form_sent_before_it_knew_the_page_goes_there_all_the_same(desk: served.Served) -> None:
    form = {"email": agency.address("viewer"), "password": agency.PASSWORD, "next": ""}
    for asked, arrived in (("/holders?q=linden", "/holders?q=linden"), ("https://evil.example/", "/")):
        referer = f"{desk.address}/sign-in?{urlencode({'next': asked})}"
        headers = {"Referer": referer, "Origin": desk.address}
        answer = httpx.post(f"{desk.address}/auth/sign-in", data=form, headers=headers)
        assert (answer.status_code, answer.headers["location"]) == (303, arrived)


def test_a_next_address_elsewhere_leads_home(stranger: Page) -> None:
    stranger.goto("/sign-in?next=https://evil.example/")
    try_to_enter(stranger, agency.address("viewer"), agency.PASSWORD)
    expect(stranger.get_by_role("heading", name="Home")).to_be_visible()


def test_signing_out_closes_every_window(signed_in: Enter) -> None:
    first = signed_in("viewer", viewport=WINDOW)
    first.goto("/")
    second = first.context.new_page()
    second.goto("/insureds")
    expect(second.get_by_role("link", name="Owyhee Freight Inc")).to_be_visible()
    first.get_by_role("button", name="Vera Lind").click()
    first.get_by_role("menuitem", name="Sign out").click()
    expect(first).to_have_url(re.compile("/sign-in"))
    expect(second).to_have_url(re.compile("/sign-in"), timeout=3_000)
    second.goto("/insureds")
    expect(second).to_have_url(re.compile("/sign-in"))


def test_forgot_password_tells_nobody_who_has_an_account(stranger: Page) -> None:
    said = []
    for email in (agency.address("viewer"), "nobody@kestrelvane.example"):
        stranger.goto("/sign-in")
        stranger.get_by_role("link", name="Forgot password?").click()
        stranger.get_by_label("E-mail").fill(email)
        stranger.get_by_role("button", name="Send the link").click()
        said.append(stranger.get_by_role("alert").inner_text())
    assert said[0] == said[1]


@pytest.mark.parametrize("address", ["/sign-in", "/forgot", "/invite/no-such-link"])
def test_everybody_can_use_it(stranger: Page, address: str) -> None:
    stranger.goto(address)
    expect(stranger.get_by_role("heading", level=1)).to_be_visible()
    assert barriers(stranger) == []

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Enter, barriers


def test_it_tells_who_did_what_and_from_where(desk_page: Page) -> None:
    desk_page.goto("/activity")
    row = desk_page.get_by_role("row").filter(has_text="Signed in").filter(has_text="Maya Okafor")
    expect(row.first).to_contain_text("127.0.0.1")
    expect(desk_page.get_by_text("Times in America/Boise")).to_be_visible()


def test_before_and_after_come_on_demand(desk_page: Page) -> None:
    desk_page.goto("/activity?kind=insured:changed")
    desk_page.get_by_role("button", name="Details: Changed Owyhee Freight Inc").click()
    dialog = desk_page.get_by_role("dialog", name="Changed Owyhee Freight Inc")
    line = dialog.get_by_role("row").filter(has_text="Phone")
    expect(line).to_contain_text("(208) 555-0141")
    expect(line).to_contain_text("(208) 555-0142")
    desk_page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_person_kind_and_days_narrow_it_in_the_address(desk_page: Page) -> None:
    desk_page.goto("/activity")
    desk_page.get_by_label("Kind", exact=True).select_option("account")
    expect(desk_page).to_have_url(re.compile("kind=account"))
    expect(desk_page.get_by_text("Changed Owyhee Freight Inc")).to_have_count(0)
    desk_page.get_by_label("Person").select_option(label="Vera Lind")
    expect(desk_page).to_have_url(re.compile(r"who=\d+"))
    desk_page.get_by_role("button", name="Dates").click()
    desk_page.get_by_role("menuitem", name="Last 7 days").click()
    expect(desk_page).to_have_url(re.compile(r"first=\d{4}-\d\d-\d\d"))
    expect(desk_page.get_by_label("From")).not_to_have_value("")
    desk_page.get_by_role("button", name="Clear all").click()
    expect(desk_page).to_have_url(re.compile(r"/activity/?$"))


def test_days_long_ago_leave_nothing(desk_page: Page) -> None:
    desk_page.goto("/activity?first=2001-01-01&last=2001-01-31")
    expect(desk_page.get_by_text("Nothing matches these filters")).to_be_visible()


@pytest.mark.parametrize(
    "address", ["/activity?who=abc&first=soon&last=31.12&after=x&from=-4", "/activity?kind=%00"]
)
def test_a_made_up_address_shows_the_list(desk_page: Page, address: str) -> None:
    desk_page.goto(address)
    expect(desk_page.get_by_role("heading", name="Activity")).to_be_visible()
    expect(desk_page.get_by_text("This did not load")).to_have_count(0)


def test_everybody_can_use_it(signed_in: Enter) -> None:
    page = signed_in("viewer")
    page.goto("/activity?kind=insured:changed")
    page.get_by_role("button", name="Details: Changed Owyhee Freight Inc").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert barriers(page) == []

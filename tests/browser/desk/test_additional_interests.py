import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk.test_profile import open_insured
from tests.browser.people import Enter, barriers

TAB = "Additional Interests"
SEARCH = "Search additional interests"


@pytest.fixture
def listed(desk_page: Page) -> Page:
    open_insured(desk_page, "Fern Hollow Property Mgmt", TAB)
    expect(desk_page.get_by_role("table", name=TAB)).to_be_visible()
    return desk_page


def test_typing_narrows_and_the_address_keeps_it(listed: Page) -> None:
    box = listed.get_by_placeholder(SEARCH)
    box.press_sequentially("iron", delay=60)
    expect(listed.get_by_text("1 additional interest", exact=True)).to_be_visible()
    expect(listed).to_have_url(re.compile("tab=additional-interests&q=iron"))
    listed.reload()
    expect(box).to_have_value("iron")
    expect(listed.get_by_text("1 additional interest", exact=True)).to_be_visible()
    listed.get_by_role("button", name="Clear all").click()
    expect(listed.get_by_text("3 additional interests")).to_be_visible()
    expect(box).to_have_value("")


def test_type_and_ended_are_filters(listed: Page) -> None:
    listed.get_by_role("button", name="Type", exact=True).click()
    listed.get_by_role("menuitem", name="Mortgagee").click()
    expect(listed.get_by_text("Nothing matches these filters")).to_be_visible()
    listed.get_by_role("button", name="Remove Type Mortgagee").click()
    expect(listed.get_by_text("3 additional interests")).to_be_visible()


def test_a_known_holder_is_added_with_all_its_wishes(signed_in: Enter) -> None:
    page = signed_in("agent")
    open_insured(page, "Silver Fir Plumbing LLC", TAB)
    page.get_by_role("button", name="Add Additional Interest").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_role("link", name="Choose the holder from the list.")).to_be_visible()
    expect(dialog.locator(".error-summary")).to_be_focused()
    dialog.get_by_label("Holder", exact=True).press_sequentially("linden", delay=20)
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")  # closes the list; the dialog stays
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    dialog.get_by_label("Certificate holder").uncheck()
    dialog.get_by_label("Additional insured").check()
    asked, waived = (
        dialog.get_by_role("group", name="ADDL INSD"),
        dialog.get_by_role("group", name="SUBR WVD"),
    )
    asked.get_by_label("General Liability").check()
    expect(asked.get_by_label("Workers Comp")).to_have_count(0)
    waived.get_by_label("Workers Comp").check()
    dialog.get_by_label("Project").fill("Cedar Street Lofts")
    dialog.get_by_label("Contract date").fill("3/4/2026")
    dialog.get_by_label("E-mail for certificates").fill("no address")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.locator("#interest_problems")).to_be_focused()
    expect(dialog.get_by_label("Project")).to_have_value("Cedar Street Lofts")
    dialog.get_by_label("E-mail for certificates").fill("coi@linden.example")
    dialog.get_by_role("button", name="Add", exact=True).click()
    row = page.get_by_role("row").filter(has_text="Linden Square Market LP")
    for shown in ("Additional insured", "Cedar Street Lofts", "coi@linden.example"):
        expect(row).to_contain_text(shown)
    row.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Edit").click()
    expect(asked.get_by_label("General Liability")).to_be_checked()
    expect(waived.get_by_label("Workers Comp")).to_be_checked()
    expect(dialog.get_by_label("Contract date")).to_have_value("03/04/2026")
    asked.get_by_label("General Liability").uncheck()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    row.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Edit").click()
    expect(asked.get_by_label("General Liability")).not_to_be_checked()
    page.keyboard.press("Escape")


def test_a_new_holder_is_made_on_the_way(signed_in: Enter) -> None:
    page = signed_in("agent")
    open_insured(page, "Silver Fir Plumbing LLC", TAB)
    page.get_by_role("button", name="Add Additional Interest").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Enter a new holder").click()
    dialog.get_by_label("Holder's name").fill("Gray Wolf Cold Storage LLC")
    dialog.get_by_label("Address").fill("12 Dock Street")
    dialog.get_by_label("City").fill("Nampa")
    dialog.get_by_label("State").select_option("ID")
    dialog.get_by_label("ZIP").fill("83651")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="Gray Wolf Cold Storage LLC")).to_contain_text("Nampa, ID")


def test_ending_takes_off_the_list_and_resuming_brings_back(signed_in: Enter) -> None:
    page = signed_in("agent")
    open_insured(page, "Owyhee Freight Inc", TAB)
    row = page.get_by_role("row").filter(has_text="Halvorsen Property Group LLC")
    row.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="End", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="End", exact=True).click()
    expect(row).to_be_hidden()
    expect(page.get_by_text("2 additional interests")).to_be_visible()
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("menuitem", name="Ended", exact=True).click()
    expect(row).to_contain_text("Ended")
    row.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Resume").click()
    expect(page.get_by_text("Halvorsen Property Group LLC is active again.")).to_be_visible()


def test_the_button_opens_generate(listed: Page) -> None:
    listed.get_by_role("button", name="Generate Certificates").click()
    expect(listed.get_by_role("dialog")).to_contain_text("Fern Hollow Property Mgmt")


def test_everybody_can_fill_the_form(signed_in: Enter) -> None:
    page = signed_in("admin")
    open_insured(page, "Lantern Row Bakery LLC", TAB)
    page.get_by_role("button", name="Add Additional Interest").click()
    page.get_by_role("dialog").get_by_role("button", name="Enter a new holder").click()
    page.get_by_role("dialog").get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("group", name="Please look at these first")).to_be_visible()
    assert barriers(page) == []

"""One holder that stands twice on the list: found, compared, merged, seen where it is used; then its links edited."""

import re

from playwright.sync_api import Page, expect

from tests.browser.desk.test_profile import open_insured
from tests.browser.people import Enter, barriers

LINDEN, TWIN = "Linden Square Market LP", "The Linden Square Market, L.P."
INSURED = "Cascade Crest Electric Inc"


def make_twin(page: Page) -> None:
    """Somebody did not find the holder, and made it again for one insured."""
    open_insured(page, INSURED, "Additional Interests")
    page.get_by_role("button", name="Add Additional Interest").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Enter a new holder").click()
    dialog.get_by_label("Holder's name").fill(TWIN)
    dialog.get_by_label("Address").fill("800 West Main St.")
    dialog.get_by_label("City").fill("Boise")
    dialog.get_by_label("State").select_option("ID")
    dialog.get_by_label("ZIP").fill("83702")
    dialog.get_by_label("Certificate holder").uncheck()
    dialog.get_by_label("Loss payee").check()
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("row").filter(has_text=TWIN)).to_be_visible()


def test_a_holder_that_stands_twice_becomes_one(signed_in: Enter) -> None:
    page = signed_in("agent")
    make_twin(page)
    page.goto("/holders?q=linden")
    page.get_by_role("button", name="Find duplicates").click()
    found = page.get_by_role("dialog", name="Duplicates")
    expect(found.get_by_text("Same name and address")).to_be_visible()
    assert barriers(page) == []
    found.get_by_role("button", name="Compare and merge").click()
    dialog = page.get_by_role("dialog", name="Merge holders")
    expect(dialog.get_by_role("radio", name=f"This one stays: {LINDEN}", exact=False)).to_be_checked()
    expect(dialog.get_by_text("Type: Certificate holder and Loss payee become one.")).to_be_visible()
    dialog.get_by_role("radio", name=f"Keep Name: {TWIN}").click()
    expect(dialog.get_by_role("radio", name=f"Keep Name: {TWIN}")).to_be_checked()
    dialog.get_by_role("radio", name=f"Keep Name: {LINDEN}").click()
    expect(dialog.get_by_role("radio", name=f"Keep Name: {LINDEN}")).to_be_checked()
    assert barriers(page) == []
    dialog.get_by_role("button", name="Merge").click()
    expect(page.get_by_text(f"Merged 1 holder into {LINDEN}.")).to_be_visible()
    expect(page.get_by_text("1 holder", exact=True)).to_be_visible()
    _see_where_it_is_used(page)
    _edit_its_links(page)


def _see_where_it_is_used(page: Page) -> None:
    page.get_by_role("link", name=LINDEN).click()
    dialog = page.get_by_role("dialog", name=LINDEN)
    expect(dialog.get_by_text(f"Formerly: {TWIN}")).to_be_visible()
    both = dialog.get_by_role("link", name=INSURED)
    expect(both).to_have_count(2)  # the one that became one with another has ended
    assert barriers(page) == []
    dialog.get_by_role("link", name="Show all").click()
    expect(page).to_have_url(re.compile(r"/certificates\?holders=\d+"))
    expect(page.get_by_role("button", name=f"Remove Certificates of {LINDEN}")).to_be_visible()
    expect(page.get_by_role("table").get_by_text(LINDEN).first).to_be_visible()


def _edit_its_links(page: Page) -> None:
    open_insured(page, INSURED, "Additional Interests")
    row = page.get_by_role("row").filter(has_text=LINDEN)
    expect(row).to_contain_text("Certificate holder, Loss payee")
    row.get_by_role("checkbox", name=f"Select {LINDEN}").click()
    page.get_by_role("checkbox", name="Select this page").click()
    page.get_by_role("button", name=re.compile("Select all 3 matching")).click()
    page.get_by_role("region", name="Selection").get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog", name="Edit 3 additional interests")
    dialog.get_by_role("button", name="Preview").click()
    expect(dialog.get_by_text("Tick at least one field to change.")).to_be_visible()
    dialog.get_by_label("Change the type").check()
    dialog.get_by_role("group", name="New type").get_by_label("Lessor").check()
    dialog.get_by_role("button", name="Preview").click()
    expect(dialog.get_by_text("3 of 3 will change: type.")).to_be_visible()
    assert barriers(page) == []
    dialog.get_by_role("button", name="Change 3").click()
    expect(page.get_by_text("3 additional interests changed.")).to_be_visible()
    expect(row).to_contain_text("Lessor")

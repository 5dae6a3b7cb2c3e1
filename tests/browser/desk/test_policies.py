import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk.test_profile import open_insured
from tests.browser.people import Enter, barriers

OWNER = "Silver Fir Plumbing LLC"


@pytest.fixture
def owner(desk_page: Page) -> Page:
    open_insured(desk_page, OWNER, "Policies")
    return desk_page


def fill_dates(dialog: Locator, first: str, last: str) -> None:
    dialog.get_by_label("Effective date").fill(first)
    dialog.get_by_label("Expiration date").fill(last)


def test_a_policy_is_added_with_a_new_carrier_and_the_limits_of_its_line(owner: Page) -> None:
    owner.get_by_role("button", name="Add Policy").first.click()
    dialog = owner.get_by_role("dialog")
    dialog.get_by_label("Each occurrence").first.fill("7")
    dialog.get_by_label("Line of business").select_option("workers_compensation")
    expect(dialog.get_by_label("Each occurrence").first).to_be_hidden()
    dialog.get_by_role("button", name="Enter a new carrier").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator("#policy_problems")).to_be_focused()
    for sentence in (
        "carrier's legal name",
        "NAIC code",
        "policy number",
        "effective date",
        "E.L. each accident",
    ):
        expect(dialog.get_by_role("link", name=re.compile(sentence))).to_be_visible()
    dialog.get_by_label("Carrier's legal name").fill("Great Basin Workers Mutual")
    dialog.get_by_label("NAIC code").fill("99340")
    dialog.get_by_label("Policy number").fill("WC-61-3380925")
    fill_dates(dialog, "3/4/2026", "2029-03-04")
    dialog.get_by_label("member excluded").select_option("no")
    dialog.get_by_label("E.L. each accident").fill("1M")
    dialog.get_by_role("button", name="Save").click()
    expect(owner.get_by_role("heading", name="Workers Comp")).to_be_visible()
    expect(owner).to_have_url(re.compile(r"policy=\d+"))
    card = owner.get_by_role("tabpanel")
    for shown in (
        "03/04/2026 to 03/04/2029",
        "1,000,000",
        "Great Basin Workers Mutual",
        "99340",
        "nobody excluded",
    ):
        expect(card).to_contain_text(shown)
    owner.get_by_role("link", name="All policies").click()
    row = owner.get_by_role("row").filter(has_text="WC-61-3380925")
    expect(row).to_contain_text("In force")


def test_another_line_and_back_loses_nothing_typed(owner: Page) -> None:
    owner.get_by_role("button", name="Add Policy").first.click()
    dialog = owner.get_by_role("dialog")
    dialog.get_by_label("General aggregate").fill("2,000,000")
    dialog.get_by_label("Line of business").select_option("automobile")
    dialog.get_by_label("Line of business").select_option("general_liability")
    expect(dialog.get_by_label("General aggregate")).to_have_value("2,000,000")


def test_edit_prefills_warns_of_an_overlap_and_keeps_ticks(owner: Page) -> None:
    for number in ("BAP-1", "BAP-2"):
        open_insured(owner, OWNER, "Policies")
        owner.get_by_role("button", name="Add Policy").first.click()
        dialog = owner.get_by_role("dialog")
        dialog.get_by_label("Line of business").select_option("automobile")
        dialog.get_by_label("Carrier", exact=True).fill("cobalt")
        owner.get_by_role("listbox").get_by_role("option").first.click()
        dialog.get_by_label("Policy number").fill(number)
        fill_dates(dialog, "01/01/2026", "01/01/2029")
        dialog.get_by_label("Hired autos").check()
        dialog.get_by_label("Combined single limit").fill("1,000,000")
        dialog.get_by_role("button", name="Save").click()
        expect(owner.get_by_role("heading", name="Automobile")).to_be_visible()
    expect(owner.get_by_text("Policy BAP-1 covers the same line")).to_be_visible()
    owner.get_by_role("button", name="Edit policy").click()
    dialog = owner.get_by_role("dialog")
    expect(dialog.get_by_label("Hired autos")).to_be_checked()
    expect(dialog.get_by_label("Expiration date")).to_have_value("01/01/2029")
    dialog.get_by_label("Owned autos", exact=True).check()
    dialog.get_by_label("Hired autos").uncheck()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(owner.get_by_role("tabpanel")).to_contain_text("Owned autos")
    expect(owner.get_by_role("tabpanel")).not_to_contain_text("Hired autos")


def test_a_policy_is_cancelled_and_reinstated(signed_in: Enter) -> None:
    page = signed_in("agent")
    open_insured(page, "Owyhee Freight Inc", "Policies")
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("menuitem", name="Cancel policy").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Cancelled on").fill("1/1/1999")
    dialog.get_by_role("button", name="Cancel policy").click()
    expect(dialog.get_by_role("link", name=re.compile("day of the cancellation"))).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("table", name="Policies").get_by_role("link").first.click()
    today = page.evaluate("new Date().toLocaleDateString('en-US', {timeZone: 'America/Boise'})")
    page.get_by_role("button", name="Cancel policy").click()
    dialog.get_by_label("Cancelled on").fill(today)
    dialog.get_by_role("button", name="Cancel policy").click()
    expect(page.get_by_role("button", name="Reinstate")).to_be_visible()
    page.get_by_role("button", name="Reinstate").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Reinstate").click()
    expect(page.get_by_role("button", name="Cancel policy")).to_be_visible()


def test_endorsements_are_added_by_keyboard_changed_and_removed(signed_in: Enter) -> None:
    page = signed_in("agent")
    open_insured(page, "Cascade Crest Electric Inc", "Policies")
    page.get_by_role("table", name="Policies").get_by_role("link").first.click()
    page.get_by_role("button", name="Add endorsement").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reach").select_option("scheduled")
    expect(dialog.get_by_label("Condition")).to_be_hidden()
    dialog.get_by_label("Form number").fill("CG 20 10")
    dialog.get_by_label("Edition").fill("04 13")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("link", name="Choose the holders that the endorsement names.")).to_be_visible()
    expect(dialog.locator("[id$=problems], #error_summary").filter(visible=True)).to_be_focused()
    dialog.get_by_label("Holders it names").press_sequentially("linden", delay=20)
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("list", name="Named holders")).to_contain_text("Linden Square Market LP")
    expect(dialog.get_by_label("Holders it names")).to_have_value("")
    expect(dialog.get_by_label("Form number")).to_have_value("CG 20 10")
    dialog.get_by_role("button", name="Save").click()
    card = page.get_by_role("region", name="Endorsements")
    expect(card).to_contain_text("Linden Square Market LP")
    expect(card).to_contain_text("Not approved yet")
    card.get_by_role("button", name="Edit CG 20 10 04 13").click()
    dialog.get_by_label("Reach").select_option("blanket")
    dialog.get_by_label("Approved by the carrier on").fill("2026-03-04")
    dialog.get_by_role("button", name="Save").click()
    expect(card).to_contain_text("Approved 03/04/2026")
    expect(card).to_contain_text("Blanket")
    card.get_by_role("button", name="Remove CG 20 10 04 13").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
    expect(card).to_contain_text("No endorsements yet")


def test_everybody_can_fill_the_forms(desk_page: Page) -> None:
    open_insured(desk_page, "Lantern Row Bakery LLC", "Policies")
    desk_page.get_by_role("button", name="Add Policy").first.click()
    desk_page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(desk_page.get_by_role("group", name="Please look at these first")).to_be_visible()
    assert barriers(desk_page) == []
    desk_page.keyboard.press("Escape")
    desk_page.get_by_role("table", name="Policies").get_by_role("link").first.click()
    desk_page.get_by_role("button", name="Add endorsement").click()
    expect(desk_page.get_by_role("dialog")).to_be_visible()
    assert barriers(desk_page) == []

import re

from playwright.sync_api import Page, expect

from tests.browser.people import Enter, barriers


def names(page: Page) -> list[str]:
    return page.get_by_role("table", name="Insureds").locator("tbody tr td:first-child a").all_inner_texts()


def test_the_list_is_narrowed_while_typing_and_lives_in_the_address(desk_page: Page) -> None:
    desk_page.goto("/insureds")
    desk_page.get_by_placeholder("Search name, DBA, city or policy number").press_sequentially(
        "lantern", delay=30
    )
    expect(desk_page.get_by_text("1 insured", exact=True)).to_be_visible()
    assert names(desk_page) == ["Lantern Row Bakery LLC"]
    expect(desk_page).to_have_url(re.compile(r"q=lantern"))
    desk_page.reload()
    expect(desk_page.get_by_placeholder("Search name, DBA, city or policy number")).to_have_value("lantern")
    expect(desk_page.get_by_text("1 insured", exact=True)).to_be_visible()


def test_fast_typing_loses_no_letter(desk_page: Page) -> None:
    desk_page.goto("/insureds")
    box = desk_page.get_by_placeholder("Search name, DBA, city or policy number")
    box.press_sequentially("fern hollow prop", delay=120)
    desk_page.wait_for_timeout(600)
    expect(box).to_have_value("fern hollow prop")
    assert names(desk_page) == ["Fern Hollow Property Mgmt"]


def test_a_policy_number_finds_its_insured(desk_page: Page) -> None:
    desk_page.goto("/insureds?q=bap2290417")
    expect(desk_page.get_by_text("Policy BAP-2290417-03")).to_be_visible()
    assert names(desk_page) == ["Redwood Ridge Builders LLC"]


def test_back_and_forward_restore_the_list(desk_page: Page) -> None:
    desk_page.goto("/insureds?q=owyhee")
    expect(desk_page.get_by_text("1 insured", exact=True)).to_be_visible()
    desk_page.get_by_role("link", name="Holders").first.click()
    expect(desk_page.get_by_role("heading", name="Holders")).to_be_visible()
    desk_page.go_back()
    expect(desk_page.get_by_placeholder("Search name, DBA, city or policy number")).to_have_value("owyhee")
    expect(desk_page.get_by_text("1 insured", exact=True)).to_be_visible()


def test_kind_policies_and_sort_narrow_and_order(desk_page: Page) -> None:
    desk_page.goto("/insureds")
    desk_page.get_by_role("radio", name="Prospects").click()
    expect(desk_page.get_by_role("link", name="Quarry Bend Coffee LLC")).to_be_visible()
    expect(desk_page).to_have_url(re.compile("kind=prospect"))
    desk_page.get_by_role("radio", name="All").click()
    desk_page.get_by_role("button", name="Policies", exact=True).first.click()
    desk_page.get_by_role("menuitem", name="Expiring in 30 days").click()
    expect(desk_page.get_by_text("4 insureds")).to_be_visible()
    desk_page.get_by_role("columnheader", name="Policies").get_by_role("button").click()
    expect(desk_page).to_have_url(re.compile("sort=next_expiry"))
    expect(desk_page.get_by_role("columnheader", name="Policies")).to_have_attribute("aria-sort", "ascending")
    assert names(desk_page)[0] == "Redwood Ridge Builders LLC"
    desk_page.get_by_role("button", name="Remove Policies Expiring in 30 days").click()
    expect(desk_page.get_by_text("4 insureds")).to_be_hidden()


def test_nothing_matches_offers_to_clear(desk_page: Page) -> None:
    desk_page.goto("/insureds?q=zzzzzz")
    expect(desk_page.get_by_text("Nothing matches these filters")).to_be_visible()
    desk_page.get_by_role("button", name="Clear filters").click()
    expect(desk_page.get_by_role("link", name="Owyhee Freight Inc")).to_be_visible()
    expect(desk_page.get_by_placeholder("Search name, DBA, city or policy number")).to_have_value("")


def test_a_wrong_form_says_what_to_do_and_keeps_what_was_typed(desk_page: Page) -> None:
    desk_page.goto("/insureds")
    desk_page.get_by_role("button", name="New insured").click()
    dialog = desk_page.get_by_role("dialog")
    dialog.get_by_label("DBA").fill("Bluebird")
    dialog.get_by_label("ZIP").fill("12")
    dialog.get_by_role("button", name="Create insured").click()
    summary = dialog.get_by_role("group", name="Please look at these first")
    expect(summary).to_be_visible()
    expect(dialog.locator("#error_summary")).to_be_focused()
    expect(dialog.get_by_label("DBA")).to_have_value("Bluebird")
    summary.get_by_role("link", name=re.compile("legal name")).click()
    expect(dialog.get_by_label("Legal name")).to_be_focused()


def test_a_new_insured_is_made_by_keyboard_alone(desk_page: Page) -> None:
    desk_page.goto("/insureds")
    desk_page.get_by_role("button", name="New insured").focus()
    desk_page.keyboard.press("Enter")
    dialog = desk_page.get_by_role("dialog")
    dialog.get_by_label("Kind").select_option("prospect")
    dialog.get_by_label("Legal name").fill("Bluebird Tile Inc")
    desk_page.keyboard.press("Enter")
    expect(desk_page).to_have_url(re.compile(r"/insureds/\d+"))
    desk_page.goto("/insureds?q=bluebird")
    expect(desk_page.get_by_role("link", name="Bluebird Tile Inc")).to_be_visible()


def test_escape_closes_the_dialog(desk_page: Page) -> None:
    desk_page.goto("/insureds")
    desk_page.get_by_role("button", name="New insured").click()
    expect(desk_page.get_by_role("dialog")).to_be_visible()
    desk_page.keyboard.press("Escape")
    expect(desk_page.get_by_role("dialog")).to_be_hidden()


def test_a_viewer_sees_the_list_and_no_button(signed_in: Enter) -> None:
    page = signed_in("viewer")
    page.goto("/insureds")
    expect(page.get_by_role("link", name="Owyhee Freight Inc")).to_be_visible()
    expect(page.get_by_role("button", name="New insured")).to_have_count(0)


def test_everybody_can_use_it(signed_in: Enter) -> None:
    page = signed_in("admin")
    page.goto("/insureds")
    expect(page.get_by_role("link", name="Owyhee Freight Inc")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="New insured").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert barriers(page) == []

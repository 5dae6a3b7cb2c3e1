import re

from playwright.sync_api import Page, expect

from tests.browser.people import Enter, barriers


def fill_address(dialog: object) -> None:
    for label, text in (("Address", "12 Main Street"), ("City", "Boise"), ("ZIP", "83702")):
        dialog.get_by_label(label, exact=True).fill(text)
    dialog.get_by_label("State").select_option("ID")


def test_the_list_is_searched_while_typing(desk_page: Page) -> None:
    desk_page.goto("/holders")
    desk_page.get_by_placeholder("Search holder").press_sequentially("ironw", delay=30)
    expect(desk_page.get_by_text("1 holder", exact=True)).to_be_visible()
    expect(desk_page.get_by_role("link", name="Ironwood Construction Managers Inc")).to_be_visible()
    expect(desk_page.get_by_text("6 insureds")).to_be_visible()


def test_a_holder_opens_by_its_address_and_back_closes_it(desk_page: Page) -> None:
    desk_page.goto("/holders")
    desk_page.get_by_role("link", name="Linden Square Market LP").click()
    dialog = desk_page.get_by_role("dialog", name="Linden Square Market LP")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("link", name="Owyhee Freight Inc")).to_be_visible()
    expect(desk_page).to_have_url(re.compile(r"holder=\d+"))
    desk_page.go_back()
    expect(dialog).to_be_hidden()


def test_a_changed_name_is_found_under_the_former_one(desk_page: Page) -> None:
    desk_page.goto("/holders?q=halvorsen")
    desk_page.get_by_role("link", name="Halvorsen Property Group LLC").click()
    dialog = desk_page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("Cottonwood Property Group LLC")
    dialog.get_by_role("button", name="Save").click()
    expect(desk_page.get_by_text("Cottonwood Property Group LLC is saved.")).to_be_visible()
    expect(desk_page.get_by_text("Formerly Halvorsen Property Group LLC")).to_be_visible()


def test_a_second_holder_of_a_name_is_asked_about(desk_page: Page) -> None:
    desk_page.goto("/holders")
    desk_page.get_by_role("button", name="New holder").click()
    dialog = desk_page.get_by_role("dialog", name="New holder")
    dialog.get_by_label("Name", exact=True).fill("Ironwood Construction Managers Inc")
    fill_address(dialog)
    dialog.get_by_role("button", name="Create holder").click()
    expect(
        dialog.get_by_text("There is already: Ironwood Construction Managers Inc, Boise, ID")
    ).to_be_visible()
    expect(dialog.get_by_label("City")).to_have_value("Boise")
    dialog.get_by_role("button", name="Create holder").click()
    expect(dialog).to_be_hidden()
    desk_page.goto("/holders?q=ironwood")
    expect(desk_page.get_by_text("2 holders")).to_be_visible()


def test_what_is_missing_is_named(desk_page: Page) -> None:
    desk_page.goto("/holders?holder=new")
    dialog = desk_page.get_by_role("dialog", name="New holder")
    dialog.get_by_label("Name", exact=True).fill("Willow Bend Lending Inc")
    dialog.get_by_role("button", name="Create holder").click()
    expect(dialog.locator("#error_summary")).to_be_focused()
    expect(dialog.locator("#city_error")).to_contain_text("city")
    expect(dialog.get_by_label("Name", exact=True)).to_have_value("Willow Bend Lending Inc")


def test_a_holder_that_is_gone_says_so(desk_page: Page) -> None:
    desk_page.goto("/holders?holder=987654")
    expect(desk_page.get_by_text("This holder is not here.", exact=False)).to_be_visible()
    expect(desk_page.get_by_role("link", name="Linden Square Market LP")).to_be_visible()


def test_a_viewer_reads_the_facts_only(signed_in: Enter) -> None:
    page = signed_in("viewer")
    page.goto("/holders")
    expect(page.get_by_role("button", name="New holder")).to_have_count(0)
    page.get_by_role("link", name="Linden Square Market LP").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("800 W Main Street")).to_be_visible()
    expect(dialog.get_by_role("textbox")).to_have_count(0)
    expect(dialog.get_by_role("button", name="Save")).to_have_count(0)


def test_everybody_can_use_it(signed_in: Enter) -> None:
    page = signed_in("admin")
    page.goto("/holders")
    expect(page.get_by_role("link", name="Linden Square Market LP")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("link", name="Linden Square Market LP").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert barriers(page) == []

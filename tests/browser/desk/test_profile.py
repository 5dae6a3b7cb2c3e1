import re

from playwright.sync_api import Page, expect

from tests.browser.people import Enter, barriers


def open_insured(page: Page, name: str, tab: str = "Overview") -> None:
    page.goto("/insureds")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.get_by_role("tab", name=tab).click()
    expect(page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")


def test_the_head_says_who_and_how_the_policies_stand(desk_page: Page) -> None:
    open_insured(desk_page, "Lantern Row Bakery LLC")
    expect(desk_page).to_have_title("Lantern Row Bakery LLC")
    strip = desk_page.get_by_role("list", name="Policies' standing")
    expect(strip).to_contain_text("23 days left")
    expect(desk_page.get_by_role("link", name="Send Certificate")).to_have_attribute(
        "href", re.compile(r"/insureds/\d+/send$")
    )


def test_tabs_live_in_the_address_and_back_returns(desk_page: Page) -> None:
    open_insured(desk_page, "Lantern Row Bakery LLC", "Policies")
    expect(desk_page).to_have_url(re.compile("tab=policies"))
    desk_page.get_by_role("tab", name="Documents").click()
    expect(desk_page).to_have_url(re.compile("tab=documents&sub=certificates-sent"))
    desk_page.go_back()
    expect(desk_page.get_by_role("table", name="Policies")).to_be_visible()
    desk_page.reload()
    expect(desk_page.get_by_role("table", name="Policies")).to_be_visible()


def test_what_nobody_knows_is_said_kindly(desk_page: Page) -> None:
    desk_page.goto("/insureds/999999")
    expect(desk_page.get_by_role("heading", name="Insured not found")).to_be_visible()
    desk_page.goto("/insureds/nonsense?tab=nonsense")
    expect(desk_page.get_by_role("heading", name="Insured not found")).to_be_visible()


def test_the_insured_is_edited_and_a_wrong_field_keeps_what_was_typed(desk_page: Page) -> None:
    open_insured(desk_page, "Tamarack Roofing Co")
    desk_page.get_by_role("button", name="More Actions").click()
    desk_page.get_by_role("menuitem", name="Edit insured").click()
    dialog = desk_page.get_by_role("dialog")
    dialog.get_by_label("DBA").fill("Tamarack")
    dialog.get_by_label("ZIP").fill("12")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator("#insured_problems")).to_be_focused()
    expect(dialog.get_by_label("DBA")).to_have_value("Tamarack")
    dialog.get_by_role("link", name=re.compile("ZIP")).click()
    expect(dialog.get_by_label("ZIP")).to_be_focused()
    dialog.get_by_label("ZIP").fill("83704")
    desk_page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(desk_page.get_by_text("DBA Tamarack")).to_be_visible()
    expect(desk_page.get_by_text("Boise, ID 83704").first).to_be_visible()


def test_somebody_elses_change_is_not_overwritten(signed_in: Enter) -> None:
    mine, theirs = signed_in("admin"), signed_in("agent")
    for page in (mine, theirs):
        open_insured(page, "Juniper Flats Storage LLC")
        page.get_by_role("button", name="Edit", exact=True).click()
    theirs.get_by_role("dialog").get_by_label("DBA").fill("Theirs")
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.get_by_text("DBA Theirs")).to_be_visible()
    mine.get_by_role("dialog").get_by_label("DBA").fill("Mine")
    mine.get_by_role("button", name="Save").click()
    expect(mine.get_by_role("alert")).to_contain_text("Somebody else changed this insured")
    expect(mine.get_by_role("dialog").get_by_label("DBA")).to_have_value("Mine")


def test_contacts_are_added_changed_and_removed(desk_page: Page) -> None:
    open_insured(desk_page, "Tamarack Roofing Co")
    desk_page.get_by_role("button", name="Add contact").click()
    dialog = desk_page.get_by_role("dialog")
    expect(dialog.get_by_label("Primary contact")).to_be_checked()
    dialog.get_by_label("Name").fill("Dana Whitfield")
    dialog.get_by_label("E-mail").fill("dana@tamarack.example")
    dialog.get_by_role("button", name="Save").click()
    expect(desk_page.get_by_text("Dana Whitfield")).to_be_visible()
    expect(desk_page.get_by_text("Primary", exact=True)).to_be_visible()
    desk_page.get_by_role("button", name="Edit Dana Whitfield").click()
    expect(dialog.get_by_label("E-mail")).to_have_value("dana@tamarack.example")
    dialog.get_by_label("Primary contact").uncheck()
    dialog.get_by_role("button", name="Save").click()
    expect(desk_page.get_by_text("Primary", exact=True)).to_be_hidden()
    desk_page.get_by_role("button", name="Remove Dana Whitfield").click()
    alert = desk_page.get_by_role("alertdialog")
    expect(alert.get_by_role("button", name="Cancel")).to_be_focused()
    alert.get_by_role("button", name="Remove").click()
    expect(desk_page.get_by_text("No contacts yet")).to_be_visible()


def test_a_viewer_looks_and_changes_nothing(signed_in: Enter) -> None:
    page = signed_in("viewer")
    open_insured(page, "Lantern Row Bakery LLC")
    for name in ("Edit", "Add contact"):
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Send Certificate")).to_have_count(0)
    page.get_by_role("button", name="More Actions").click()
    expect(page.get_by_role("menuitem", name="Edit insured")).to_have_count(0)
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Policies").click()
    expect(page.get_by_role("table", name="Policies")).to_be_visible()
    expect(page.get_by_role("button", name="Add Policy")).to_have_count(0)
    page.get_by_role("tab", name="Additional Interests").click()
    expect(page.get_by_role("table", name="Additional Interests")).to_be_visible()
    for name in ("Add Additional Interest", "Generate Certificates"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    page.get_by_role("button", name="Actions", exact=True).first.click()
    expect(page.get_by_role("menuitem")).to_have_text(["Certificates Sent"])


def test_a_form_stays_with_the_insured_it_was_opened_for(desk_page: Page) -> None:
    desk_page.goto("/insureds")
    desk_page.get_by_role("link", name="Lantern Row Bakery LLC").click()
    desk_page.get_by_role("button", name="More Actions").click()
    desk_page.get_by_role("menuitem", name="Edit insured").click()
    expect(desk_page.get_by_role("dialog")).to_be_visible()
    desk_page.reload()
    expect(desk_page.get_by_role("dialog").get_by_label("Legal name")).to_have_value("Lantern Row Bakery LLC")
    desk_page.go_back()
    desk_page.get_by_role("link", name="Fern Hollow Property Mgmt").click()
    expect(desk_page.get_by_role("heading", level=1)).to_have_text("Fern Hollow Property Mgmt")
    expect(desk_page.get_by_role("tabpanel")).to_be_visible()
    expect(desk_page.get_by_role("dialog")).to_have_count(0)


def test_everybody_can_use_it(signed_in: Enter) -> None:
    page = signed_in("admin")
    for tab in ("Overview", "Policies", "Additional Interests", "Documents", "Activity History"):
        open_insured(page, "Lantern Row Bakery LLC", tab)
        expect(page.get_by_role("tabpanel").first).to_be_visible()
        page.wait_for_timeout(400)
        assert barriers(page) == [], tab
    page.get_by_role("button", name="More Actions").click()
    page.get_by_role("menuitem", name="Edit insured").click()
    page.get_by_role("dialog").get_by_label("Legal name").fill("")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("group", name="Please look at these first")).to_be_visible()
    assert barriers(page) == []

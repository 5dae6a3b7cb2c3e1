import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import agency
from tests.browser.people import WINDOW, Doorkeeper, Enter, barriers
from tests.served import Served

TABS = ("Agency", "Users", "Description templates", "Forms", "Carriers", "You")


@pytest.fixture
def door(browser: Browser, desk: Served) -> Doorkeeper:
    """Everybody signs in anew: these tests end sessions."""
    return Doorkeeper(browser, desk.address, lambda role: (agency.address(role), agency.PASSWORD))


def picture(color: str) -> dict[str, object]:
    file = io.BytesIO()
    Image.new("RGB", (240, 80), color).save(file, "PNG")
    return {"name": "logo.png", "mimeType": "image/png", "buffer": file.getvalue()}


def test_the_agency_is_changed_and_named_everywhere(desk_page: Page) -> None:
    desk_page.goto("/settings")
    desk_page.get_by_label("Fax").fill("208 555 0199")
    desk_page.get_by_role("button", name="Save").click()
    expect(desk_page.get_by_text("The agency's settings are saved.")).to_be_visible()
    expect(desk_page.get_by_label("Fax")).to_have_value("(208) 555-0199")


def test_wrong_settings_are_refused_and_kept_in_the_fields(desk_page: Page) -> None:
    desk_page.goto("/settings")
    desk_page.get_by_label("Prefix of certificate numbers").fill("9-")
    desk_page.get_by_label("Name", exact=True).fill("")
    desk_page.get_by_role("button", name="Save").click()
    expect(desk_page.locator("#error_summary")).to_be_focused()
    expect(desk_page.locator("#name_error")).to_contain_text("Enter the agency's name")
    expect(desk_page.get_by_label("Prefix of certificate numbers")).to_have_value("9-")


def test_a_logo_is_uploaded_shown_and_removed(desk_page: Page) -> None:
    desk_page.goto("/settings")
    desk_page.get_by_label("New logo").set_input_files([picture("navy")])
    desk_page.get_by_role("button", name="Upload logo").click()
    expect(desk_page.get_by_text("The new logo is on every certificate issued from now on.")).to_be_visible()
    logo = desk_page.get_by_role("img", name="The agency's logo")
    expect(logo).to_be_visible()
    assert logo.evaluate("image => image.decode().then(() => image.naturalWidth)") == 240
    desk_page.get_by_role("button", name="Remove").click()
    expect(desk_page.get_by_text("No logo yet.")).to_be_visible()


def test_what_is_no_picture_is_refused(desk_page: Page) -> None:
    desk_page.goto("/settings")
    bad = {"name": "logo.png", "mimeType": "image/png", "buffer": b"=cmd|' /C calc'!A0"}
    desk_page.get_by_label("New logo").set_input_files([bad])
    desk_page.get_by_role("button", name="Upload logo").click()
    expect(desk_page.get_by_role("alert")).to_be_visible()
    expect(desk_page.get_by_role("img", name="The agency's logo")).to_have_count(0)


def test_a_user_is_invited_and_invited_again(desk_page: Page) -> None:
    desk_page.goto("/settings?tab=users")
    desk_page.get_by_role("button", name="Invite user").click()
    dialog = desk_page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Nora Field")
    dialog.get_by_label("E-mail").fill("agent@kestrelvane.example")
    dialog.get_by_role("button", name="Send Invitation").click()
    expect(dialog.locator("#email_error")).to_contain_text("exists already")
    expect(dialog.get_by_label("Name")).to_have_value("Nora Field")
    dialog.get_by_label("E-mail").fill("nora@kestrelvane.example")
    dialog.get_by_label("Role").select_option("viewer")
    dialog.get_by_role("button", name="Send Invitation").click()
    row = desk_page.get_by_role("row").filter(has_text="Nora Field")
    expect(row).to_contain_text("Invited")
    row.get_by_role("button", name="Actions").click()
    desk_page.get_by_role("menuitem", name="Invite again").click()
    ask = desk_page.get_by_role("alertdialog")
    expect(ask).to_contain_text("nora@kestrelvane.example")
    expect(ask.get_by_role("button", name="Cancel")).to_be_focused()
    ask.get_by_role("button", name="Send Invitation").click()
    expect(
        desk_page.get_by_text("A new invitation is on its way to nora@kestrelvane.example.")
    ).to_be_visible()


def test_a_deactivated_person_is_out_at_once(signed_in: Enter) -> None:
    theirs, admin = signed_in("agent"), signed_in("admin")
    theirs.goto("/insureds")
    expect(theirs.get_by_role("link", name="Owyhee Freight Inc")).to_be_visible()
    admin.goto("/settings?tab=users")
    row = admin.get_by_role("row").filter(has_text=agency.address("agent"))
    row.get_by_role("button", name="Actions").click()
    admin.get_by_role("menuitem", name="Deactivate Account").click()
    admin.get_by_role("alertdialog").get_by_role("button", name="Deactivate").click()
    expect(theirs).to_have_url(re.compile("/sign-in"), timeout=3_000)
    expect(row).to_contain_text("Deactivated")
    row.get_by_role("button", name="Actions").click()
    admin.get_by_role("menuitem", name="Reactivate Account").click()
    expect(row).to_contain_text("Active")


def test_a_changed_role_bites_on_the_next_click(signed_in: Enter) -> None:
    theirs, admin = signed_in("agent"), signed_in("admin")
    theirs.goto("/insureds")
    expect(theirs.get_by_role("button", name="New insured")).to_be_visible()
    admin.goto("/settings?tab=users")
    change_role(admin, "viewer")
    theirs.get_by_role("button", name="New insured").click()
    expect(theirs.get_by_text("You are not allowed to change insureds.", exact=False)).to_be_visible()
    expect(theirs.get_by_role("dialog")).to_have_count(0)
    change_role(admin, "agent")


def change_role(admin: Page, role: str) -> None:
    row = admin.get_by_role("row").filter(has_text=agency.address("agent"))
    row.get_by_role("button", name="Actions").click()
    admin.get_by_role("menuitem", name="Change role").click()
    admin.get_by_role("dialog").get_by_label("Role").select_option(role)
    admin.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(row).to_contain_text(role.capitalize())


def test_the_last_admin_stays(desk_page: Page) -> None:
    desk_page.goto("/settings?tab=users")
    desk_page.get_by_role("row").filter(has_text="(you)").get_by_role("button", name="Actions").click()
    expect(desk_page.get_by_role("menuitem", name="Deactivate Account")).to_have_count(0)
    desk_page.get_by_role("menuitem", name="Change role").click()
    desk_page.get_by_role("dialog").get_by_label("Role").select_option("viewer")
    desk_page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(desk_page.get_by_text("This is the only active admin.", exact=False)).to_be_visible()


def test_a_template_is_written_refused_mended_and_retired(desk_page: Page) -> None:
    desk_page.goto("/settings?tab=templates")
    desk_page.get_by_role("button", name="New template").first.click()
    dialog = desk_page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Ongoing work")
    dialog.get_by_label("Wording").press_sequentially("Work for {hold")
    expect(dialog.get_by_role("option", name="{holder.name}")).to_have_attribute("aria-selected", "true")
    desk_page.keyboard.press("Enter")
    desk_page.keyboard.type(" at {")
    desk_page.keyboard.press("Escape")
    expect(dialog.get_by_role("option")).to_have_count(0)
    desk_page.keyboard.type("proj")
    desk_page.keyboard.press("Tab")
    expect(dialog.get_by_label("Wording")).to_have_value("Work for {holder.name} at {project}")
    expect(dialog.get_by_text("Work for Halvorsen Property Group LLC at Cedar Street Lofts")).to_be_visible()
    dialog.get_by_label("Wording").fill("Work for {holder.nam} at {project}.")
    expect(dialog.get_by_role("list").get_by_text("Did you mean {holder.name}?")).to_be_visible()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator("#body_error")).to_contain_text("Did you mean {holder.name}?")
    dialog.get_by_label("Wording").fill("Work for {holder.name} at {project}.")
    dialog.get_by_role("button", name="Save").click()
    row = desk_page.get_by_role("row").filter(has_text="Ongoing work")
    expect(row).to_contain_text("Work for {holder.name} at {project}.")
    row.get_by_role("button", name="Actions").click()
    desk_page.get_by_role("menuitem", name="Retire").click()
    expect(row.get_by_text("Retired")).to_be_visible()


def test_a_carrier_is_made_and_changed(desk_page: Page) -> None:
    desk_page.goto("/settings?tab=carriers")
    desk_page.get_by_role("button", name="New carrier").click()
    dialog = desk_page.get_by_role("dialog")
    dialog.get_by_label("Legal name").fill("Blue Spruce Indemnity Co")
    dialog.get_by_label("NAIC").fill("12")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator("#naic_error")).to_contain_text("5 digits")
    dialog.get_by_label("NAIC").fill("20512")
    dialog.get_by_role("button", name="Save").click()
    row = desk_page.get_by_role("row").filter(has_text="Blue Spruce Indemnity Co")
    row.get_by_role("button", name="Actions").click()
    desk_page.get_by_role("menuitem", name="Edit").click()
    expect(dialog.get_by_label("NAIC")).to_have_value("20512")


def test_ending_another_session_closes_its_window(signed_in: Enter) -> None:
    other, here = signed_in("viewer", viewport=WINDOW), signed_in("viewer", viewport=WINDOW)
    other.goto("/holders")
    expect(other.get_by_role("link", name="Linden Square Market LP")).to_be_visible()
    here.goto("/settings?tab=you")
    expect(here.get_by_text("This one")).to_have_count(1)
    ends = here.get_by_role("button", name=re.compile("End session"))
    for _ in range(ends.count()):
        left = ends.count()
        ends.first.click()
        expect(ends).to_have_count(left - 1)
    expect(other).to_have_url(re.compile("/sign-in"), timeout=3_000)
    expect(here.get_by_text("This one")).to_be_visible()


def test_a_viewer_changes_nothing(signed_in: Enter) -> None:
    page = signed_in("viewer")
    page.goto("/settings")
    expect(page.get_by_role("tab", name="Users")).to_have_count(0)
    expect(page.get_by_text("Kestrel & Vane Insurance").last).to_be_visible()
    expect(page.locator("main").get_by_role("textbox")).to_have_count(0)
    for tab, button in (("templates", "New template"), ("carriers", "New carrier")):
        page.goto(f"/settings?tab={tab}")
        expect(page.get_by_role("tabpanel")).to_be_visible()
        expect(page.get_by_role("button", name=button)).to_have_count(0)
        expect(page.get_by_role("button", name="Actions")).to_have_count(0)


def test_everybody_can_use_it(signed_in: Enter) -> None:
    page = signed_in("admin")
    page.goto("/settings")
    for tab in TABS:
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
        expect(page.get_by_role("tabpanel", name=tab)).to_be_visible()
        assert barriers(page) == [], tab
    page.goto("/settings?tab=users")
    page.get_by_role("row").filter(has_text=agency.address("viewer")).get_by_role(
        "button", name="Actions"
    ).click()
    assert barriers(page) == []
    page.get_by_role("menuitem", name="Deactivate Account").click()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    assert barriers(page) == []

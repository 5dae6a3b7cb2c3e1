"""Accounts of an insured's people: two people at once, one at the agency, one at the insured."""

import email
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import served
from tests.browser.desk import agency
from tests.browser.people import Enter, barriers

PATIENCE_SECONDS = 15
FOLLOWS_MS = 3_000  # the promise is a second; a busy machine gets more


def open_portal_tab(page: Page, insured: str) -> None:
    page.goto("/insureds")
    page.get_by_role("link", name=insured).click()
    page.get_by_role("tab", name="Portal").click()
    expect(page.get_by_role("tabpanel", name="Portal")).to_be_visible()


def open_create(page: Page) -> Locator:
    page.get_by_role("button", name="More Actions").click()
    page.get_by_role("menuitem", name="Create User Account").click()
    dialog = page.get_by_role("dialog", name="Create User Account")
    expect(dialog.get_by_role("checkbox", name="Send Email Invitation")).to_be_checked()
    return dialog


def fill(dialog: Locator, name: str, address: str) -> None:
    dialog.get_by_role("textbox", name="Name").fill(name)
    dialog.get_by_role("textbox", name="E-mail").fill(address)


def choose(dialog: Locator, card: str) -> None:
    dialog.get_by_role("radio", name=card).click()
    expect(dialog.get_by_role("radio", name=card)).to_be_checked()


def begin_action(page: Page, person: str, action: str) -> None:
    page.get_by_role("row").filter(has_text=person).get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name=action).click()


def invitation(desk: served.Served, address: str) -> str:
    """The link that the mail program wrote for this address."""
    outbox = Path(desk.log).parent / "outbox"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        for file in outbox.glob("*.eml") if outbox.is_dir() else ():
            letter = email.message_from_bytes(file.read_bytes())
            if address in str(letter["To"]):
                text = bytes(letter.get_payload(decode=True)).decode()  # type: ignore[arg-type]
                return str(re.findall(r"/invite/\S+", text)[0])
        time.sleep(0.1)
    raise AssertionError(f"No invitation for {address}")


@pytest.fixture
def agent(signed_in: Enter) -> Page:
    return signed_in("agent")


def test_rights_are_copied_from_another_insured_after_the_difference_was_seen(agent: Page) -> None:
    open_portal_tab(agent, "Lantern Row Bakery LLC")
    dialog = open_create(agent)
    dialog.get_by_role("button", name="Send Invitation").click()
    expect(dialog.locator("#error_summary")).to_be_focused()
    expect(dialog.locator("#name_error")).to_contain_text("Enter the person's name")
    fill(dialog, "Dana Whitfield", "dana@lanternrow.example")
    dialog.get_by_role("switch", name="Add holders").click()
    dialog.get_by_role("switch", name="Upload files").click()
    expect(dialog.get_by_text("7 of 12 are on.")).to_be_visible()
    dialog.get_by_role("checkbox", name="Send Email Invitation").click()
    dialog.get_by_role("button", name="Create account").click()
    row = agent.get_by_role("row").filter(has_text="Dana Whitfield")
    row.get_by_role("button", name="Send Invitation to Dana Whitfield").click()
    expect(row).to_contain_text("Invited")

    open_portal_tab(agent, "Redwood Ridge Builders LLC")
    dialog = open_create(agent)
    fill(dialog, "Nadia Orr", "nadia@redwoodridge.example")
    choose(dialog, "Similar to Another Insured")
    dialog.get_by_role("combobox", name="Account").fill("lantern")
    agent.get_by_role("option", name="Lantern Row Bakery LLC, Dana Whitfield").click()
    expect(dialog.get_by_text("1 added, 1 removed, 6 the same")).to_be_visible()
    assert barriers(agent) == []
    dialog.get_by_role("button", name="Send Invitation").click()
    row = agent.get_by_role("row").filter(has_text="Nadia Orr")
    expect(row).to_contain_text("Invited")
    expect(row).to_contain_text("Add holders")
    assert barriers(agent) == []


def test_an_open_window_follows_new_permissions_and_a_deactivation(
    desk: served.Served, agent: Page, stranger: Page
) -> None:
    open_portal_tab(agent, "Owyhee Freight Inc")
    dialog = open_create(agent)
    fill(dialog, "Luis Aldana", "luis@owyhee.example")
    dialog.get_by_role("button", name="Send Invitation").click()
    expect(agent.get_by_role("row").filter(has_text="Luis Aldana")).to_contain_text("Invited")

    link = invitation(desk, "luis@owyhee.example")
    late = stranger.context.new_page()
    for page in (stranger, late):
        page.goto(link)
        page.get_by_label("Password", exact=True).fill(agency.PASSWORD)
        page.get_by_label("Password again").fill(agency.PASSWORD)
    stranger.get_by_role("button", name="Choose password and sign in").click()
    expect(stranger).to_have_url(re.compile("/portal"))
    late.get_by_role("button", name="Choose password and sign in").click()
    expect(late.get_by_text("This link was used already", exact=False)).to_be_visible()
    stranger.goto("/insureds")
    sending = stranger.get_by_role("link", name="Send a certificate")  # the desk leads to the own door
    expect(sending).to_be_visible()

    open_portal_tab(agent, "Owyhee Freight Inc")
    begin_action(agent, "Luis Aldana", "Modify Permissions")
    agent.get_by_role("switch", name="Send certificates", exact=True).click()
    agent.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    told = stranger.get_by_text("What you may do here has been changed.")
    expect(told).to_be_visible(timeout=FOLLOWS_MS)
    expect(sending).to_have_count(0)
    expect(agent.get_by_role("row").filter(has_text="Luis Aldana")).not_to_contain_text("Send certificates")
    begin_action(agent, "Luis Aldana", "Deactivate Account")
    agent.get_by_role("alertdialog").get_by_role("button", name="Deactivate").click()
    expect(stranger).to_have_url(re.compile("/sign-in"), timeout=FOLLOWS_MS)
    expect(agent.get_by_role("row").filter(has_text="Luis Aldana")).to_contain_text("Deactivated")

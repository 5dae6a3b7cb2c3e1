"""From a holder's phone over the agent's desk to the certificate; and what an insured sees of it."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.demo.conftest import Demo
from tests.browser.demo.seeing import open_insured
from tests.browser.people import Enter, barriers

HOLDER = {"Name": "Pioneer Gulch Townhomes LLC", "Address": "12 Main Street", "City": "Boise", "ZIP": "83702"}
ASKER = {"Your name": "Dana Whitfield", "Your e-mail": "dana@pioneer.example"}


def test_a_holder_asks_and_gets_its_certificate(enter: Enter, browser: Browser, demo: Demo) -> None:
    desk = enter("agent")
    address = request_link(desk)
    in_charge = enter("admin")
    in_charge.goto("/insureds")
    bell = in_charge.get_by_role("button", name=re.compile("^Notifications"))
    expect(in_charge.get_by_role("link", name="Redwood Ridge Builders LLC")).to_be_visible()
    before = bell.get_attribute("aria-label") or ""
    ask(browser, demo, address)
    expect(bell).not_to_have_attribute("aria-label", before)
    expect(bell).to_have_accessible_name(re.compile(r"\d+ new"))
    desk.goto("/requests?q=pioneer")
    desk.get_by_role("link", name="Pioneer Gulch Townhomes LLC").click()
    dialog = desk.get_by_role("dialog", name="Certificate for Pioneer Gulch Townhomes LLC")
    expect(dialog).to_contain_text("Additional insured, lot 12.")
    assert barriers(desk) == []
    dialog.get_by_role("link", name="Issue certificate").click()
    expect(desk.get_by_text("Dana Whitfield asks for a certificate")).to_be_visible()
    desk.get_by_role("button", name="Add this holder").click()
    expect(desk.get_by_role("dialog").get_by_label("Address", exact=True)).to_have_value("12 Main Street")
    desk.get_by_role("button", name="Add holder").click()
    expect(desk.get_by_role("dialog")).to_be_hidden()
    expect(desk.get_by_label("Send to")).to_have_value("dana@pioneer.example")
    desk.get_by_label("Project").fill("Cedar Street Lofts, lot 12")
    send = desk.get_by_role("button", name="Send Certificate")
    expect(send).to_be_enabled()
    send.click()
    expect(desk).to_have_url(re.compile("certificates-sent"))
    desk.goto("/requests?show=issued&q=pioneer")
    expect(desk.get_by_role("row").filter(has_text="Pioneer Gulch")).to_contain_text("Issued")
    assert barriers(desk) == []


def request_link(desk: Page) -> str:
    """Make the link of Redwood Ridge; gives its path."""
    open_insured(desk)
    desk.get_by_role("button", name="Create request link").click()
    link = desk.get_by_role("textbox", name="Request link")
    expect(link).to_have_value(re.compile("/ask/"))
    return "/ask/" + link.input_value().rpartition("/")[2]


def ask(browser: Browser, demo: Demo, address: str) -> None:
    """As somebody with a phone whom nobody knows."""
    phone = {"width": 390, "height": 844}
    context = browser.new_context(base_url=demo.address, viewport=phone, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("main")).to_contain_text("Insured: Redwood Ridge Builders LLC")
    page.get_by_label("Name", exact=True).fill(HOLDER["Name"])
    page.get_by_role("button", name="Send request").click()
    expect(page.locator("#error_summary")).to_be_focused()
    assert barriers(page) == []
    for label, text in (HOLDER | ASKER).items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("State").select_option("ID")
    page.get_by_label("What is it for?").fill("Additional insured, lot 12.")
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("heading", name="Your request is with the agency")).to_be_visible()
    assert context.cookies() == []
    context.close()


def test_a_request_is_refused_with_a_reason_by_keyboard(enter: Enter) -> None:
    page = enter("agent")
    page.goto("/requests")
    page.get_by_role("link", name="Oxbow Lantern Theatre Company").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Refuse").press("Enter")
    dialog.get_by_role("button", name="Refuse request").press("Enter")
    expect(dialog.locator("#refuse_problems")).to_be_focused()
    dialog.get_by_label("Reason").fill("The policy does not cover the stage.")
    dialog.get_by_role("button", name="Refuse request").press("Enter")
    expect(dialog).to_be_hidden()
    page.goto("/requests?show=refused")
    expect(page.get_by_role("row").filter(has_text="Oxbow Lantern")).to_contain_text("Refused")


def test_an_insured_asks_in_the_portal(browser: Browser, demo: Demo) -> None:
    account = demo.accounts["insured"]
    context = browser.new_context(base_url=demo.address, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto("/sign-in?next=/portal/request")
    page.get_by_label("E-mail").fill(account["email"])
    page.get_by_label("Password", exact=True).fill(account["password"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Request a certificate")).to_be_visible()
    page.get_by_label("Certificate holder").fill("Linden Square Market LP")
    page.get_by_role("button", name="Send request").click()
    own = page.get_by_role("region", name="Your requests")
    expect(own.get_by_role("listitem").filter(has_text="Linden Square Market LP")).to_contain_text("Open")
    assert barriers(page) == []
    context.close()

"""Send Certificate: one holder, the verdict, the page beside the form, then mail or download."""

import io
import re

import pypdf
from playwright.sync_api import Locator, Page, expect

from tests.browser.demo import seeing
from tests.browser.demo.conftest import Demo
from tests.browser.people import Enter, barriers

HOLDER = "Halvorsen Property Group LLC"


def open_send(page: Page) -> None:
    seeing.open_insured(page)
    page.get_by_role("link", name="Send Certificate").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Send Certificate")
    expect(page.get_by_label("Certificate master")).to_contain_text("All Lines")


def choose(page: Page, name: str = HOLDER) -> None:
    """By keyboard alone."""
    page.get_by_label("Certificate holder").fill(name)
    expect(page.locator(".combobox-option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Verdict")).to_be_visible()


def paper(page: Page) -> Locator:
    return page.get_by_role("img", name="Certificate of Liability Insurance, draft")


def test_sent_by_keyboard_it_is_in_certificates_sent_and_in_the_outbox(enter: Enter) -> None:
    page = enter("agent")
    open_send(page)
    choose(page)
    expect(paper(page)).to_contain_text(HOLDER)
    expect(paper(page)).to_contain_text("DRAFT")
    expect(page.get_by_label("Send to")).to_have_value("certs@halvorsenpg.example")
    page.get_by_role("button", name="Send Certificate").press("Enter")
    page.wait_for_url(lambda url: "sub=certificates-sent" in url)
    expect(page.get_by_text("The mail to certs@halvorsenpg.example is on its way.")).to_be_visible()
    row = page.get_by_role("table", name="Certificates Sent").get_by_role("row").nth(1)
    expect(row).to_contain_text(HOLDER)
    page.goto("/outbox")
    newest = page.get_by_role("table", name="Outbox").get_by_role("row").nth(1)
    expect(newest).to_contain_text("certs@halvorsenpg.example")


def test_issue_and_download_hands_out_the_certificate(enter: Enter) -> None:
    page = enter("agent")
    open_send(page)
    choose(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Issue and download").click()
    name = download.value.suggested_filename
    assert re.fullmatch(rf"KV-\d\d-\d+ {HOLDER}\.pdf", name)
    text = pypdf.PdfReader(io.BytesIO(download.value.path().read_bytes())).pages[0].extract_text()
    assert HOLDER in text and name.split()[0] in text and "DRAFT" not in text


def test_the_page_follows_what_is_typed_and_a_warning_asks_for_a_reason(enter: Enter) -> None:
    page = enter("agent")
    open_send(page)
    choose(page)
    page.get_by_label("Description template").select_option(label="Own wording")
    expect(page.get_by_label("Reason")).to_be_visible()
    page.get_by_label("Description of operations").fill("Framing of the north wing.")
    expect(paper(page)).to_contain_text("Framing of the north wing.")
    page.get_by_role("button", name="Issue and download").click()
    summary = page.get_by_role("group", name="Please look at these first")
    expect(summary.get_by_role("link")).to_have_count(1)
    expect(page.locator("#error_summary")).to_be_focused()
    summary.get_by_role("link").click()
    expect(page.get_by_label("Reason")).to_be_focused()
    expect(page.get_by_label("Description of operations")).to_have_value("Framing of the north wing.")


def test_what_may_not_be_promised_cannot_be_issued(enter: Enter) -> None:
    page = enter("agent")
    open_send(page)
    choose(page)
    page.get_by_label("Description template").select_option(label="Own wording")
    page.get_by_label("Description of operations").fill("Meets all requirements of the contract.")
    expect(page.get_by_text("Cannot be issued", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Send Certificate")).to_be_disabled()
    page.get_by_label("Description of operations").fill("Framing.")
    expect(page.get_by_role("button", name="Send Certificate")).to_be_enabled()


def test_a_wrong_address_is_said_beside_its_field_and_stays(enter: Enter) -> None:
    page = enter("agent")
    open_send(page)
    page.get_by_role("button", name="Send Certificate").click()
    expect(page.locator("#holder_error")).to_have_text("Choose the certificate holder.")
    expect(page.locator("#error_summary")).to_be_focused()
    choose(page)
    page.get_by_label("Send to").fill("nobody at all")
    page.get_by_role("button", name="Send Certificate").click()
    expect(page.locator("#to_error")).to_contain_text("e-mail address")
    expect(page.get_by_label("Send to")).to_have_value("nobody at all")


def test_a_new_holder_is_made_and_chosen_without_leaving(enter: Enter) -> None:
    page = enter("agent")
    open_send(page)
    page.get_by_role("button", name="New holder").click()
    dialog = page.get_by_role("dialog", name="New holder")
    dialog.get_by_label("Name").fill("Quiet Harbor Storage LLC")
    dialog.get_by_role("button", name="Add holder").click()
    expect(dialog.get_by_label("Address")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("Name")).to_have_value("Quiet Harbor Storage LLC")
    dialog.get_by_label("Address").fill("12 Dock Street")
    dialog.get_by_label("City").fill("Boise")
    dialog.get_by_label("State").select_option("ID")
    dialog.get_by_label("ZIP").fill("83702")
    dialog.get_by_role("button", name="Add holder").click()
    expect(page.get_by_label("Certificate holder")).to_have_value("Quiet Harbor Storage LLC")
    expect(paper(page)).to_contain_text("12 Dock Street")


def test_a_viewer_is_told_whom_to_ask(enter: Enter, demo: Demo) -> None:
    page = enter("viewer")
    address = seeing.open_insured(page)
    expect(page.get_by_role("link", name="Send Certificate")).to_have_count(0)
    page.goto(f"{address}/send")
    expect(page.get_by_text("Ask an administrator of your agency for the right to issue")).to_be_visible()
    expect(page.get_by_role("button", name="Send Certificate")).to_be_disabled()


def test_on_a_phone_the_page_is_behind_a_button(enter: Enter) -> None:
    page = enter("agent", viewport={"width": 390, "height": 844})
    open_send(page)
    choose(page)
    expect(paper(page)).to_be_hidden()
    page.get_by_role("button", name="Preview", exact=True).click()
    expect(paper(page)).to_be_visible()


def test_nobody_is_shut_out(enter: Enter) -> None:
    page = enter("agent")
    open_send(page)
    choose(page)
    expect(paper(page)).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="New holder").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert barriers(page) == []

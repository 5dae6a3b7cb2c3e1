"""From a mail that failed, or a link that was mailed, to a holder who has the certificate."""

import hashlib
import re
import time
from email import message_from_bytes, policy
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.demo.conftest import PHONE, Demo
from tests.browser.people import Enter, barriers

PATIENCE_SECONDS = 20


def link_mailed_to(outbox: Path, address: str) -> str:
    """As it stands in the message that the queue has written meanwhile."""
    for _ in range(PATIENCE_SECONDS * 10):
        for path in sorted(outbox.glob("*.eml"), reverse=True):
            letter = message_from_bytes(path.read_bytes(), policy=policy.default)
            if address in str(letter["To"]) and (body := letter.get_body(("plain",))):
                return str(re.findall(r"https?://\S+(/d/[\w-]+)", body.get_content())[0])
        time.sleep(0.1)
    raise AssertionError(f"no message to {address}")


def open_deliveries(page: Page, number: str) -> None:
    page.goto(f"/certificates?q={number}")
    page.get_by_role("row").filter(has_text=number).first.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Deliveries").click()


def test_a_failed_delivery_is_mended_and_goes_out_again(enter: Enter, demo: Demo) -> None:
    page = enter("agent")
    page.goto("/certificates?mailed=failed")
    fix = page.get_by_role("button", name="Fix address of").first
    number = str(fix.get_attribute("aria-label")).removeprefix("Fix address of ")
    fix.click()
    dialog = page.get_by_role("dialog", name=f"Fix address and send {number} again")
    expect(dialog).to_contain_text("Their server said:")
    assert barriers(page) == []
    dialog.get_by_label("Send to").fill("a@b.example, c@d.example")
    dialog.get_by_role("button", name="Send again").click()
    expect(dialog.get_by_role("group", name="Please look at these first")).to_be_visible()
    dialog.get_by_label("Send to").fill("frontdesk@halvorsenpg.example")
    dialog.get_by_role("checkbox", name="Also change it at the").uncheck()
    dialog.get_by_role("button", name="Send again").click()
    expect(page.get_by_text("The failed mail counts as taken care of.")).to_be_visible()
    expect(page.get_by_role("button", name=f"Fix address of {number}", exact=True)).to_have_count(0)
    open_deliveries(page, number)
    deliveries = page.get_by_role("dialog", name=f"Deliveries of {number}")
    expect(deliveries).to_contain_text("frontdesk@halvorsenpg.example")
    expect(deliveries).to_contain_text("Taken care of: sent again")
    assert barriers(page) == []


def test_on_a_phone_a_row_says_what_went_to_whom_and_whether_it_arrived(enter: Enter) -> None:
    page = enter("agent", viewport=PHONE)
    page.goto("/certificates?mailed=failed")
    row = page.get_by_role("row").nth(1)
    expect(row.get_by_text("Failed", exact=True)).to_be_visible()
    expect(row.get_by_text(re.compile(r"^KV-\d\d-\d+$"))).to_be_visible()
    expect(row.get_by_role("link")).to_be_visible()  # the insured
    page.get_by_role("button", name="Standing").click()  # in the row of filters that is moved sideways
    page.get_by_role("menuitem", name="In force").click()
    expect(page.get_by_role("button", name="Remove Standing In force")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_on_a_tablet_and_in_half_a_window_nothing_of_a_row_is_hidden(enter: Enter) -> None:
    page = enter("agent", viewport={"width": 1024, "height": 768})
    page.goto("/certificates?mailed=failed")
    for width in (1024, 960, 768):
        page.set_viewport_size({"width": width, "height": 768})
        row = page.get_by_role("row").nth(1)
        expect(row.get_by_text("Failed", exact=True)).to_be_visible()
        expect(row.get_by_text(re.compile(r"^KV-\d\d-\d+$"))).to_be_visible()
        expect(row.get_by_role("link")).to_be_visible()  # the insured
        assert barriers(page, [("light", width), ("dark", width)]) == []
    page.get_by_role("button", name="Holder", exact=True).click()
    expect(page.get_by_role("columnheader", name="Holder")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("checkbox", name="Select this page").click()
    expect(page.get_by_role("region", name="Selection")).to_be_visible()


def test_a_mailed_link_hands_out_the_exact_copy(enter: Enter, demo: Demo, browser: Browser) -> None:
    page, address = enter("agent"), "yard.office@halvorsenpg.example"
    page.goto("/certificates")
    row = page.get_by_role("row").filter(has_text="In force").first
    row.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Resend").click()
    dialog = page.get_by_role("dialog")
    number = str(dialog.get_by_role("heading", level=1).inner_text()).removeprefix("Resend ")
    by_link = dialog.get_by_role("radio", name="Send a download link")
    by_link.click()
    expect(by_link).to_be_checked()  # when the server has answered
    dialog.get_by_label("Send to").fill(address)
    dialog.get_by_text("Preview of the message").click()
    expect(dialog).to_contain_text("Below it stands the download link.")
    dialog.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("The exact copy is on its way.")).to_be_visible()

    context = browser.new_context(base_url=demo.address)
    stranger = context.new_page()
    stranger.goto(link_mailed_to(demo.data_dir / "outbox", address))
    expect(stranger.get_by_role("region", name="Standing")).to_contain_text("In force")
    assert barriers(stranger) == []
    with stranger.expect_download() as fetched:
        stranger.get_by_role("link", name="Download the PDF").click()
    assert context.cookies() == []
    with page.expect_download() as own:
        row.get_by_role("button", name="Actions").click()
        page.get_by_role("menuitem", name="Download").click()
    copies = [hashlib.sha256(one.value.path().read_bytes()).hexdigest() for one in (fetched, own)]
    assert copies[0] == copies[1] and number in fetched.value.suggested_filename
    context.close()
    open_deliveries(page, number)
    expect(page.get_by_role("dialog")).to_contain_text("Download link, used once")

"""The Outbox: what became of each message, and trying again."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.demo import seeing
from tests.browser.demo.conftest import Demo
from tests.browser.people import Enter, barriers


def open_failed(page: Page) -> None:
    page.goto("/outbox")
    page.get_by_role("radio", name="Failed").click()
    page.wait_for_url(lambda url: "show=failed" in url)
    expect(page.get_by_role("table", name="Outbox").get_by_role("row").nth(1)).to_contain_text("Failed")


def test_a_failed_message_is_read_and_tried_again(enter: Enter) -> None:
    page = enter("agent")
    open_failed(page)
    row = page.get_by_role("table", name="Outbox").get_by_role("row").nth(1)
    to = row.get_by_role("link").inner_text()
    row.get_by_role("link").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(to)
    expect(dialog).to_contain_text("Attached is certificate")
    page.go_back()
    expect(dialog).to_have_count(0)
    row.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Try again").click()
    expect(page.get_by_text("Queued. It is tried within a few seconds.")).to_be_visible()


def test_without_a_mail_server_the_message_is_kept_and_can_be_taken(enter: Enter) -> None:
    page = enter("agent")
    open_failed(page)
    row = page.get_by_role("table", name="Outbox").get_by_role("row").nth(2)
    address = str(row.get_by_role("link").get_attribute("href")).replace("show=failed&", "")
    row.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Try again").click()
    expect(page.get_by_text("Queued. It is tried within a few seconds.")).to_be_visible()
    download = page.get_by_role("dialog").get_by_role("link", name="Download .eml")
    for _ in range(40):
        page.goto(address)
        expect(page.get_by_role("dialog")).to_contain_text("Attempts")
        if download.count():
            break
        page.wait_for_timeout(250)
    with page.expect_download() as taken:
        download.click()
    assert taken.value.suggested_filename.endswith(".eml")
    assert b"application/pdf" in taken.value.path().read_bytes()


def test_a_viewer_reads_but_does_not_send(enter: Enter) -> None:
    page = enter("viewer")
    open_failed(page)
    row = page.get_by_role("table", name="Outbox").get_by_role("row").nth(1)
    row.get_by_role("button", name="Actions").click()
    expect(page.get_by_role("menuitem", name="Open")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Try again")).to_have_count(0)


def test_an_insured_person_has_no_outbox(browser: Browser, demo: Demo) -> None:
    asked = seeing.requests_of(browser, demo, "insured")
    assert asked.get("/files/outbox/1.eml").status == 403


def test_the_pages_follow_each_other(enter: Enter) -> None:
    page = enter("viewer")
    page.goto("/outbox")
    table = page.get_by_role("table", name="Outbox")
    expect(table.get_by_role("row")).to_have_count(51)
    first = table.get_by_role("row").nth(1).inner_text()
    page.get_by_role("button", name="Next page").click()
    expect(page.get_by_text("51–100")).to_be_visible()
    assert table.get_by_role("row").nth(1).inner_text() != first
    page.go_back()
    expect(page.get_by_text("1–50", exact=True)).to_be_visible()


def test_nobody_is_shut_out(enter: Enter) -> None:
    page = enter("agent")
    open_failed(page)
    assert barriers(page) == []
    page.get_by_role("table", name="Outbox").get_by_role("row").nth(1).get_by_role("link").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert barriers(page) == []

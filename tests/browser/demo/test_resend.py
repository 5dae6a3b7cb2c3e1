"""Certificates Sent: look at one, send it again."""

import io

import pypdf
from playwright.sync_api import Page, expect

from tests.browser.demo.conftest import Demo
from tests.browser.people import Enter, barriers

# How far down the rows change, at each time that the browser is given changed ones.
FOLLOW_ROWS = """() => {
    const row = change => change.target.parentElement.closest('tbody tr')?.rowIndex ?? 0;
    window.lowest = [];
    new MutationObserver(changes => lowest.push(Math.max(...changes.map(row))))
        .observe(document.querySelector('table.grid tbody'), {subtree: true, childList: true, characterData: true});
}"""


def open_row_menu(page: Page) -> None:
    page.goto("/certificates")
    row = page.get_by_role("row").filter(has_text="In force").first
    row.get_by_role("button", name="Actions").click()


def test_preview_shows_the_exact_copy_in_a_frame(enter: Enter, demo: Demo) -> None:
    page = enter("agent")
    open_row_menu(page)
    with page.expect_response(lambda answer: "use=preview" in answer.url) as answer:
        page.get_by_role("menuitem", name="Preview").click()
    assert answer.value.status == 200
    assert answer.value.headers["content-type"] == "application/pdf"
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("In force")
    with page.expect_download() as download:
        dialog.get_by_role("link", name="Download").click()
    (sheet, *_) = pypdf.PdfReader(io.BytesIO(download.value.path().read_bytes())).pages
    number = str(download.value.suggested_filename).split()[0]
    expect(page.get_by_role("dialog", name=f"Certificate {number}")).to_be_visible()
    assert number in sheet.extract_text()


def test_an_exact_copy_goes_to_another_address(enter: Enter, demo: Demo) -> None:
    page = enter("agent")
    open_row_menu(page)
    page.get_by_role("menuitem", name="Resend").click()
    expect(page.get_by_role("radio", name="Exact copy")).to_be_checked()
    page.get_by_label("Send to").fill("not an address")
    page.get_by_role("button", name="Send", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("address")
    expect(page.get_by_label("Send to")).to_have_value("not an address")
    page.get_by_label("Send to").fill("frontdesk@halvorsenpg.example")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("The exact copy is on its way.")).to_be_visible()
    page.goto("/activity")
    expect(page.get_by_role("main")).to_contain_text("frontdesk@halvorsenpg.example")


def test_the_grid_follows_what_is_typed_and_the_address_keeps_it(enter: Enter) -> None:
    page = enter("viewer")
    page.goto("/certificates")
    page.get_by_role("searchbox", name="Search holder").fill("halvorsen")
    page.wait_for_url(lambda url: "q=halvorsen" in url)
    table = page.get_by_role("table", name="Certificates Sent")
    expect(table.get_by_role("row").nth(1)).to_contain_text("Halvorsen")
    page.reload()
    expect(page.get_by_role("searchbox", name="Search holder")).to_have_value("halvorsen")
    page.get_by_role("searchbox", name="Search holder").fill("")  # in one stroke
    page.wait_for_url(lambda url: "q=" not in url)
    page.get_by_role("searchbox", name="Search holder").fill("no such holder at all")
    expect(page.get_by_role("main")).to_contain_text("Nothing matches these filters")
    page.wait_for_url(lambda url: "q=no" in url)
    page.goto("/certificates")  # the tab remembers what was typed, the address does not ask for it
    expect(page.get_by_role("searchbox", name="Search holder")).to_have_value("")
    page.go_back()
    expect(page.get_by_role("searchbox", name="Search holder")).to_have_value("no such holder at all")


def test_what_is_open_in_a_row_does_not_become_anothers(enter: Enter) -> None:
    page = enter("agent")
    page.set_viewport_size({"width": 1440, "height": 900})  # with the description of operations
    page.goto("/certificates")
    first = page.get_by_role("table", name="Certificates Sent").get_by_role("row").nth(1)
    numbered = first.get_by_role("checkbox").get_attribute("aria-label")
    page.get_by_role("button", name="Next page").click()
    expect(first.get_by_role("checkbox", name=numbered)).to_have_count(0)
    first.locator("summary").click()
    expect(first.locator("details[open]")).to_be_visible()
    first.get_by_role("button", name="Actions").click()
    expect(page.get_by_role("menu")).to_be_visible()
    page.go_back()
    expect(first.get_by_role("checkbox", name=numbered)).to_be_visible()
    expect(page.get_by_role("menu")).to_have_count(0)
    expect(first.locator("details[open]")).to_have_count(0)


def test_nobody_is_shut_out(enter: Enter) -> None:
    page = enter("agent")
    page.goto("/certificates?delivery=failed")
    expect(page.get_by_role("table", name="Certificates Sent").get_by_role("row").nth(1)).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("row").nth(1).get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Resend").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert barriers(page) == []


def test_a_withdrawal_needs_a_reason_and_is_seen_by_the_holder(enter: Enter, demo: Demo) -> None:
    page = enter("agent")
    page.goto("/certificates")
    row = page.get_by_role("row").filter(has_text="In force").first
    row.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Withdraw").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Withdraw", exact=True).click()
    expect(dialog.get_by_role("group", name="Please look at these first")).to_be_visible()
    assert barriers(page) == []
    number = str(dialog.get_by_role("heading", level=1).inner_text()).removeprefix("Withdraw ")
    dialog.get_by_label("Why it is withdrawn").fill("Issued for the wrong project")
    dialog.get_by_role("button", name="Withdraw", exact=True).click()
    expect(page.get_by_text(f"Certificate {number} is withdrawn.")).to_be_visible()
    withdrawn = page.get_by_role("row").filter(has_text=number).first
    expect(withdrawn).to_contain_text("Withdrawn")
    withdrawn.get_by_role("button", name="Actions").click()
    expect(page.get_by_role("menuitem", name="Withdraw")).to_have_count(0)
    page.get_by_role("menuitem", name="Preview").click()
    with page.context.expect_page() as opened:
        dialog.get_by_role("link", name="Public check").click()
    public = opened.value
    expect(public.get_by_role("region", name="Standing")).to_contain_text(
        "The agency withdrew this certificate"
    )
    expect(public.get_by_role("main")).not_to_contain_text("wrong project")


def test_a_viewer_is_offered_neither_resend_nor_withdraw(enter: Enter, demo: Demo) -> None:
    page = enter("viewer")
    open_row_menu(page)
    expect(page.get_by_role("menuitem", name="Preview")).to_be_visible()
    for name in ("Resend", "Withdraw"):
        expect(page.get_by_role("menuitem", name=name)).to_have_count(0)


def test_the_rows_that_a_window_shows_come_before_those_below(enter: Enter) -> None:
    page = enter("agent")
    page.goto("/certificates")
    last = page.get_by_role("table", name="Certificates Sent").get_by_role("row").nth(50)
    numbered = last.get_by_role("checkbox").get_attribute("aria-label")
    page.evaluate(FOLLOW_ROWS)
    page.get_by_role("button", name="Next page").click()
    expect(last.get_by_role("checkbox", name=numbered)).to_have_count(0)
    in_window, *below = page.evaluate("lowest")
    assert in_window <= 20 and max(below) == 50

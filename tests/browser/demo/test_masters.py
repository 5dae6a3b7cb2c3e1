"""Certificate Masters: made from ticked policies, changed into a next version, seen as a draft, retired."""

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.demo import seeing
from tests.browser.demo.conftest import Demo
from tests.browser.people import Enter, barriers


def open_masters(page: Page) -> Locator:
    seeing.open_insured(page)
    page.get_by_role("tab", name="Documents").click()
    page.get_by_role("tab", name="Certificate Masters").click()
    table = page.get_by_role("table", name="Certificate Masters")
    expect(table).to_contain_text("All Lines")
    return table


def choose(page: Page, table: Locator, name: str, item: str) -> None:
    table.get_by_role("row").filter(has_text=name).get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def test_made_changed_and_retired(enter: Enter) -> None:
    page = enter("agent")
    table = open_masters(page)
    page.get_by_role("button", name="New master").click()
    dialog = page.get_by_role("dialog", name="New master certificate")
    dialog.get_by_label("Default description").fill("For {holder.nam}.")
    dialog.get_by_role("button", name="Create master").click()
    expect(dialog).to_contain_text("Did you mean {holder.name}?")
    expect(dialog.get_by_label("Default description")).to_have_value("For {holder.nam}.")
    dialog.get_by_label("Name").fill("Vehicles only")
    dialog.get_by_label("Default description").fill("For {holder.name}.")
    ticked = dialog.get_by_role("checkbox", checked=True)
    while ticked.count():
        ticked.first.uncheck()
    dialog.get_by_role("checkbox", name="Automobile").first.check()
    dialog.get_by_role("button", name="Create master").click()
    row = table.get_by_role("row").filter(has_text="Vehicles only")
    expect(row).to_contain_text("Automobile")
    expect(row).to_contain_text("Version 1")

    choose(page, table, "Vehicles only", "Edit")
    dialog = page.get_by_role("dialog", name="Edit master certificate")
    dialog.get_by_label("Authorized representative").fill("Maya Okafor")
    dialog.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("Version 2")
    choose(page, table, "Vehicles only", "Versions")
    expect(page.get_by_role("dialog", name="Versions").get_by_role("listitem")).to_have_count(2)
    page.keyboard.press("Escape")
    choose(page, table, "Vehicles only", "Retire")
    expect(row).to_contain_text("Retired")
    choose(page, table, "Vehicles only", "Resume")
    expect(row).to_contain_text("Current")


def test_a_draft_is_drawn_and_its_pdf_is_shown_not_saved(enter: Enter) -> None:
    page = enter("viewer")
    table = open_masters(page)
    expect(page.get_by_role("button", name="New master")).to_have_count(0)
    choose(page, table, "All Lines", "Preview")
    dialog = page.get_by_role("dialog", name="All Lines")
    expect(dialog.get_by_role("img")).to_contain_text("DRAFT")
    address = dialog.get_by_role("link", name="PDF").get_attribute("href")
    answer = page.request.get(str(address))
    assert answer.status == 200 and answer.body().startswith(b"%PDF")
    assert answer.headers["content-disposition"].startswith("inline")
    # A window of its own; a browser without a PDF viewer shows nothing there, so the answer is asked for above.
    with page.expect_popup():
        dialog.get_by_role("link", name="PDF").click()
    assert page.request.get("/files/masters/999999/draft.pdf").status == 404


def test_a_draft_is_not_for_insured_people(browser: Browser, demo: Demo) -> None:
    asked = seeing.requests_of(browser, demo, "insured")
    assert asked.get("/files/masters/1/draft.pdf").status == 403


def test_from_a_master_to_sending_it(enter: Enter) -> None:
    page = enter("agent")
    table = open_masters(page)
    name = table.get_by_role("row").nth(2).locator(".line-1").inner_text()
    choose(page, table, name, "Send Certificate")
    expect(page.get_by_label("Certificate master").locator("option:checked")).to_contain_text(name)


def test_nobody_is_shut_out(enter: Enter) -> None:
    page = enter("agent")
    table = open_masters(page)
    assert barriers(page) == []
    for item in ("Preview", "Versions", "Edit"):
        choose(page, table, "All Lines", item)
        expect(page.get_by_role("dialog")).to_be_visible()
        assert barriers(page) == [], item
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)

"""Certificates Sent as a list to work with: views, news of colleagues, many at once, proof of one."""

import csv
import re
import zipfile
from pathlib import Path

import pypdf
from playwright.sync_api import Download, Page, expect

from tests.browser.demo.conftest import Demo
from tests.browser.people import Enter, barriers


def open_list(page: Page, query: str = "") -> None:
    page.goto(f"/certificates{query}")
    expect(page.get_by_role("table", name="Certificates Sent").get_by_role("row").nth(1)).to_be_visible()


def file_of(download: Download) -> Path:
    return Path(download.path())


def test_some_are_ticked_bundled_and_withdrawn(enter: Enter, demo: Demo) -> None:
    page = enter("agent")
    open_list(page, "?standing=in_force")
    rows = page.get_by_role("row")
    for place in (3, 4):
        rows.nth(place).get_by_role("checkbox").click()
    bar = page.get_by_role("region", name="Selection")
    expect(bar).to_contain_text("2 selected")
    assert barriers(page) == []
    bar.get_by_role("button", name="Download").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Individual PDF files (ZIP)").click()
    packed = zipfile.ZipFile(file_of(download.value))
    assert len([name for name in packed.namelist() if name.endswith(".pdf")]) == 2
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("The ZIP is ready")
    assert barriers(page) == []
    dialog.get_by_role("button", name="Close").last.click()
    for place in (3, 4):
        rows.nth(place).get_by_role("checkbox").click()
    bar.get_by_role("button", name="Withdraw").click()
    dialog.get_by_role("button", name="Withdraw", exact=True).click()
    expect(dialog.get_by_role("group", name="Please look at these first")).to_be_visible()
    dialog.get_by_label("Why they are withdrawn").fill("Issued for the wrong project")
    dialog.get_by_role("button", name="Withdraw", exact=True).click()
    expect(page.get_by_role("dialog", name="Withdrawn")).to_contain_text("2of 2")
    page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    page.goto("/activity?kind=certificate:withdrawn")
    page.get_by_role("link", name="Issued for the wrong project").first.click()
    expect(page.get_by_role("row").filter(has_text="Withdrawn").first).to_be_visible()


def test_a_view_is_kept_all_that_match_are_exported_and_columns_are_remembered(enter: Enter) -> None:
    page = enter("viewer")
    open_list(page)
    page.get_by_role("button", name="Views").click()
    page.get_by_role("menuitem", name="Failed deliveries").click()
    expect(page.get_by_role("button", name="Remove Delivery Failed")).to_be_visible()
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="CSV").click()
    with file_of(download.value).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["Delivery"] for row in rows} == {"Failed"}
    page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    page.get_by_role("button", name="Views").click()
    page.get_by_role("menuitem", name="Save this view…").click()
    page.get_by_label("Name").fill("To mend")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("checkbox", name="Insured").click()
    assert barriers(page) == []
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("columnheader", name="Insured")).to_have_count(0)
    open_list(page)
    expect(page.get_by_role("columnheader", name="Insured")).to_have_count(0)
    page.get_by_role("button", name="Views").click()
    page.get_by_role("menuitem", name="To mend", exact=True).click()
    page.wait_for_url(lambda url: "mailed=failed" in url)


def test_news_of_a_colleague_wait_and_the_eo_file_proves_one(enter: Enter, demo: Demo) -> None:
    watching, working = enter("viewer"), enter("agent")
    open_list(watching)
    first = watching.get_by_role("row").nth(1).inner_text()
    open_list(working, "?standing=in_force")
    working.get_by_role("row").nth(1).get_by_role("button", name="Actions").click()
    working.get_by_role("menuitem", name="Revise…").click()
    working.get_by_label("Description of operations").fill("Cedar Street Lofts only.")
    working.get_by_label("Why it is revised").fill("The project was named wrongly.")
    expect(working.get_by_label("What changes")).to_contain_text("Cedar Street Lofts only.")
    if (reason := working.get_by_label("Reason", exact=True)).count():
        reason.fill("The holder knows.")
    working.get_by_role("button", name="Issue revision").click()
    expect(working.get_by_text(re.compile("^Revision 1 of .* is issued"))).to_be_visible()
    expect(watching.get_by_text("1 new since you opened this list")).to_be_visible(timeout=20_000)
    assert watching.get_by_role("row").nth(1).inner_text().split("\n")[0] == first.split("\n")[0]
    watching.get_by_role("button", name="Show").click()
    expect(watching.get_by_role("row").nth(1)).to_contain_text("Rev ")
    watching.get_by_role("row").nth(1).get_by_role("button", name="Actions").click()
    with watching.expect_download() as download:
        watching.get_by_role("menuitem", name="E&O file", exact=True).click()
    read = " ".join(page.extract_text() for page in pypdf.PdfReader(file_of(download.value)).pages)
    assert "Cedar Street Lofts only." in read and "unbroken from its first entry" in read

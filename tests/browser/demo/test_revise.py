"""Revise a certificate from today's records after a limit was changed."""

import re

from playwright.sync_api import expect

from tests.browser.demo.conftest import Demo
from tests.browser.people import Enter, barriers


def test_from_records_after_the_agency_changed(enter: Enter, demo: Demo) -> None:
    admin = enter("admin")
    admin.goto("/settings?tab=agency")
    admin.get_by_label("Authorized representative").fill("Rae Vane")
    admin.get_by_role("button", name="Save", exact=True).click()
    expect(admin.get_by_text("The agency's settings are saved.")).to_be_visible()
    page = enter("agent")
    page.goto("/certificates")
    page.get_by_role("row").filter(has_text="In force").first.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Revise…").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile("^Revise KV-"))
    number = heading.inner_text().removeprefix("Revise ")
    issue, changes = page.get_by_role("button", name="Issue revision"), page.get_by_label("What changes")
    expect(changes).to_contain_text("exact copy")
    expect(issue).to_be_disabled()
    page.get_by_role("radio", name="From today's records").click()
    expect(changes).to_contain_text("Rae Vane")
    expect(page.get_by_role("group", name="The certificate as a draft")).to_contain_text("DRAFT")
    issue.click()
    wrong = page.get_by_role("group", name="Please look at these first")
    expect(wrong).to_contain_text("why it is revised")
    assert barriers(page) == []
    page.get_by_label("Why it is revised").fill("Another representative signs")
    if (reason := page.get_by_label("Reason", exact=True)).count():
        reason.fill("The holder knows")
    issue.click()
    expect(page.get_by_text(f"Revision 1 of {number} is issued.")).to_be_visible()
    row = page.get_by_role("row").filter(has_text=number).filter(has_text="Superseded").first
    row.get_by_role("button", name="Actions").click()
    expect(page.get_by_role("menuitem", name="Revise…")).to_have_count(0)
    page.get_by_role("menuitem", name="Revisions").click()
    expect(page.get_by_role("main")).to_contain_text("A newer revision of this certificate exists.")
    expect(page.get_by_label("Revisions", exact=True)).to_contain_text("Another representative signs")
    page.get_by_role("button", name="Preview First issue").click()
    expect(page.get_by_role("dialog", name=f"Certificate {number}, first issue")).to_be_visible()

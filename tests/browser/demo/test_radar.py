"""A policy changes: who holds what is untrue now, and how it is put right. It renews: everybody gets the new one."""

import re

from playwright.sync_api import Page, expect

from tests.browser.demo.seeing import open_insured
from tests.browser.people import Enter, barriers

INSURED = "Clovermere Mechanical Inc"


def lower_the_limit(page: Page) -> str:
    """Of the general liability policy; gives the insured's address."""
    address = open_insured(page, INSURED)
    page.goto(f"{address}?tab=policies")
    rows = page.get_by_role("table", name="Policies").get_by_role("row")
    rows.filter(has_text="General Liability").filter(has_text="In force").get_by_role("link").first.click()
    page.get_by_role("button", name="Edit policy").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Each occurrence").fill("500,000")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    return address


def test_a_lowered_limit_is_on_the_radar_and_its_certificates_are_reissued(enter: Enter) -> None:
    page = enter("agent")
    address = lower_the_limit(page)
    radar = f"/radar?insured={address.rpartition('/')[2]}"
    page.goto(radar)
    reason = page.get_by_role("main")
    expect(reason).to_contain_text("Each occurrence was lowered to $500,000", timeout=30_000)
    page.goto("/")  # it tells what was found when it was opened
    expect(page.get_by_role("link", name=re.compile("Open: .* untrue")).first).to_be_visible()
    page.goto(radar)
    grid = page.get_by_role("table", name="Untrue certificates")
    expect(grid.get_by_role("row").nth(1)).to_contain_text("lowered to $500,000")
    assert barriers(page) == []
    reason.get_by_role("button", name=f"Notify holders, {INSURED}").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Message")).to_have_value(re.compile("{changes}"))
    assert barriers(page) == []
    dialog.get_by_role("button", name="Cancel").click()
    reason.get_by_role("button", name=f"Reissue, {INSURED}").click()
    assert barriers(page) == []
    dialog.get_by_role("checkbox", name="E-mail each").click()
    dialog.get_by_label("Reason").fill("Limit lowered by the carrier")
    dialog.get_by_role("button", name="Reissue", exact=True).click()
    expect(page.get_by_role("dialog", name="Reissued")).to_be_visible(timeout=30_000)
    page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    expect(page.get_by_role("heading", name="Every live certificate is true")).to_be_visible()


def test_a_renewal_is_reviewed_and_issued(enter: Enter) -> None:
    page = enter("agent")
    page.goto("/renewals")
    expect(page.get_by_role("table", name="Renewals").get_by_role("row").nth(1)).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("link", name=re.compile("Review Nine Mile Haulage Inc, All Lines")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Renew All Lines")
    rows = page.get_by_role("table", name="Holders").get_by_role("row")
    expect(rows.filter(has_text="Clean").first).to_be_visible()
    rows.filter(has_text="Clean").first.locator("summary").click()
    expect(rows.filter(has_text="Clean").first).to_contain_text("is renewed as")
    assert barriers(page) == []
    page.get_by_role("button", name="Issue renewals").click()
    assert barriers(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Issue", exact=True).click()
    progress = page.get_by_role("dialog")
    expect(progress).to_contain_text("SHA-256", timeout=30_000)
    progress.get_by_role("button", name="Close").last.click()
    page.reload()
    expect(rows.filter(has_text="Clean")).to_have_count(0)

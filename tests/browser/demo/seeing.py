"""What these tests do on several pages."""

from playwright.sync_api import APIRequestContext, Browser, Page, expect

from tests.browser import people
from tests.browser.demo.conftest import Demo

REDWOOD = "Redwood Ridge Builders LLC"


def requests_of(browser: Browser, demo: Demo, role: str) -> APIRequestContext:
    """What somebody signed in may fetch beside the pages; ends with the browser."""
    context = browser.new_context(base_url=demo.address)
    account = demo.accounts[role]
    people.open_session(context, account["email"], account["password"])
    return context.request


def open_insured(page: Page, name: str = REDWOOD) -> str:
    """Go to the insured's page by the search; gives its address."""
    page.goto("/insureds")
    search = page.get_by_role("combobox", name="Search insureds, holders, policy and certificate numbers")
    search.first.fill(name)
    page.get_by_role("option").filter(has_text=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return page.url.partition("?")[0]

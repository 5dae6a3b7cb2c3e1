import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Enter, barriers


def stat(page: Page, label: str) -> object:
    return page.locator(".stat").filter(has_text=label)


@pytest.fixture
def home(desk_page: Page) -> Page:
    desk_page.goto("/")
    return desk_page


def test_the_figures_are_real(home: Page) -> None:
    expect(stat(home, "Issued today")).to_contain_text("18")
    expect(stat(home, "Requests due today")).to_contain_text("1 open")
    expect(stat(home, "Waiting for approval")).to_contain_text("0")
    expect(stat(home, "Failed deliveries")).to_contain_text("3")
    expect(
        home.get_by_role("img", name=re.compile("Certificates issued per day, highest 18"))
    ).to_be_visible()


def test_a_figure_leads_to_what_it_counts(home: Page) -> None:
    stat(home, "Requests due today").get_by_role("link").click()
    expect(home).to_have_url(re.compile("/requests"))
    expect(home.get_by_role("link", name="Halvorsen Property Group LLC", exact=True)).to_be_visible()


def test_every_link_of_the_page_leads_somewhere(home: Page) -> None:
    expect(home.get_by_role("heading", name="Needs you")).to_be_visible()
    links = home.locator("main a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert links
    for href in sorted({link.partition("?")[0] for link in links}):
        assert home.request.get(href).status == 200, href


def test_what_waits_is_listed_most_dangerous_first(home: Page) -> None:
    expect(home.get_by_role("heading", name="Needs you")).to_be_visible()
    tags = home.locator(".card-row-note").all_inner_texts()
    assert tags[0] == "Delivery"
    assert tags == sorted(tags, key=["Delivery", "Request", "Renewal"].index)


def test_send_certificate_asks_for_the_insured_by_keyboard(home: Page) -> None:
    home.get_by_role("button", name="Send Certificate").focus()
    home.keyboard.press("Enter")
    box = home.get_by_role("dialog").get_by_role("combobox", name="Insured")
    box.focus()
    box.press_sequentially("owyhee", delay=40)
    expect(home.get_by_role("option", name=re.compile("Owyhee Freight Inc"))).to_be_visible()
    expect(home.get_by_role("listbox")).to_have_attribute("aria-busy", "false")
    home.keyboard.press("ArrowDown")
    home.keyboard.press("Enter")
    expect(home).to_have_url(re.compile(r"/insureds/\d+/send"))


def test_a_viewer_cannot_send(signed_in: Enter) -> None:
    page = signed_in("viewer")
    page.goto("/")
    expect(page.get_by_role("heading", name="Needs you")).to_be_visible()
    expect(page.get_by_role("button", name="Send Certificate")).to_have_count(0)


def test_the_search_over_everything_works_by_keyboard(home: Page) -> None:
    expect(home.get_by_role("heading", name="Needs you")).to_be_visible()
    home.keyboard.press("/")
    home.keyboard.type("BAP-2290", delay=40)
    option = home.get_by_role("option", name=re.compile("BAP-2290417-03"))
    expect(option).to_contain_text("Policy · Automobile · Redwood Ridge Builders LLC")
    expect(option).to_have_attribute("aria-selected", "true")
    home.keyboard.press("Enter")
    expect(home).to_have_url(re.compile(r"/insureds/\d+\?tab=policies"))


def test_the_search_finds_insureds_holders_and_certificates(home: Page) -> None:
    box = home.get_by_role("combobox", name=re.compile("Search insureds"))
    box.fill("linden")
    expect(home.get_by_role("option", name=re.compile("Linden Square Market LP"))).to_contain_text("Holder")
    box.fill("KV-26")
    expect(home.get_by_role("option").first).to_contain_text("Certificate")
    box.fill("qqqqqq")
    expect(home.get_by_text("Nothing found")).to_be_visible()


def test_everybody_can_use_it(signed_in: Enter) -> None:
    page = signed_in("admin")
    page.goto("/")
    expect(page.get_by_role("heading", name="Needs you")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("combobox", name=re.compile("Search insureds")).fill("redwood")
    expect(page.get_by_role("option").first).to_be_visible()
    assert barriers(page) == []

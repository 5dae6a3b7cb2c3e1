import re

from playwright.sync_api import Page, expect

from tests.browser.people import Enter, barriers


def stat(page: Page, label: str) -> object:
    return page.locator(".stat").filter(has_text=label)


def test_the_figures_are_real(desk_page: Page) -> None:
    expect(stat(desk_page, "Issued today")).to_contain_text("18")
    expect(stat(desk_page, "Requests due today")).to_contain_text("1 open")
    expect(stat(desk_page, "Waiting for approval")).to_contain_text("0")
    expect(stat(desk_page, "Failed deliveries")).to_contain_text("3")
    expect(
        desk_page.get_by_role("img", name=re.compile("Certificates issued per day, highest 18"))
    ).to_be_visible()


def test_a_figure_leads_to_what_it_counts(desk_page: Page) -> None:
    stat(desk_page, "Requests due today").get_by_role("link").click()
    expect(desk_page).to_have_url(re.compile("/requests"))
    expect(desk_page.get_by_role("link", name="Halvorsen Property Group LLC")).to_be_visible()


def test_every_link_of_the_page_leads_somewhere(desk_page: Page) -> None:
    expect(desk_page.get_by_role("heading", name="Needs you")).to_be_visible()
    links = desk_page.locator("main a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert links
    for href in sorted({link.partition("?")[0] for link in links}):
        assert desk_page.request.get(href).status == 200, href


def test_what_waits_is_listed_most_dangerous_first(desk_page: Page) -> None:
    expect(desk_page.get_by_role("heading", name="Needs you")).to_be_visible()
    tags = desk_page.locator(".card-row-note").all_inner_texts()
    assert tags[0] == "Delivery"
    assert tags == sorted(tags, key=["Delivery", "Request", "Renewal"].index)


def test_send_certificate_asks_for_the_insured_by_keyboard(desk_page: Page) -> None:
    desk_page.get_by_role("button", name="Send Certificate").focus()
    desk_page.keyboard.press("Enter")
    box = desk_page.get_by_role("dialog").get_by_role("combobox", name="Insured")
    box.focus()
    box.press_sequentially("owyhee", delay=40)
    expect(desk_page.get_by_role("option", name=re.compile("Owyhee Freight Inc"))).to_be_visible()
    desk_page.keyboard.press("ArrowDown")
    desk_page.keyboard.press("Enter")
    expect(desk_page).to_have_url(re.compile(r"/insureds/\d+/send"))


def test_a_viewer_cannot_send(signed_in: Enter) -> None:
    page = signed_in("viewer")
    expect(page.get_by_role("heading", name="Needs you")).to_be_visible()
    expect(page.get_by_role("button", name="Send Certificate")).to_have_count(0)


def test_the_search_over_everything_works_by_keyboard(desk_page: Page) -> None:
    expect(desk_page.get_by_role("heading", name="Needs you")).to_be_visible()
    desk_page.keyboard.press("/")
    desk_page.keyboard.type("BAP-2290", delay=40)
    option = desk_page.get_by_role("option", name=re.compile("BAP-2290417-03"))
    expect(option).to_contain_text("Policy · Automobile · Redwood Ridge Builders LLC")
    expect(option).to_have_attribute("aria-selected", "true")
    desk_page.keyboard.press("Enter")
    expect(desk_page).to_have_url(re.compile(r"/insureds/\d+\?tab=policies"))


def test_the_search_finds_insureds_holders_and_certificates(desk_page: Page) -> None:
    box = desk_page.get_by_role("combobox", name=re.compile("Search insureds"))
    box.fill("linden")
    expect(desk_page.get_by_role("option", name=re.compile("Linden Square Market LP"))).to_contain_text(
        "Holder"
    )
    box.fill("KV-26")
    expect(desk_page.get_by_role("option").first).to_contain_text("Certificate")
    box.fill("qqqqqq")
    expect(desk_page.get_by_text("Nothing found")).to_be_visible()


def test_everybody_can_use_it(signed_in: Enter) -> None:
    page = signed_in("admin")
    expect(page.get_by_role("heading", name="Needs you")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("combobox", name=re.compile("Search insureds")).fill("redwood")
    expect(page.get_by_role("option").first).to_be_visible()
    assert barriers(page) == []

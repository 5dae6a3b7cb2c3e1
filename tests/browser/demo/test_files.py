"""A paper sent at the desk, shared, and fetched on the insured's phone; one sent back; ID cards."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.demo import seeing
from tests.browser.demo.conftest import Demo
from tests.browser.people import Enter, barriers, sign_in
from tests.documents import hostile_files as made

PHONE = {"width": 390, "height": 844}


def row(page: Page, name: str) -> object:
    return page.get_by_role("table", name="Files").get_by_role("row").filter(has_text=name)


def test_sent_shared_and_fetched_on_the_phone(
    enter: Enter, browser: Browser, demo: Demo, tmp_path: Path
) -> None:
    paper = tmp_path / "Umbrella policy.pdf"
    paper.write_bytes(made.pdf())
    page = enter("agent")
    address = seeing.open_insured(page)
    page.goto(f"{address}?tab=documents&sub=files")
    page.get_by_role("button", name="Add Files").click()
    dialog = page.get_by_role("dialog", name="Add files")
    dialog.get_by_label("Folder").fill("Policies")
    dialog.get_by_label("Kind of paper").select_option("Policy paper")
    dialog.get_by_label("Drop files here").set_input_files(paper)
    expect(dialog.get_by_text("Kept as Umbrella policy.pdf")).to_be_visible()
    assert barriers(page) == []
    dialog.get_by_role("button", name="Close").first.click()
    page.get_by_role("switch", name="Share Umbrella policy.pdf with the insured").click()
    expect(page.get_by_text("Shared: the insured sees it in the portal.")).to_be_visible()
    assert barriers(page) == []

    phone = browser.new_context(base_url=demo.address, viewport=PHONE, reduced_motion="reduce").new_page()
    phone.goto("/portal/files")
    account = demo.accounts["insured"]
    sign_in(phone, account["email"], account["password"])
    with phone.expect_download() as fetched:
        phone.get_by_role("link", name="Umbrella policy.pdf").click()
    assert fetched.value.path().read_bytes() == paper.read_bytes()
    contract = tmp_path / "Contract.txt"
    contract.write_text("The contract wants a waiver of subrogation.")
    phone.get_by_label("Send papers to your agency").set_input_files(contract)
    expect(phone.get_by_role("region", name="Sent to your agency")).to_contain_text("Contract.txt")
    assert barriers(phone) == []

    page.reload()
    row(page, "Umbrella policy.pdf").get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Versions and downloads").click()
    expect(page.get_by_role("list", name="Downloads")).to_contain_text("Luis Aldana")
    page.keyboard.press("Escape")
    expect(row(page, "Contract.txt")).to_contain_text("Luis Aldana, portal")
    phone.context.close()


def test_id_cards_follow_the_vehicles(enter: Enter, browser: Browser, demo: Demo) -> None:
    page = enter("agent")
    address = seeing.open_insured(page)
    page.goto(f"{address}?tab=policies")
    page.get_by_role("table", name="Policies").get_by_role("link", name="Automobile").first.click()
    page.get_by_role("button", name="Add vehicle").click()
    dialog = page.get_by_role("dialog", name="Add vehicle")
    dialog.get_by_label("Model year").fill("2025")
    dialog.get_by_label("Make").fill("Tolland")
    dialog.get_by_label("Model", exact=True).fill("Longbed")
    dialog.get_by_label("VIN").fill("1M8GDM9AXKP042789")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("link", name="its check digit does not fit")).to_be_visible()
    dialog.get_by_label("VIN").fill("1M8GDM9AXKP042788")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Vehicles")).to_contain_text("2025 Tolland Longbed")
    page.get_by_role("button", name="Create ID card").click()
    expect(page.get_by_text("The ID card is under Documents, Files")).to_be_visible()
    assert barriers(page) == []

    phone = browser.new_context(base_url=demo.address, viewport=PHONE, reduced_motion="reduce").new_page()
    phone.goto("/portal/id-cards")
    account = demo.accounts["insured"]
    sign_in(phone, account["email"], account["password"])
    expect(phone.get_by_role("list", name="Vehicles")).to_contain_text("1M8GDM9AXKP042788")
    assert barriers(phone) == []
    with phone.expect_download() as fetched:
        phone.get_by_role("link", name="Download the ID cards").click()
    assert fetched.value.path().read_bytes().startswith(b"%PDF")
    phone.context.close()

"""The main job, as an agent does it: every holder's certificate is in the ZIP, in the PDF and in Certificates Sent."""

import csv
import io
import zipfile
from pathlib import Path

import pypdf
from playwright.sync_api import Browser, Download, Locator, Page, expect

from tests.browser.demo.conftest import Demo
from tests.browser.people import WINDOW, Enter, barriers

HOLDERS = 250
FOCUSED = "one => one === document.activeElement"
HOLDER_AT = (108, 608)  # points from the lower left: where the first row of the holder's name stands


def open_redwood(page: Page, tab: str) -> None:
    page.goto("/")
    page.get_by_role("combobox", name="Search everything").or_(
        page.get_by_placeholder("Search insureds, holders, policy and certificate numbers")
    ).first.fill("Redwood Ridge")
    page.get_by_role("option").filter(has_text="Redwood Ridge Builders LLC").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Redwood Ridge Builders LLC")
    page.get_by_role("tab", name=tab).click()


def open_dialog(page: Page) -> None:
    open_redwood(page, "Additional Interests")
    page.get_by_role("button", name="Generate Certificates").click()
    expect(page.get_by_role("dialog")).to_contain_text(f"0 of {HOLDERS}")


def generate(page: Page, output: str) -> Download:
    open_dialog(page)
    page.get_by_role("checkbox", name="Check All").click()
    expect(page.get_by_role("dialog")).to_contain_text(f"{HOLDERS} will be issued.")
    page.get_by_role("radio", name=output).click()
    expect(page.get_by_role("radio", name=output)).to_be_checked()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="Generate", exact=True).click()
    return download.value


def read(page: pypdf.PageObject) -> tuple[str, str]:
    """The text that stands where the holder's name is printed, and all of it."""
    found: list[str] = []

    def visit(text: str, matrix: list[float], inner: list[float], _font: object, _size: object) -> None:
        x, y = inner[4] or matrix[4], inner[5] or matrix[5]
        if abs(x - HOLDER_AT[0]) < 1 and abs(y - HOLDER_AT[1]) < 12 and text.strip():
            found.append(text.strip())

    text = page.extract_text(visitor_text=visit)
    return " ".join(found), text


def test_an_agent_generates_for_all_as_a_zip(enter: Enter, tmp_path: Path) -> None:
    page = enter("agent")
    path = tmp_path / "all.zip"
    generate(page, "Individual PDF files (ZIP)").save_as(path)
    with zipfile.ZipFile(path) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig"))))
        assert len(rows) == HOLDERS and {row["outcome"] for row in rows} == {"issued"}
        for row in rows:
            (sheet,) = pypdf.PdfReader(io.BytesIO(archive.read(row["file"]))).pages
            holder, text = read(sheet)
            assert holder.startswith(row["holder"][:40]), row["file"]
            assert row["certificate_number"] in text
    page.get_by_role("button", name="Close", exact=True).last.click()
    page.get_by_role("tab", name="Documents").click()
    expect(page.get_by_role("table", name="Certificates Sent")).to_contain_text(
        rows[-1]["certificate_number"]
    )


def test_an_agent_generates_for_all_as_one_pdf(enter: Enter, tmp_path: Path) -> None:
    page = enter("agent")
    path = tmp_path / "all.pdf"
    generate(page, "One combined PDF").save_as(path)
    reader = pypdf.PdfReader(io.BytesIO(path.read_bytes()))
    titles = [mark.title for mark in reader.outline if isinstance(mark, pypdf.generic.Destination)]
    assert len(titles) == len(reader.pages) == HOLDERS
    for title, sheet in zip(titles, reader.pages, strict=True):
        assert read(sheet)[0].startswith(str(title)[:40])


def test_a_reload_in_the_middle_loses_nothing(enter: Enter) -> None:
    page = enter("agent")
    open_dialog(page)
    page.get_by_role("checkbox", name="Check All").click()
    expect(page.get_by_role("dialog")).to_contain_text(f"{HOLDERS} will be issued.")
    page.get_by_role("checkbox", name="Download", exact=True).click()
    page.get_by_role("button", name="Generate", exact=True).click()
    link = page.get_by_role("link", name="its own page").or_(page.get_by_role("link", name="Download"))
    expect(link.first).to_be_visible()
    if (href := page.get_by_role("link", name="its own page")).count():
        page.goto(href.get_attribute("href") or "")
    page.reload()
    expect(page.get_by_role("link", name="Download", exact=True)).to_be_visible(timeout=30_000)
    assert barriers(page) == []


def tab_to(target: Locator, most: int = 60) -> None:
    """Press Tab until it has the focus: whatever it is, the keyboard gets there."""
    for _ in range(most):
        if target.evaluate(FOCUSED):
            return
        target.page.keyboard.press("Tab")
    raise AssertionError(f"{target} was not reached")


def test_by_keyboard_alone(browser: Browser, demo: Demo) -> None:
    """From the door to every certificate issued."""
    page = browser.new_context(base_url=demo.address, viewport=WINDOW).new_page()
    page.goto("/sign-in")
    tab_to(page.get_by_label("E-mail"))
    page.keyboard.type(demo.accounts["agent"]["email"])
    tab_to(page.get_by_label("Password", exact=True))
    page.keyboard.type(demo.accounts["agent"]["password"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Needs you")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("redwood ridge b", delay=20)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Redwood Ridge Builders LLC")
    tab_to(page.get_by_role("tab", selected=True))
    while not page.get_by_role("tab", name="Additional Interests").evaluate(FOCUSED):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    tab_to(page.get_by_role("button", name="Generate Certificates"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"0 of {HOLDERS}")
    tab_to(dialog.get_by_role("checkbox", name="Check All"))
    page.keyboard.press("Space")
    expect(dialog).to_contain_text(f"{HOLDERS} will be issued.")
    tab_to(dialog.get_by_role("radio", name="Individual PDF files (ZIP)"), most=300)
    page.keyboard.press("ArrowDown")
    tab_to(dialog.get_by_role("button", name="Generate", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Download")).to_be_visible(timeout=30_000)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.context.close()


def test_a_viewer_has_no_button_to_generate(enter: Enter) -> None:
    page = enter("viewer")
    open_redwood(page, "Additional Interests")
    expect(page.get_by_role("button", name="Generate Certificates")).to_have_count(0)
    expect(page.get_by_role("link", name="Send Certificate")).to_have_count(0)


def test_everybody_can_use_the_dialog(enter: Enter) -> None:
    page = enter("agent")
    open_dialog(page)
    page.get_by_role("checkbox", name="Check All").click()
    expect(page.get_by_role("dialog")).to_contain_text(f"{HOLDERS} will be issued.")
    assert barriers(page) == []

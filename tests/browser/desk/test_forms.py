"""A licensed form from its upload to the master that is printed on it, by mouse and by keyboard."""

from playwright.sync_api import Page, expect

from tests.browser.people import Enter, barriers
from tests.documents import form_fixture

FORM = {"name": "form.pdf", "mimeType": "application/pdf", "buffer": form_fixture.pdf()}


def upload(page: Page, name: str, file: dict[str, object]) -> None:
    page.goto("/settings?tab=forms")
    page.get_by_label("Drop the fillable PDF here").set_input_files([file])  # type: ignore[list-item]
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Our agency holds the license").check()
    page.get_by_role("button", name="Upload form").click()


def test_a_form_is_uploaded_matched_and_printed_on(signed_in: Enter) -> None:
    page = signed_in("admin")
    upload(page, "Liability", {**FORM, "buffer": b"no form"})
    expect(page.get_by_text("This file is no PDF. Choose the fillable PDF")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Liability")
    upload(page, "Liability", FORM)
    expect(page.get_by_text("Masters can be printed on this form. What has no field")).to_be_visible()
    picture = page.get_by_role("img", name="The first page of the form")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert barriers(page) == []

    cell = next(one for one in form_fixture.cells() if one.key == "holder.name")
    paper = page.get_by_role("region", name="The page of the form with its fields")
    size = paper.bounding_box()
    assert size is not None
    at = {"x": (cell.x + 9) / 612 * size["width"], "y": (cell.y + cell.h / 2) / 792 * size["height"]}
    paper.click(position=at)  # type: ignore[arg-type]
    choice = page.get_by_label("What stands in it")
    expect(choice).to_have_value("holder.name")
    expect(choice).to_be_focused()
    choice.select_option("")
    expect(page.get_by_text("Matches not saved yet.").first).to_be_visible()
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("No field is for the name of the certificate holder.")).to_be_visible()
    page.get_by_role("radio", name="Without a match").click()
    lines = page.get_by_role("list", name="Fields").get_by_role("listitem")
    expect(lines).to_have_count(1)
    lines.get_by_role("button").press("Enter")
    expect(choice).to_be_focused()
    choice.select_option("Holder: Name")
    page.get_by_label("From the left").fill("here")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Enter how far from the left in inches, for example 0.5.").first).to_be_visible()
    page.get_by_label("From the left").fill("5.5")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Masters can be printed on this form. What has no field")).to_be_visible()
    example = page.get_by_role("link", name="Preview with example data").get_attribute("href")
    answer = page.request.get(str(example))
    assert answer.status == 200 and answer.body().startswith(b"%PDF-")

    page.get_by_role("link", name="All forms").click()
    row = page.get_by_role("row").filter(has_text="Liability")
    expect(row).to_contain_text("Offered")
    expect(row).to_contain_text("Maya Okafor")
    assert barriers(page) == []

    agent = signed_in("agent")
    agent.goto("/settings?tab=forms")
    expect(agent.get_by_role("row").filter(has_text="Liability")).to_be_visible()
    expect(agent.get_by_role("button", name="Upload form")).to_have_count(0)
    agent.goto("/insureds/1?tab=documents&sub=masters")
    agent.get_by_role("button", name="New master").click()
    dialog = agent.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("On the form")
    dialog.get_by_label("Form", exact=True).select_option("The agency’s form Liability")
    dialog.get_by_role("button", name="Create master").click()
    made = agent.get_by_role("row").filter(has_text="On the form")
    expect(made).to_contain_text("Version 1, on the form Liability")
    made.get_by_role("button", name="Actions").click()
    agent.get_by_role("menuitem", name="Preview").click()
    shown = agent.get_by_role("dialog").get_by_role("img")
    expect(shown).to_contain_text("Sample of a form, page 1")
    expect(shown).to_contain_text("DRAFT")

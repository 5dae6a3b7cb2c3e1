"""A file on its way: dropped, its columns confirmed, checked, decided, applied, undone."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.people import Enter, barriers

ROWS = """Cert Holder,Street,Town,ST,Zip,Client,Kind
Larkspur Import Homes LLC,12 Main Street,Boise,ID,83702,,
Larkspurr Import Homes LLC,12 Main St,Boise,ID,83702,,
Bay Import Bank NA,5 State Street,Boston,MA,2109,,
Nowhere Inc,1 Road,Boise,Idahoo,83702,,
Acme Import Inc,1 Road,Boise,ID,83702,Nobody Inc,
"""


def test_a_file_is_checked_applied_and_undone(signed_in: Enter, tmp_path: Path) -> None:
    page = signed_in("agent")
    file = tmp_path / "moving in.csv"
    file.write_text(ROWS)
    page.goto("/imports")
    page.get_by_label("Drop a CSV or XLSX file here").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="moving in.csv")).to_be_visible()
    expect(page.get_by_label("Holder Name")).to_have_value("0")
    expect(page.get_by_text("For example Larkspur Import Homes LLC")).to_be_visible()
    page.get_by_label("Loan Number").select_option(label="Kind")
    assert barriers(page) == []
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("Dry run done")).to_be_visible()
    rows = page.get_by_role("table", name="Rows")
    expect(rows.get_by_text("There is no insured of this name")).to_be_visible()
    expect(rows.get_by_text("State: Enter the holder's state")).to_be_visible()
    page.get_by_role("button", name="Same holder").click()
    page.get_by_role("button", name="Check again").click()
    expect(page.get_by_text("look like another holder")).to_be_hidden()
    expect(rows.get_by_text("Matches")).to_have_count(1)
    assert barriers(page) == []
    with page.expect_download() as rejected:
        page.get_by_role("link", name="Download rejected rows").click()
    assert rejected.value.path().read_text("utf-8-sig").count("\n") == 3
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Applied", exact=True)).to_be_visible()
    page.goto("/holders?q=import")
    expect(page.get_by_text("2 holders")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Undo import").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Undo import").click()
    expect(page.get_by_text("Undone", exact=True)).to_be_visible()
    page.goto("/holders?q=import")
    expect(page.get_by_text("Nothing matches these filters")).to_be_visible()


def test_a_file_that_is_no_table_comes_back_with_the_reason(signed_in: Enter, tmp_path: Path) -> None:
    page = signed_in("agent")
    file = tmp_path / "policy.csv"
    file.write_bytes(b"%PDF-1.7")
    page.goto("/imports")
    page.get_by_label("Drop a CSV or XLSX file here").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("This file is not a table. Choose a CSV or XLSX file.")).to_be_visible()
    assert barriers(page) == []
    viewer = signed_in("viewer")
    viewer.goto("/imports")
    expect(viewer.get_by_text("You cannot see this")).to_be_visible()
    upload = {"import_file": {"name": "a.csv", "mimeType": "text/csv", "buffer": b"a"}}
    assert viewer.request.post("/files/imports", multipart=upload).status == 403


CARRIERS = "Writing Company,NAIC Code\nPolicy Import Mutual,31000\n"
POLICIES = """Client,NAIC Code,LOB,Policy #,Eff Date,Exp Date,Occ Limit,Gen Agg,Blanket AI,OK'd
"Silver Fir Plumbing, L.L.C.",31000,CGL,GLP-IMPORT-1,46023,1/1/2027,$1M,"$2,000,000",CG 20 10 (04 13),46023
Silver Fir Plumbing LLC,31000,Umbrella,UMB-IMPORT-1,01/01/2026,01/01/2027,5MM,,,
Silver Fir Plumbing LLC,99999,CGL,GLP-IMPORT-2,01/01/2026,01/01/2027,1000000,,,
"""


def upload(page: Page, file: Path, rows: str, kind: str) -> None:
    file.write_text(rows)
    page.goto("/imports")
    page.get_by_label("Drop a CSV or XLSX file here").set_input_files(file)
    page.get_by_label("What is in the file").select_option(label=kind)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name=file.name)).to_be_visible()


def test_policies_come_from_another_system_and_go_back(signed_in: Enter, tmp_path: Path) -> None:
    page = signed_in("agent")
    upload(page, tmp_path / "carriers.csv", CARRIERS, "Carriers")
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Applied", exact=True)).to_be_visible()
    page.goto("/imports")
    with page.expect_download() as example:
        page.get_by_role("link", name="Example of policies").click()
    assert example.value.suggested_filename == "policies-example.csv"
    upload(page, tmp_path / "policies.csv", POLICIES, "Insureds")
    page.get_by_label("What is in the file").select_option(label="Policies")
    expect(page.get_by_label("Policy Number")).to_have_value("3")
    expect(page.get_by_text("For example GLP-IMPORT-1; UMB-IMPORT-1; GLP-IMPORT-2")).to_be_visible()
    page.get_by_label("Each Occurrence").select_option(label="Occ Limit")
    page.get_by_label("Endorsements Approved On").select_option(label="OK'd")
    assert barriers(page) == []
    page.get_by_role("button", name="Check the file").click()
    rows = page.get_by_role("table", name="Rows")
    expect(rows.get_by_text("No carrier here has the code 99999")).to_be_visible()
    expect(rows.get_by_text("Create", exact=True)).to_have_count(2)
    assert barriers(page) == []
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Applied", exact=True)).to_be_visible()
    address = page.url
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill("GLP-IMPORT-1")
    page.get_by_role("option", name="Silver Fir Plumbing LLC").first.click()
    page.goto(f"{page.url.partition('?')[0]}?tab=policies")
    expect(page.get_by_text("GLP-IMPORT-1").first).to_be_visible()
    page.goto(address)
    page.get_by_role("button", name="Undo import").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Undo import").click()
    expect(page.get_by_text("Undone", exact=True)).to_be_visible()

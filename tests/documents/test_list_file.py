import csv
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from coi_app.documents import spreadsheet
from coi_app.documents.list_file import CsvOf, XlsxOf

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    'a"b,c\nd',
    "Ørsted GmbH",
    "0042",
    "http://a.example",
    "",
]


def test_a_csv_reads_back_and_holds_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with CsvOf(path, ["Name"]) as sheet:
        sheet.add([[one] for one in HOSTILE])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = [row[0] for row in csv.reader(file)]
    assert read == ["Name", *(f"'{one}" if one[:1] in set("=+-@\t\r") else one for one in HOSTILE)]


@pytest.mark.parametrize("one", ["=1", "'=1", "''+1", "'plain", "plain"])
def test_a_cell_is_guarded_as_everywhere(tmp_path: Path, one: str) -> None:
    path = tmp_path / "a.csv"
    with CsvOf(path, ["Name"]) as sheet:
        sheet.add([[one]])
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1] == [spreadsheet.guarded(one)]
    assert spreadsheet.unguarded(spreadsheet.guarded(one)) == one


def test_a_workbook_reads_back_as_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with XlsxOf(path, ["Name", "More"], [30]) as sheet:
        sheet.add([[one, "x" * 40_000] for one in HOSTILE[:-1]])
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:5]] == HOSTILE[:4] and rows[9][0] == "0042"
    assert len(rows[1][1]) == 32_767


@pytest.mark.parametrize("kind", [CsvOf, XlsxOf])
def test_half_a_list_leaves_no_file(tmp_path: Path, kind: type) -> None:
    with pytest.raises(ZeroDivisionError), kind(tmp_path / "a", ["Name"]) as sheet:
        sheet.add([["One"]])
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []

"""Files as they come from the world: what is read, and what is refused with a sentence that says what to do."""

import io
import struct
import zipfile
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from coi_app.documents import delimited_text, spreadsheet, table_text
from coi_app.documents.spreadsheet import Unreadable

TEXT = "Holder Name,City,ZIP\r\nPeña & Søn “Homes” – 5th’s,Boise,01234\r\n"
EXPECTED = [("Holder Name", "City", "ZIP"), ("Peña & Søn “Homes” – 5th’s", "Boise", "01234")]


def cells(data: bytes) -> list[tuple[str, ...]]:
    sheet = spreadsheet.opened(data)
    rows = [row.cells for row in sheet.rows()]
    assert sheet.row_count() == len(rows)
    return rows


def workbook(
    rows: list[list[object]], start: tuple[int, int] = (0, 0), **sheets: list[list[object]]
) -> bytes:
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"default_date_format": "mm/dd/yyyy"}) as book:
        for name, content in {**sheets, "Holders": rows}.items():
            sheet = book.add_worksheet(name)
            for down, row in enumerate(content):
                for right, value in enumerate(row):
                    sheet.write(start[0] + down, start[1] + right, value)
    return body.getvalue()


def packed(**parts: bytes) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return body.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_however_it_is_written(encoding: str) -> None:
    assert cells(TEXT.encode(encoding)) == EXPECTED


@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        ("cp1252", "O’Brien’s Café – Peña GmbH"),
        ("mac_roman", "Joe’s Café – Peña Señor niño Élan"),
        ("cp1251", "Общество с ограниченной ответственностью Ромашка"),
    ],
)
def test_eight_bits_are_told_apart(encoding: str, word: str) -> None:
    rows = "Holder Name,City\n" + f"{word},Boise\n" * 5
    assert cells(rows.encode(encoding))[1] == (word, "Boise")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_separator_is_found(mark: str) -> None:
    rows = [["Holder Name", "City", "State"], ["Acme; Sons", "Boise, West", "ID"], ["Beta|Co", "Nampa", "ID"]]
    text = "\n".join(mark.join(f'"{cell}"' if not cell.isalpha() else cell for cell in row) for row in rows)
    assert cells(text.encode()) == [tuple(row) for row in rows]


def test_a_separator_that_the_file_names_itself() -> None:
    assert cells(b"sep=;\nHolder Name;City\nA, B and C;Boise\n")[1] == ("A, B and C", "Boise")


def test_mixed_line_ends_ragged_rows_and_blank_ones() -> None:
    data = b"a,b,c\r\n1,2,3\r4,5\n\n,,\n6,7,8,9\r\n"
    rows = list(spreadsheet.opened(data).rows())
    assert cells(data) == [("a", "b", "c"), ("1", "2", "3"), ("4", "5"), ("6", "7", "8", "9")]
    assert [row.number for row in rows] == [1, 2, 3, 6]


def test_quotation_marks_in_wrong_places_swallow_nothing() -> None:
    data = (
        'Name,City,Note\n"Acme, 12 Main,x\nBeta LLC,Boise,5" pipe\nBob "The Builder" LLC,Boise,\n'
        '"Gamma" Inc,Boise,\n"Delta ""D"" Co",Boise,"two\nlines, with, commas"\nOmega,Boise,"open'
    )
    rows = list(spreadsheet.opened(data.encode()).rows())
    assert [row.cells[0] for row in rows[1:]] == [
        "Acme", "Beta LLC", 'Bob "The Builder" LLC', "Gamma Inc", 'Delta "D" Co', "Omega",
    ]  # fmt: skip
    assert [bool(row.problem) for row in rows[1:]] == [True, False, False, False, False, True]
    assert rows[5].cells[2] == "two\nlines, with, commas"
    assert rows[2].cells[2] == '5" pipe'


@given(st.text(st.sampled_from("a, ;\0\t\x1c\r\n\u2028é'"), max_size=40))
def test_without_quotation_marks_the_short_way_reads_the_same(text: str) -> None:
    data = ("Name,City\n" * 300 + text).encode()
    lines = io.TextIOWrapper(io.BytesIO(data), "utf-8", newline=None)
    careful = [tuple(row) for row, _ in delimited_text.records(lines, ",")]
    _, rows = delimited_text.opened(data)
    assert [tuple(row) for row, _ in rows()] == careful


def test_an_open_quotation_mark_far_from_the_end() -> None:
    data = 'Name,City\n"Acme,Boise\n' + "Beta,Boise\n" * 1_000
    rows = list(spreadsheet.opened(data.encode()).rows())
    assert len(rows) == 1_002 and [row.number for row in rows if row.problem] == [2]


def test_a_cell_of_a_million_characters_is_a_matter_of_its_row() -> None:
    data = "Name,City\nAcme," + "x" * 1_000_000 + "\nBeta,Boise\n"
    _, long, short = spreadsheet.opened(data.encode()).rows()
    assert "1,000,000 characters" in long.problem and long.column == 1 and len(long.cells[1]) < 300
    assert short.cells == ("Beta", "Boise") and not short.problem


def test_two_thousand_columns() -> None:
    (row,) = spreadsheet.opened((",".join(["x"] * 2_000)).encode()).rows()
    assert "2,000 cells" in row.problem
    with pytest.raises(Unreadable, match="2,500 columns"):
        spreadsheet.opened(workbook([["x"] * 2_500]))


def test_a_nul_stays_for_the_row_to_be_refused() -> None:
    assert cells(b"Name,City\nAc\0me,Boise\n")[1] == ("Ac\0me", "Boise")


def test_a_workbook_keeps_zeros_days_and_numbers() -> None:
    data = workbook(
        [
            ["Holder Name", "ZIP", "Phone", "Since", "Loan", "Yes"],
            ["Acme", "01234", 2085550109, date(2026, 3, 4), 12.5, True],
            ["=1+1", 1234],
        ]
    )
    rows = cells(data)
    assert rows[1] == ("Acme", "01234", "2085550109", "03/04/2026", "12.5", "TRUE")
    assert rows[2] == ("0", "1234")  # a formula nobody calculated


def test_a_table_that_does_not_begin_in_the_corner() -> None:
    rows = list(
        spreadsheet.opened(workbook([["Holder Name", "City"], ["Acme", "Boise"]], start=(3, 0))).rows()
    )
    assert [row.number for row in rows] == [4, 5]


def test_the_first_sheet_with_anything_on_it_is_read_and_named() -> None:
    sheet = spreadsheet.opened(workbook([["a", "b"]], Cover=[]))
    assert "“Holders”" in sheet.note and "No other sheet" in sheet.note


def test_merged_cells_and_formulas_with_a_value() -> None:
    body = io.BytesIO()
    with xlsxwriter.Workbook(body) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 2, "Holders of 2026")
        sheet.write_row(1, 0, ["Holder Name", "City"])
        sheet.write_formula(2, 0, '="Ac"&"me"', None, "Acme")
    assert cells(body.getvalue()) == [("Holders of 2026",), ("Holder Name", "City"), ("Acme",)]


def bomb(lies: bool) -> bytes:
    """A workbook whose sheet unpacks to 300 MB, and one that says it is small."""
    data = packed(xl__workbook_xml=b"<workbook/>", xl__sheet_xml=b"\0" * 300_000_000)
    return data.replace(struct.pack("<L", 300_000_000), struct.pack("<L", 300)) if lies else data


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"\r\n \0", "empty"),
        (b"%PDF-1.7 ...", "not a table"),
        (b"\x89PNG\r\n\x1a\n", "not a table"),
        (b"<!DOCTYPE html><table>", "page or a letter"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0 old", "old .xls"),
        (b"PK\x03\x04 broken", "damaged"),
        (packed(a=b"b"), "no workbook"),
        (packed(xl__workbook_xml=b"<workbook/>", xl__vbaProject_bin=b"x"), "macros"),
        (packed(xl__workbook_xml=b"nonsense"), "damaged"),
        (bytes(range(1, 32)) * 200, "not a table of text"),
    ],
    ids=[
        "nothing",
        "blank",
        "pdf",
        "png",
        "html",
        "password",
        "xls",
        "torn",
        "zip",
        "macros",
        "junk",
        "binary",
    ],
)
def test_what_is_no_table_is_told_why(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        list(spreadsheet.opened(data).rows())


@pytest.mark.parametrize(("lies", "sentence"), [(False, "200 MB"), (True, "damaged")])
def test_a_zip_bomb_is_never_unpacked(lies: bool, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        spreadsheet.opened(bomb(lies))


def test_too_many_rows_and_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 3)
    sheet = spreadsheet.opened(b"a,b\n" * 4)
    with pytest.raises(Unreadable, match="more than 3 rows"):
        list(sheet.rows())
    with pytest.raises(Unreadable, match="more than 3 rows"):
        sheet.row_count()
    monkeypatch.setattr(spreadsheet, "LARGEST_FILE", 3)
    with pytest.raises(Unreadable, match="larger than"):
        spreadsheet.opened(b"a,b\n")


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1 208 555 0109", "-x", "@me", "\tx", "plain", "'quoted'", "'=both", "''=x", ""]
)
def test_no_cell_that_leaves_plays_a_formula_and_it_comes_back_as_it_was(cell: str) -> None:
    body = table_text.csv_of(["Name", "End"], [[cell, "."]])
    written = body.decode("utf-8-sig").splitlines()[1].strip('"')
    assert not written.startswith(spreadsheet.PLAYS_A_FORMULA)
    assert cells(body)[1] == (cell, ".")

"""CSV as it comes: any common encoding and delimiter, mixed line ends, quotation marks in wrong places."""

import codecs
import csv
import io
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from itertools import repeat

from coi_app.documents import spreadsheet

DELIMITERS = (",", ";", "\t", "|")
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
SAMPLE = 200_000
SAMPLE_ROWS = 60
MOST_LINES_OF_A_ROW = 200
OPEN_QUOTE = "A quotation mark in this row is not closed. Close it, or take it out."
# What the last resort chooses from; the first that fits the sample best is taken.
OTHERS = ["mac_roman", "cp1250", "cp1251", "cp437", "cp850", "shift_jis", "gb18030", "big5", "euc_kr"]
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_TYPOGRAPHY = frozenset("‘’“”‚„–—…•·™®©°§ªº«»¡¿½¼¾€£¢´¨ \xad")

csv.field_size_limit(spreadsheet.LARGEST_FILE)  # a cell too long is a matter of its row, not of the file

Rows = Callable[[], Iterator[tuple[list[str], str]]]


def opened(data: bytes) -> tuple[str, Rows]:
    """What was found out about the file, and its rows."""
    encoding = encoding_of(data)
    sample = data[:SAMPLE].decode(encoding, errors="ignore")
    _refuse_binary(sample)
    declared = _declared_delimiter(sample)
    delimiter = declared or _delimiter_of(sample)

    def rows() -> Iterator[tuple[list[str], str]]:
        with io.TextIOWrapper(io.BytesIO(data), encoding, errors="replace", newline=None) as text:
            quoted = b'"' in data  # without any, no row can go wrong or on
            found = (
                records(text, delimiter) if quoted else zip(csv.reader(text, delimiter=delimiter), repeat(""))
            )
            if declared:
                next(found, None)
                yield [], ""  # the row counts, as in the program that wrote it
            yield from found

    name = encoding.removesuffix("-sig").upper()
    return f"Read as CSV, {name}, separated by {NAMES.get(delimiter, delimiter)}.", rows


def encoding_of(data: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding
    if wide := _wide(data[:4_000]):
        return wide
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return _eight_bits(data)


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: every other byte of Latin text is NUL."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) // 5:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _eight_bits(data: bytes) -> str:
    """Windows Western, as most of it is, unless that makes no sense."""
    tricky = b"\n".join(line for line in data.splitlines() if not line.isascii())[:SAMPLE]
    try:
        if _reads_well(tricky.decode("cp1252")):
            return "cp1252"
    except UnicodeDecodeError:
        pass  # a byte that Windows Western does not have: something else, then
    from charset_normalizer import from_bytes

    best = from_bytes(tricky, cp_isolation=[*OTHERS, "cp1252"]).best()
    return best.encoding if best else "cp1252"


def _reads_well(text: str) -> bool:
    """Letters of Western Europe and typography, and no capital with an accent inside a word of small letters."""
    for place, char in enumerate(text):
        if char.isascii() or char in _TYPOGRAPHY:
            continue
        if not "À" <= char <= "ÿ" or char in "×÷":
            return False
        if char.isupper() and text[place - 1 : place].islower():
            return False
    return True


def _refuse_binary(sample: str) -> None:
    strange = sum(1 for char in sample if char < " " and char not in "\r\n\t\f\x1a\0")
    if strange + sample.count("\0") > len(sample) // 50 + 3:
        raise spreadsheet.Unreadable("This file is not a table of text. Choose a CSV or XLSX file.")


def _declared_delimiter(sample: str) -> str:
    """Some programs write `sep=;` into the first row."""
    first = sample.lstrip("\ufeff").split("\n", 1)[0].strip().strip('"').lower()
    return first[4:] if first.startswith("sep=") and len(first) == 5 else ""


def _delimiter_of(sample: str) -> str:
    """The one that divides most rows into the same number of cells; more cells win a tie."""
    lines = io.StringIO(sample, newline=None).read().split("\n")
    lines = [line for line in lines[:-1] or lines if line.strip()][:SAMPLE_ROWS]
    return max(DELIMITERS, key=lambda one: _evenness(lines, one)) if lines else ","


def _evenness(lines: list[str], delimiter: str) -> tuple[float, int]:
    widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=delimiter) if len(cells) > 1)
    if not widths:
        return 0.0, 0
    width, rows = widths.most_common(1)[0]
    return rows / len(lines) + min(width, 14) / 20, width


class _TooLong(Exception):
    """A row that goes on for hundreds of lines has an open quotation mark."""


class _Lines:
    """Lines for the reader of rows; those a wrong quotation mark swallowed can be given back."""

    def __init__(self, text: Iterable[str]) -> None:
        self._text = iter(text)
        self._back: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES_OF_A_ROW:
            raise _TooLong
        line = self._back.popleft() if self._back else next(self._text)
        self.taken.append(line)
        return line

    def give_back(self, lines: list[str]) -> None:
        self._back.extendleft(reversed(lines))


def records(text: Iterable[str], delimiter: str) -> Iterator[tuple[list[str], str]]:
    """Each row's cells, and what is wrong with the row. A quotation mark never swallows the rows after it."""
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.taken.clear()
        try:
            yield next(reader), ""
        except StopIteration:
            return
        except (csv.Error, _TooLong):
            first, *others = lines.taken
            lines.give_back(others)
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            yield _as_it_stands(first, delimiter)


def _as_it_stands(line: str, delimiter: str) -> tuple[list[str], str]:
    """A row with quotation marks in wrong places: harmless when each has its partner."""
    if line.count('"') % 2:
        return line.rstrip("\n").replace('"', "").split(delimiter), OPEN_QUOTE
    return next(csv.reader([line], delimiter=delimiter), []), ""

"""A table as a CSV file that spreadsheet programs open rightly: UTF-8 with its mark, and no cell plays a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from coi_app.documents import spreadsheet


def csv_of(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([spreadsheet.guarded(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()

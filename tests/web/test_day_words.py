"""Instants as the desk says them."""

from datetime import UTC, datetime

import pytest

from coi_app.web.agency import day_words

BOISE = "America/Boise"


@pytest.mark.parametrize(
    ("instant", "moment", "exact"),
    [
        (datetime(2026, 3, 5, 16, 42, 17, 999_999, UTC), "Mar 5, 2026, 9:42 AM", "2026-03-05 09:42:17 MST"),
        (datetime(2026, 7, 1, 6, 0, 0, 0, UTC), "Jul 1, 2026, 12:00 AM", "2026-07-01 00:00:00 MDT"),
        (datetime(2026, 12, 31, 19, 5, 9, 0, UTC), "Dec 31, 2026, 12:05 PM", "2026-12-31 12:05:09 MST"),
        (datetime(2027, 1, 1, 6, 59, 59, 0, UTC), "Dec 31, 2026, 11:59 PM", "2026-12-31 23:59:59 MST"),
    ],
)
def test_an_instant_is_said_in_the_agencys_zone(instant: datetime, moment: str, exact: str) -> None:
    assert (day_words.moment(instant, BOISE), day_words.exact(instant, BOISE)) == (moment, exact)


def test_no_instant_is_said_as_nothing() -> None:
    assert day_words.moment(None, BOISE) == day_words.exact(None, BOISE) == ""

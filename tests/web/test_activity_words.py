"""What Activity History says of an entry's details."""

from datetime import UTC, datetime

import pytest

from coi_app.queries.activity import ActivityRow
from coi_app.web.agency.activity import entry_words
from coi_app.web.agency.settings import you_state


def row(changed: tuple[tuple[str, object, object], ...] = (), **details: object) -> ActivityRow:
    at = datetime(2026, 3, 5, 16, 42, 17, tzinfo=UTC)
    return ActivityRow(
        1, at, "Ada", 1, "192.0.2.7", "insured:changed", "Insured changed", "Changed it", "insured", 1, 1, "Redwood",
        "", changed, dict(details),
    )  # fmt: skip


def test_a_field_stands_with_its_value_before_and_after() -> None:
    shown = entry_words.entry(row((("zip_code", "", "83702"), ("portal_open", False, True))), "America/Boise")
    assert shown.changed == [["Zip code", "nothing", "83702"], ["Portal open", "no", "yes"]]
    assert shown.exact == "2026-03-05 09:42:17 MST"


def test_what_was_entered_stands_field_by_field() -> None:
    shown = entry_words.entry(row(entered={"legal_name": "Redwood", "kind": "insured"}, count=1200), "UTC")
    assert shown.kept == [["Legal name", "Redwood"], ["Kind", "insured"], ["Count", "1,200"]]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "nothing"),
        ([], "nothing"),
        (["a", "b"], "a; b"),
        ({"due_on": "2026-01-01"}, "Due: 2026-01-01"),
        (0, "0"),
    ],
)
def test_any_value_reads_as_words(value: object, said: str) -> None:
    assert entry_words.words(value) == said


def test_a_long_value_is_cut() -> None:
    assert len(entry_words.words("x" * 10_000)) == entry_words.LONGEST + 1


def test_a_device_is_named_as_far_as_the_browser_says() -> None:
    windows = (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
    )
    assert you_state.device(windows) == "Edge on Windows"
    assert you_state.device("") == "A browser"

"""Texts broken into rows."""

from hypothesis import given
from hypothesis import strategies as st

from coi_app.documents import typeface, typeset
from coi_app.documents.sheet import STYLE

STYLES = st.sampled_from(["name", "value", "body", "label"])
WORDS = st.text("ilmWAÅé.,-&0123", min_size=1, max_size=14)
TEXTS = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)
MEASURES = st.integers(80, 470)  # no word above is wider


def wide(text: str, style: str, size: float) -> float:
    return typeface.width(text, STYLE[style].font, size)


@given(TEXTS, STYLES, MEASURES)
def test_each_row_takes_as_many_words_as_it_has_room_for(text: str, style: str, measure: int) -> None:
    size = 6.5
    rows = typeset.wrap(text, style, size, measure)
    assert " ".join(rows) == text
    assert all(wide(row, style, size) <= measure + typeset.ROUNDING for row in rows)
    for row, following in zip(rows, rows[1:], strict=False):
        assert wide(f"{row} {following.split()[0]}", style, size) > measure - typeset.ROUNDING


@given(TEXTS, STYLES, MEASURES)
def test_balanced_rows_are_as_few_and_two_points_less_would_take_more(
    text: str, style: str, measure: int
) -> None:
    size = 6.5
    rows, fewest = typeset.balanced(text, style, size, measure), typeset.wrap(text, style, size, measure)
    assert " ".join(rows) == text and len(rows) == len(fewest)
    widest = max(wide(row, style, size) for row in rows)
    if len(rows) > 1 and widest > measure / 2 + 4:
        assert len(typeset.wrap(text, style, size, widest - 4)) > len(rows)


@given(st.text("WmÅ", min_size=30, max_size=60), STYLES)
def test_a_word_that_is_wider_is_broken_between_letters(word: str, style: str) -> None:
    rows = typeset.wrap(f"of {word} in", style, 6.5, 90)
    assert "".join(rows).replace(" ", "") == f"of{word}in"
    assert all(wide(row, style, 6.5) <= 90 for row in rows)

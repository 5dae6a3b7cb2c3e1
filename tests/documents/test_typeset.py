"""Texts broken into rows."""

from itertools import pairwise

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
    for row, following in pairwise(rows):
        assert wide(f"{row} {following.split()[0]}", style, size) > measure - typeset.ROUNDING


@given(TEXTS, STYLES, MEASURES)
def test_balanced_rows_are_as_few_and_no_word_is_broken_for_them(text: str, style: str, measure: int) -> None:
    rows = typeset.balanced(text, style, 6.5, measure)
    assert " ".join(rows) == text and len(rows) == len(typeset.wrap(text, style, 6.5, measure))


def test_balanced_rows_are_of_about_one_length() -> None:
    name = "Cascade Pacific General Contractors, Inc. and Riverbend Development Partners LLC"
    rows = typeset.balanced(name, "name", 9.5, 214)
    assert rows == ("Cascade Pacific General Contractors, Inc.", "and Riverbend Development Partners LLC")


@given(st.text("WmÅ", min_size=30, max_size=60), STYLES)
def test_a_word_that_is_wider_is_broken_between_letters(word: str, style: str) -> None:
    rows = typeset.wrap(f"of {word} in", style, 6.5, 90)
    assert "".join(rows).replace(" ", "") == f"of{word}in"
    assert all(wide(row, style, 6.5) <= 90 for row in rows)

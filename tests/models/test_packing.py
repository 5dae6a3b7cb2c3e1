"""Stored JSON comes back as it was, and the words that it was deflated against never change."""

import hashlib
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coi_app.models import packing

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)  # no halves of characters: typed texts have none


@given(st.dictionaries(TEXT, TEXT | st.lists(TEXT | st.integers(), max_size=5), max_size=5))
def test_what_is_packed_comes_back(value: dict[str, object]) -> None:
    assert packing.unpacked(packing.packed(value)) == value


def test_rows_from_before_are_read() -> None:
    assert packing.unpacked(json.dumps({"boxes": [[1, "Y", ""]]}).encode()) == {"boxes": [[1, "Y", ""]]}


def test_a_verdict_takes_a_fraction() -> None:
    box = [1, "umbrella", "Umbrella", "", "Blank. No waiver endorsement on this policy.", "", "", "", ""]
    verdict = {"findings": [], "boxes": [box] * 4}
    assert len(packing.packed(verdict)) < 0.2 * len(json.dumps(verdict))


def test_the_words_are_those_of_the_stored_rows() -> None:
    """Changing them would make every certificate issued so far unreadable: add a second dictionary instead."""
    assert (
        hashlib.sha256(packing.WORDS).hexdigest()
        == "c4d9179eac6b1d441b9ddc285cf5df9fb5672c38e4172b4cac3b11820267c195"
    )


def test_altered_bytes_are_noticed() -> None:
    data = packing.packed({"holder": {"name": "Sawtooth Homes LLC"}})
    with pytest.raises((zlib.error, ValueError)):
        packing.unpacked(data[:-5] + bytes([data[-5] ^ 1]) + data[-4:])

"""Lists whose place is in the address: pages, and the search box that keeps what is typed."""

from dataclasses import replace

import pytest

from coi_app.queries import paging
from coi_app.web.agency import list_pages
from coi_app.web.agency.list_pages import Typed


def page(
    size: int, number: int, *, following: str | None = None, preceding: str | None = None
) -> paging.Page[int]:
    return paging.Page(tuple(range(size)), paging.Count(number), following, preceding)


def test_a_text_of_our_own_box_does_not_refill_it() -> None:
    typed = Typed().sent("a").sent("ab")
    ours, typed = typed.arrived("a")
    assert ours
    assert typed.arrived("ab")[0]


def test_a_text_that_overtook_an_older_one_is_still_ours() -> None:
    ours, typed = Typed().sent("a").sent("ab").arrived("ab")
    assert ours and typed.on_their_way == ()


def test_back_forward_and_links_refill_the_box() -> None:
    _, typed = Typed().sent("ab").arrived("ab")
    ours, typed = typed.arrived("")
    assert not ours
    assert typed.arrived("")[0], "the same address again changes nothing"


@pytest.mark.parametrize("start", ["", "x", "-3", "1e9", "²", "9" * 40])
def test_a_made_up_start_is_the_first_row(start: str) -> None:
    assert list_pages.cursor({"after": "abc", "from": start}) == ("abc", 1)


def test_a_start_without_a_cursor_means_the_first_page() -> None:
    assert list_pages.cursor({"from": "51"}) == (None, 1)


def test_the_footer_says_which_rows_are_shown() -> None:
    second = list_pages.pager(page(50, 120, following="n", preceding="p"), 51)
    assert (second.shown, second.total, second.after, second.before) == ("51–100", "120", "n", "p")


def test_what_is_not_counted_yet_has_at_least_the_rows_that_are_shown() -> None:
    uncounted = replace(page(50, 50, following="n", preceding="p"), is_counted=False)
    assert (list_pages.pager(uncounted, 1_001).shown, list_pages.pager(uncounted, 1_001).total) == (
        "1,001–1,050",
        "1,050+",
    )


def test_the_first_page_begins_with_one_whatever_the_address_says() -> None:
    assert list_pages.pager(page(3, 3), 951).shown == "1–3"


def test_an_empty_list_shows_no_range() -> None:
    assert list_pages.pager(page(0, 0), 1).shown == "0"

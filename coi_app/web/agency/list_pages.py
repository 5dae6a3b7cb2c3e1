"""Lists whose filters, order and page stand in the address; the state only repeats what the address says."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import reflex as rx

from coi_app import clock
from coi_app.queries import paging
from coi_app.web import routes

PER_PAGE = 50
PAGE_PARTS = ("after", "from")
QUICK_SECONDS = 0.4
FOLLOWS_WITHIN = timedelta(seconds=3)
LOADING, READY, FAILED = "loading", "ready", "failed"


@dataclass(frozen=True)
class Pager:
    """What stands in a grid's footer; `after` and `before` are the cursors of the neighbouring pages, "" for none."""

    shown: str = ""
    total: str = ""
    start: int = 1
    size: int = 0
    after: str = ""
    before: str = ""


def query(state: rx.State) -> dict[str, str]:
    """The parameters of the address."""
    return dict(state.router.url.query_parameters)


def cursor(asked: Mapping[str, str]) -> tuple[str | None, int]:
    """The page asked for: its cursor, and the number of its first row."""
    typed = asked.get("from", "")
    start = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 1
    after = asked.get("after") or None
    return (after, max(start, 1)) if after else (None, 1)


def pager(page: paging.Page[Any], start: int) -> Pager:
    size = len(page.rows)
    if page.previous is None:
        start = 1
    shown = f"{start:,}–{start + size - 1:,}" if size else "0"
    total = page.count.label if page.is_counted else f"{start + size - 1:,}+"
    return Pager(shown, total, start, size, page.next or "", page.previous or "")


async def is_quick(work: asyncio.Future[Any]) -> bool:
    """Whether it is done before anybody would miss it. To say that it is awaited takes a browser 0.1 s and more,
    by which the rows come later."""
    done, _ = await asyncio.wait({work}, timeout=QUICK_SECONDS)
    return bool(done)


def forward(state: rx.State, at: Pager) -> Any:
    return _go(state, {"after": at.after, "from": str(at.start + at.size)}, replace=False)


def back(state: rx.State, at: Pager) -> Any:
    return _go(state, {"after": at.before, "from": str(max(at.start - PER_PAGE, 1))}, replace=False)


def narrowed(state: rx.State, **changes: str) -> Any:
    """Go to this list's first page with these parameters changed; "" takes one away."""
    return _go(state, {**dict.fromkeys(PAGE_PARTS, ""), **changes})


def stay(state: rx.State, **changes: str) -> Any:
    """Stay on this page of the list with these parameters changed, for a dialog over it; back closes it."""
    return _go(state, changes, replace=False)


def cleared(state: rx.State, *keep: str) -> Any:
    """Go to the list without filters; parameters named in `keep` (a tab) stay."""
    asked = query(state)
    return rx.redirect(routes.with_query(_path(state), {k: asked.get(k, "") for k in keep}), replace=True)


def address(state: rx.State, **changes: str) -> str:
    """This list's address with these parameters changed, for links."""
    return routes.with_query(_path(state), {**query(state), **changes})


def _go(state: rx.State, changes: Mapping[str, str], *, replace: bool = True) -> Any:
    return rx.redirect(address(state, **changes), replace=replace)


def _path(state: rx.State) -> str:
    return str(state.router.url.path).rstrip("/")


@dataclass(frozen=True)
class Answered:
    """What a search showed before the address followed it. For a moment only: later somebody comes back to it."""

    query: Mapping[str, str] | None = None
    until: datetime | None = None

    @staticmethod
    def now(query: Mapping[str, str]) -> "Answered":
        return Answered(query, clock.now() + FOLLOWS_WITHIN)

    def has(self, query: Mapping[str, str]) -> bool:
        return self.query == query and self.until is not None and clock.now() < self.until


@dataclass(frozen=True)
class Typed:
    """Tells a text that our own search box put into the address from one of back, forward or a link.

    The box keeps what is typed; only a text from elsewhere may refill it, else fast typing would lose letters.
    """

    on_their_way: tuple[str, ...] = ()
    last: str = ""

    def sent(self, text: str) -> "Typed":
        return Typed((*self.on_their_way[-9:], text), self.last)

    def arrived(self, text: str) -> tuple[bool, "Typed"]:
        """Whether the text is ours, and what is still on its way."""
        if text in self.on_their_way:
            return True, Typed(self.on_their_way[self.on_their_way.index(text) + 1 :], text)
        return text == self.last, Typed((), text)

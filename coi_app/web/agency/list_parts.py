"""What every list of the desk has in common: its footer, and what stands in its place while it has no rows."""

from typing import Any

import reflex as rx

from coi_app.web.agency import list_pages
from coi_app.web.session import SessionState
from coi_app.web.shared import data_grid, empty
from coi_app.web.shared.kinds import Child


def footer(state: Any, *, zone: bool = False) -> rx.Component:
    """`state` has `pager`, `next_page` and `previous_page`; with `zone` the footer names the times' zone."""
    return data_grid.footer(
        state.pager.shown,
        state.pager.total,
        zone=rx.cond(SessionState.time_zone != "", "Times in " + SessionState.time_zone, "") if zone else "",
        on_previous=state.previous_page,
        on_next=state.next_page,
        has_previous=state.pager.before != "",
        has_next=state.pager.after != "",
    )


def instead(
    state: Any, *, nothing_yet: Child, is_narrowed: rx.Var[bool], right: str = "desk:view"
) -> rx.Component:
    """The skeleton, or one of the four reasons for an empty list. `state` has `phase`, `load` and `clear`."""
    return rx.match(
        state.phase,
        (list_pages.FAILED, empty.failed_to_load(state.load)),
        (list_pages.READY, rx.cond(is_narrowed, empty.nothing_matches(state.clear), nothing_yet)),
        rx.cond(
            (SessionState.role != "") & ~SessionState.rights.contains(right),
            empty.not_allowed("Ask an administrator of your agency for this right."),
            data_grid.skeleton(),
        ),
    )

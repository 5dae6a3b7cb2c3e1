"""The search over everything in the top bar."""

from typing import Any

import reflex as rx

from coi_app.queries import search
from coi_app.rules.access import Right
from coi_app.web import guards, session
from coi_app.web.shared import combobox

MOST = 12


class SearchState(rx.State):
    """What was found, and for which words."""

    found: dict[str, Any] = dict(combobox.NO_HITS)

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    async def search(self, text: str) -> None:
        hits = await session.look(search.everything, text, MOST)
        self.found = {
            "query": text,
            "options": [{"href": hit.href, "name": hit.name, "note": hit.note} for hit in hits],
        }

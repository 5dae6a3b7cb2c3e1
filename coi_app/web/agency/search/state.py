"""The search over everything in the top bar."""

from typing import Any

import reflex as rx

from coi_app.queries import search
from coi_app.rules.access import Right
from coi_app.web import guards, session
from coi_app.web.shared import combobox

MOST_A_GROUP = 4
KIND_WORDS = {"insured": "Insured", "holder": "Holder", "policy": "Policy", "certificate": "Certificate"}


class SearchState(rx.State):
    """What was found, and for which words."""

    found: dict[str, Any] = dict(combobox.NO_HITS)

    @rx.event(supersedes=True)
    @guards.allow(Right.DESK_VIEW)
    async def search(self, text: str) -> None:
        groups = await session.look(search.everything, text, MOST_A_GROUP)
        hits = [hit for group in groups for hit in group.options]
        # the answer carries its question: the box waits until it hears its own words back
        self.found = {"query": text, "options": [_shown(hit) for hit in hits]}


def _shown(hit: search.Found) -> combobox.Hit:
    note = " · ".join(part for part in (KIND_WORDS[hit.kind], hit.hint) if part)
    return {"href": hit.href, "name": hit.title, "note": note}

"""Holders as choices of a searchable list: those the insured used last come first."""

from coi_app.queries import holder_choices
from coi_app.queries.holder_choices import HolderChoice, Use
from coi_app.web import session
from coi_app.web.shared import combobox

USES = {Use.RECENT: "Used before", Use.LINKED: "On the list"}


async def find(insured_id: str, text: str) -> combobox.Found:
    """The answer for what was typed; "" gives the first ones."""
    asked = str(text)[:200]
    found = await session.look(holder_choices.choices, insured_id, asked)
    return {"query": asked, "options": [_option(one) for one in found]}


def _option(one: HolderChoice) -> combobox.Option:
    place = ", ".join(part for part in (one.address.city, one.address.state) if part)
    note = " · ".join(part for part in (place, USES.get(one.use, "")) if part)
    return {"id": one.id, "name": one.name, "note": note}


def picked(found: combobox.Found, holder_id: object) -> combobox.Option:
    """The option with that id, or NOBODY."""
    return next((one for one in found["options"] if one["id"] == holder_id), combobox.NOBODY)

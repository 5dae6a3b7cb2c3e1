"""Two insureds with people in the portal, for tests of its handlers."""

from dataclasses import dataclass
from typing import Any

from reflex.state import State

from coi_app import db, models
from coi_app.services import sign_in
from coi_app.web import session
from tests import cast, desk, factories, states


@dataclass(frozen=True)
class Town:
    """Redwood with a master opened to the portal, Harbor beside it, and everybody's token."""

    tokens: dict[str, str]
    accounts: dict[str, int]
    redwood: int
    holder_ids: tuple[int, ...]
    warned_id: int
    foreign_holder_id: int
    foreign_certificate_id: int


def town() -> Town:
    """Made and committed."""
    with db.writing() as writing:
        people = cast.of(writing)
        here, there = desk.ready(writing, people.redwood), desk.ready(writing, people.harbor)
        for place in (here, there):
            writing.get_one(models.Master, place.master_id).portal_visible = True
        elsewhere = writing.get_one(models.Holder, there.links[0].holder_id)
        foreign = factories.certificate(writing, people.harbor, elsewhere, there.version)
        inside = {"ivy": people.ivy, "otto": people.otto, "nia": people.nia}
        return Town(
            {name: _token(writing, who) for name, who in inside.items()},
            {name: who.account_id or 0 for name, who in inside.items()},
            people.redwood.id or 0,
            tuple(link.holder_id for link in here.links),
            desk.warned(writing, here).holder_id,
            elsewhere.id or 0,
            foreign.id or 0,
        )


def _token(writing: Any, who: Any) -> str:
    return sign_in.open_after_link(writing, who.account_id, cast.IP, "Firefox/1").token


def at(town: Town, who: str, address: str, kind: Any) -> Any:
    """The state of a page that this person has opened."""
    root = states.tree(town.tokens[who], address)
    states.call(states.of(root, session.SessionState), "arrive")
    state = states.of(root, kind)
    states.call(state, "load")
    return state


def root_of(town: Town, who: str, address: str = "/portal") -> State:
    return states.tree(town.tokens[who], address)

"""Named filters of a list: those that come with the program, one's own, and those that colleagues share."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import or_, select
from sqlmodel import Session

from coi_app.models import Account, ListChoice, SavedView
from coi_app.queries import sight, tables
from coi_app.rules import access, errors

CERTIFICATES = "certificates"  # the screen's name, stored: never rename it
PARAMETERS = (
    "q",
    "from",
    "to",
    "days",
    "mailed",
    "standing",
    "source",
    "by",
    "line",
    "holders",
    "sort",
    "dir",
)
COLUMNS = ("insured", "number", "issued", "description", "delivery", "standing")
LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class ViewRow:
    """`id` is 0 for those that come with the program; `by` is "" for one's own."""

    id: int
    name: str
    query: Mapping[str, str] = field(default_factory=dict)
    shared: bool = False
    by: str = ""
    can_remove: bool = False


SHIPPED = (
    ViewRow(0, "Failed deliveries", {"mailed": "failed"}),
    ViewRow(0, "Expiring in 30 days", {"standing": "expires_soon"}),
    ViewRow(0, "Sent this week", {"days": "week"}),
)


def of(session: Session, actor: access.Actor, screen: str) -> tuple[ViewRow, ...]:
    """In the order of the menu."""
    access.require(actor, access.Right.DESK_VIEW)
    view = tables.saved_views
    query = (
        select(SavedView, tables.accounts.name)
        .join(Account, tables.accounts.id == view.account_id)
        .where(view.screen == screen, or_(view.account_id == actor.account_id, view.shared.is_(True)))
        .order_by(view.name, view.id)
    )
    return SHIPPED + tuple(_row(actor, one, by) for one, by in session.execute(query))


def _row(actor: access.Actor, view: SavedView, by: str) -> ViewRow:
    assert view.id is not None
    mine = view.account_id == actor.account_id
    return ViewRow(
        view.id, view.name, cleaned(view.query), view.shared, "" if mine else by, may_remove(actor, view)
    )


def may_remove(actor: access.Actor, view: SavedView) -> bool:
    """One's own; a shared one also by whoever manages the users."""
    return view.account_id == actor.account_id or actor.may(access.Right.USERS_MANAGE)


def cleaned(query: Mapping[str, object]) -> dict[str, str]:
    """The parameters of a view, and nothing else that an address may carry."""
    texts = {name: str(query.get(name) or "")[:LONGEST_VALUE] for name in PARAMETERS}
    return {name: text for name, text in texts.items() if text}


def in_sight(session: Session, actor: access.Actor, view_id: object) -> SavedView:
    """For services: one's own or a shared one. Raises NotFound."""
    access.require(actor, access.Right.DESK_VIEW)
    view = session.get(SavedView, sight.number(view_id))
    if view is None or not (view.shared or view.account_id == actor.account_id):
        raise errors.NotFound("view")
    return view


def columns(session: Session, actor: access.Actor, screen: str) -> tuple[str, ...]:
    """Which of COLUMNS this person shows; all, until something else is chosen."""
    access.require(actor, access.Right.DESK_VIEW)
    chosen = session.get(ListChoice, (actor.account_id, screen)) if actor.account_id else None
    return tuple(one for one in COLUMNS if chosen is None or one in chosen.columns)

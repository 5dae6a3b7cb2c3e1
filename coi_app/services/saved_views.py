"""Named filters and chosen columns: how people like to see a list. Nothing of the records changes by it."""

from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, func, select

from coi_app import clock
from coi_app.models import ListChoice, SavedView
from coi_app.queries import saved_views
from coi_app.rules import access, errors, fields
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity

LONGEST_NAME = 60
MOST = 50  # of one person, for one list


def save(
    session: Session,
    actor: access.Actor,
    screen: str,
    values: Mapping[str, object],
    query: Mapping[str, object],
) -> int:
    """Fields: name, shared. One's own view of the same name is replaced. Gives its id."""
    access.require(actor, access.Right.DESK_VIEW)
    form = fields.Reader(values)
    name = form.text("name", "a name for the view", max_length=LONGEST_NAME, required=True)
    form.raise_if_wrong()
    kept = saved_views.cleaned(query)
    if not kept:
        raise errors.InvalidInput(
            {"name": "Choose a filter or a sort first; then there is something to keep."}
        )
    view = _mine(session, actor, screen, name)
    view.query, view.shared = kept, values.get("shared") in (True, "on")
    session.add(view)
    session.flush()
    to = " for everybody" if view.shared else ""
    _record(session, actor, ActivityKind.VIEW_SAVED, f"Saved the view {name}{to}", view)
    assert view.id is not None
    return view.id


def _mine(session: Session, actor: access.Actor, screen: str, name: str) -> SavedView:
    mine = (col(SavedView.account_id) == actor.account_id) & (col(SavedView.screen) == screen)
    found = session.exec(select(SavedView).where(mine, col(SavedView.name) == name)).first()
    if found is not None:
        return found
    if session.exec(select(func.count()).select_from(SavedView).where(mine)).one() >= MOST:
        raise errors.InvalidInput({"name": f"You have {MOST} views of this list. Remove one first."})
    if actor.account_id is None:
        raise errors.NotAllowed("save a view")
    return SavedView(screen=screen, account_id=actor.account_id, name=name, created_at=clock.now())


def remove(session: Session, actor: access.Actor, view_id: object) -> None:
    """One's own, or with the right to manage users a colleague's shared one."""
    view = saved_views.in_sight(session, actor, view_id)
    if not saved_views.may_remove(actor, view):
        raise errors.NotAllowed("remove a colleague's view")
    session.delete(view)
    _record(session, actor, ActivityKind.VIEW_REMOVED, f"Removed the view {view.name}", view)


def choose_columns(session: Session, actor: access.Actor, screen: str, chosen: Iterable[object]) -> None:
    """Remembered for this person. It is a matter of taste, so no entry in the activity."""
    access.require(actor, access.Right.DESK_VIEW)
    if actor.account_id is None:
        return
    wanted = set(chosen)
    columns = [one for one in saved_views.COLUMNS if one in wanted]
    session.merge(ListChoice(account_id=actor.account_id, screen=screen, columns=columns))


def _record(
    session: Session, actor: access.Actor, kind: ActivityKind, sentence: str, view: SavedView
) -> None:
    details = {"query": dict(view.query), "shared": view.shared}
    entry = activity.Entry(kind, sentence, subject="view", subject_id=view.id, details=details)
    activity.record(session, actor, entry)

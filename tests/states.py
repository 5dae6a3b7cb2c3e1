"""Handlers of states without a server: somebody signed in, on a page of an address."""

import asyncio
import inspect
from typing import Any

from reflex.istate.data import HeaderData, ReflexURL, URLData
from reflex.state import State
from reflex_base.event import Event

from coi_app import db, models
from coi_app.rules.access import Actor, Role
from coi_app.services import sign_in
from coi_app.web import gate, session
from tests import cast, factories


def somebody(role: Role) -> tuple[Actor, str]:
    """A member of the staff with a session token, committed."""
    with db.writing() as writing:
        if writing.get(models.Agency, 1) is None:
            factories.agency(writing)
        actor = cast.staff(writing, role.value.title(), role)
        assert actor.account_id is not None
        return actor, sign_in.open_after_link(writing, actor.account_id, cast.IP, "Test").token


def tree(token: str, address: str) -> State:
    """What the server keeps of a tab that has opened this address."""
    root = State(_reflex_internal_init=True)
    root.rx_router_headers = HeaderData(cookie=f"{session.cookie_name()}={token}")
    root.rx_router_url = URLData.from_url(ReflexURL(f"http://localhost:8000{address}"))
    asyncio.run(
        gate.Gate().preprocess(None, root, Event(name=f"{State.get_full_name()}.hydrate", payload={}))
    )
    session.remember(asyncio.run(session.find(token, cast.IP)))
    return root


def of(root: State, kind: Any) -> Any:
    return root.get_substate(kind.get_full_name().split("."))


def call(state: Any, handler: str, *args: Any) -> list[Any]:
    """Run a handler as the gate would after it let it through; gives the events it returned or yielded."""
    return asyncio.run(called(state, handler, *args))


async def called(state: Any, handler: str, *args: Any) -> list[Any]:
    answer = getattr(type(state), handler).fn(state, *args)
    if inspect.isasyncgen(answer):
        found = [one async for one in answer]
    else:
        found = [await answer if inspect.isawaitable(answer) else answer]
    flat = [each for one in found for each in (one if isinstance(one, list) else [one])]
    return [one for one in flat if one is not None]


def refused(root: State, kind: Any, handler: str) -> bool:
    """Whether the gate stops it."""
    event = Event(name=f"{kind.get_full_name()}.{handler}", payload={})
    return asyncio.run(gate.Gate().preprocess(None, root, event)) is not None


def marked(*modules: str) -> dict[str, Any]:
    """ "State.handler" → the right it asks for, of these modules of the desk."""
    from reflex_base.registry import RegistrationContext

    from coi_app.web import guards

    rooms = tuple(f"coi_app.web.agency.{module}" for module in modules)
    found = {}
    for name, registered in RegistrationContext.get().event_handlers.items():
        owner = registered.states[0] if registered.states else None
        if owner is None or not owner.__module__.startswith(rooms) or name.endswith(".setvar"):
            continue
        mark = guards.mark_of(registered.handler.fn)
        found[f"{owner.__name__}.{name.rsplit('.', 1)[-1]}"] = mark.right if mark else "unmarked"
    return found

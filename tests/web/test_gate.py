"""Default deny: what the gate lets through, and for whom. State trees without a server."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import reflex as rx
from reflex.istate.data import HeaderData
from reflex.state import State, StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext
from sqlmodel import select

from coi_app import clock, db, models
from coi_app.rules.access import Right
from coi_app.services import sign_in
from coi_app.web import gate, guards, session
from tests import factories


class Probe(rx.State):
    """Handlers with and without marks."""

    def plain_method(self) -> None:
        """Undecorated: still a remote endpoint."""

    @rx.event
    def unmarked(self) -> None: ...

    @rx.event
    @guards.public
    def for_anybody(self) -> None: ...

    @rx.event
    @guards.told
    @guards.public
    def told(self) -> None: ...

    @rx.event
    @guards.signed_in
    def for_accounts(self) -> None: ...

    @rx.event
    @guards.allow(Right.USERS_MANAGE)
    def for_admins(self) -> None: ...


@pytest.fixture
def accounts(engine: object) -> Iterator[dict[str, str]]:
    """Role → session token, committed: the gate opens its own transactions."""
    tokens: dict[str, str] = {}
    with db.writing() as writing:
        if writing.get(models.Agency, 1) is None:
            factories.agency(writing)
        for role in ("admin", "agent", "viewer"):
            row = factories.account(writing, role.title(), role)
            assert row.id is not None
            tokens[role] = sign_in.open_after_link(writing, row.id, "192.0.2.7", "Test").token
    yield tokens


def tree(token: str = "") -> State:
    root = State(_reflex_internal_init=True)
    root.rx_router_headers = HeaderData(cookie=f"{session.cookie_name()}={token}")
    return root


def ask(root: State, handler: str, *, through: gate.Gate | None = None) -> StateUpdate | None:
    event = Event(name=f"{Probe.get_full_name()}.{handler}", payload={})
    return asyncio.run((through or gate.Gate()).preprocess(None, root, event))


def hydrate(root: State) -> None:
    event = Event(name=f"{State.get_full_name()}.hydrate", payload={})
    assert asyncio.run(gate.Gate().preprocess(None, root, event)) is None


def passes(root: State, handler: str) -> bool:
    return ask(root, handler) is None


@pytest.mark.parametrize(
    "handler", ["plain_method", "unmarked", "setvar", "set_is_hydrated", "reset", "no_such"]
)
def test_what_carries_no_mark_is_refused_even_to_an_admin(accounts: dict[str, str], handler: str) -> None:
    root = tree(accounts["admin"])
    hydrate(root)
    assert not passes(root, handler)


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("", {"for_anybody"}),
        ("viewer", {"for_anybody", "for_accounts"}),
        ("agent", {"for_anybody", "for_accounts"}),
        ("admin", {"for_anybody", "for_accounts", "for_admins"}),
    ],
)
def test_each_handler_opens_to_whom_its_mark_names(
    accounts: dict[str, str], who: str, allowed: set[str]
) -> None:
    root = tree(accounts.get(who, ""))
    hydrate(root)
    assert {h for h in ("for_anybody", "for_accounts", "for_admins") if passes(root, h)} == allowed


def test_a_changed_role_bites_on_the_next_event(accounts: dict[str, str]) -> None:
    root = tree(accounts["admin"])
    hydrate(root)
    assert passes(root, "for_admins")
    found = asyncio.run(session.find(accounts["admin"], ""))
    assert found is not None
    with db.writing() as writing:
        account = writing.get(models.Account, found.actor.account_id)
        assert account is not None
        account.role = "viewer"
    assert not passes(root, "for_admins")


def test_what_a_tab_is_told_is_no_sign_that_somebody_is_there(accounts: dict[str, str]) -> None:
    root = tree(accounts["agent"])
    hydrate(root)
    key = sign_in.key_of(accounts["agent"])
    row = models.SignInSession
    long_ago = clock.now() - timedelta(minutes=30)
    with db.writing() as writing:
        writing.exec(select(row).where(row.token_sha256 == key)).one().last_seen_at = long_ago

    def last_seen() -> datetime:
        with db.reading() as reading:
            return reading.exec(select(row).where(row.token_sha256 == key)).one().last_seen_at

    assert passes(root, "told") and last_seen() == long_ago
    assert passes(root, "for_accounts") and last_seen() > long_ago


def test_a_refusal_is_part_of_the_history(accounts: dict[str, str]) -> None:
    root = tree(accounts["viewer"])
    hydrate(root)
    assert not passes(root, "for_admins")
    found = asyncio.run(session.find(accounts["viewer"], ""))
    assert found is not None
    with db.reading() as reading:
        mine = select(models.Activity.kind).where(models.Activity.account_id == found.actor.account_id)
        kinds = set(reading.exec(mine))
    assert "access:refused" in kinds


def test_a_stolen_tab_token_gives_a_clean_tree_and_no_event(accounts: dict[str, str]) -> None:
    victim = tree(accounts["admin"])
    hydrate(victim)
    state = victim.get_substate(session.SessionState._get_substate_path())
    state.name = "Ada"
    victim.rx_router_headers = HeaderData(cookie=f"{session.cookie_name()}={accounts['viewer']}")
    assert not passes(victim, "for_accounts")
    hydrate(victim)
    assert victim.get_substate(session.SessionState._get_substate_path()).name == ""


def test_a_flood_is_dropped(accounts: dict[str, str]) -> None:
    root = tree(accounts["agent"])
    hydrate(root)
    now = 1_000.0
    one_gate = gate.Gate(lambda: now)

    def let_through(events: int) -> int:
        return sum(ask(root, "for_accounts", through=one_gate) is None for _ in range(events))

    assert let_through(gate.BURST + 5) == gate.BURST
    now += 1
    assert let_through(gate.PER_SECOND + 5) == gate.PER_SECOND


def test_every_handler_of_the_application_carries_a_mark() -> None:
    from coi_app import coi_app

    assert coi_app.app is not None
    ours = {
        name: registered
        for name, registered in RegistrationContext.get().event_handlers.items()
        if registered.states and registered.states[0].__module__.startswith("coi_app.")
    }
    unmarked = [
        n for n, r in ours.items() if guards.mark_of(r.handler.fn) is None and not n.endswith(".setvar")
    ]
    assert len(ours) > 5 and unmarked == []


def test_a_public_handler_says_why() -> None:
    for name, registered in RegistrationContext.get().event_handlers.items():
        mark = guards.mark_of(registered.handler.fn)
        if mark and mark.public and registered.states[0].__module__.startswith("coi_app."):
            assert "ublic" in (registered.handler.fn.__doc__ or registered.states[0].__doc__ or ""), name

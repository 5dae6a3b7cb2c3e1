"""Behind a reverse proxy each caller is counted by the own address, which nobody can choose for themselves."""

import asyncio
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from sqlmodel import col, select

from coi_app import clock, db, models
from coi_app.adapters import passwords
from coi_app.services import delivery_links, sign_in
from coi_app.settings import Settings
from coi_app.web import http, http_headers, proxies, routes
from tests import factories

PROXY, STRANGER, HOLDER = "10.0.0.2", "198.51.100.9", "203.0.113.5"
PASSWORD = "seven green lanterns"


@pytest.fixture(autouse=True)
def forgotten(engine: object) -> None:
    """What was tried before."""
    with db.writing() as session:
        session.execute(models.SignInAttempt.__table__.delete())  # type: ignore[attr-defined]


def ask(method: str, address: str, *forwarded: str, trusted: int = 1, **sent: Any) -> httpx.Response:
    """By way of the proxy, with these lines of X-Forwarded-For."""
    settings = Settings(trusted_proxies=trusted)
    app = proxies.wrap(http_headers.wrap(http.application(), settings, []), settings)

    async def answer() -> httpx.Response:
        transport = httpx.ASGITransport(app, client=(PROXY, 40_000))
        async with httpx.AsyncClient(transport=transport, base_url=settings.public_url) as client:
            lines = [("X-Forwarded-For", line) for line in forwarded]
            return await client.request(method, address, headers=lines, **sent)

    return asyncio.run(answer())


def enter(email: str, *forwarded: str, password: str = "not the password") -> str:
    """Where it leads, and what the sign-in page is to say."""
    answer = ask("POST", routes.POST_SIGN_IN, *forwarded, data={"email": email, "password": password})
    return f"{answer.headers['location']} {unquote(answer.headers['set-cookie'])}"


def counted() -> list[str]:
    """The addresses under which tries were noted."""
    with db.reading() as session:
        return list(session.exec(select(models.SignInAttempt.ip).order_by(col(models.SignInAttempt.id))))


@pytest.mark.parametrize(
    ("trusted", "lines", "expected"),
    [
        (0, [STRANGER], PROXY),
        (1, [STRANGER], STRANGER),
        (1, [f"{HOLDER}, 192.0.2.1", STRANGER], STRANGER),
        (1, [f"{HOLDER},{STRANGER}"], STRANGER),
        (2, [HOLDER, f"{STRANGER}, 10.0.0.1"], STRANGER),
        (2, [STRANGER], PROXY),
        (2, [f"{HOLDER}, {STRANGER}", ""], STRANGER),
        (1, [], PROXY),
        (1, [f"{HOLDER}, "], PROXY),
        (1, [f"{HOLDER}, unknown"], PROXY),
    ],
)
def test_the_address_is_the_one_that_our_first_proxy_saw(
    trusted: int, lines: list[str], expected: str
) -> None:
    ask("GET", "/files/links/guess.pdf", *lines, trusted=trusted)
    assert counted() == [expected]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:4711", "192.0.2.7"),
        ("2001:DB8:0::7", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        *((wrong, "") for wrong in (
            "", "unknown", "_hidden", "192.0.2", "192.0.2.007", "192.0.2.7:", "192.0.2.7:http", "192.0.2.0/24",
            "[192.0.2.7", "[2001:db8::7]x", "fe80::1%eth0", "fe80::1%<script>", "3221225991", "١٩٢.٠.٢.٧",
            "192.0.2.7\n", "x" * 10_000,
        )),
    ],
)  # fmt: skip
def test_an_address_is_kept_alone_and_nothing_else_passes_for_one(written: str, expected: str) -> None:
    assert proxies.address(written) == expected


def test_a_guessers_own_addresses_do_not_help_and_others_are_let_in() -> None:
    for n in range(delivery_links.WRONG_LINKS):
        assert ask("GET", f"/files/links/guess{n}.pdf", f"192.0.2.{n}, {STRANGER}").status_code == 303
    assert ask("GET", "/files/links/guess.pdf", f"192.0.2.99, {STRANGER}").status_code == 429
    assert ask("GET", "/files/links/guess.pdf", HOLDER).status_code == 303
    assert counted() == [STRANGER] * delivery_links.WRONG_LINKS + [HOLDER]
    with db.writing() as session:
        for one in session.exec(select(models.SignInAttempt)):
            one.at = clock.now() - delivery_links.WINDOW
    assert ask("GET", "/files/links/guess.pdf", STRANGER).status_code == 303


def test_wrong_passwords_of_a_stranger_do_not_keep_the_owner_out() -> None:
    with db.writing() as session:
        factories.agency(session)
        hashed = passwords.hashed(PASSWORD)
        email = factories.account(session, "Oda", "agent", password_hash=hashed).email
    for n in range(sign_in.TRIES_PER_ACCOUNT_AND_ADDRESS):
        assert sign_in.WRONG in enter(email, f"192.0.2.{n}, {STRANGER}")
    assert sign_in.TOO_MANY in enter(email, f"192.0.2.99, {STRANGER}", password=PASSWORD)
    assert enter(email, HOLDER, password=PASSWORD).startswith(f"{routes.HOME} ")
    with db.reading() as session:
        seen = session.exec(select(models.Activity.ip).order_by(col(models.Activity.id))).all()
    assert seen[-2:] == [STRANGER, HOLDER]

"""The server as people get it, asked as a reverse proxy asks: whom the pages' socket and the routes count."""

import asyncio
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import socketio
from reflex.state import State
from sqlmodel import col, select

from coi_app import coi_app, db, models
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules.access import Role
from coi_app.services import certificates, public_check
from coi_app.web import frontend
from coi_app.web.verify.state import VerifyState
from tests import desk, factories, own_house, served, states

NAMESPACE = "/_event"
STRANGER, HOLDER, HERE = "198.51.100.9", "203.0.113.5", "127.0.0.1"
PATIENCE_SECONDS = 30
INSURED = "Kettle Gap Framing LLC"


@contextmanager
def agency(folder: Path, trusted: int) -> Iterator[tuple[str, str]]:
    """Gives its address and the code of a certificate."""
    assert coi_app.app is not None
    frontend.build()
    with own_house.installed(folder):
        actor, _ = states.somebody(Role.AGENT)
        with db.writing() as session:
            place = desk.ready(session, factories.insured(session, INSURED))
            to = Recipient(interest_id=place.links[0].id)
            certificates.issue_one(session, actor, place.master_id, to, Wording())
            code = session.exec(select(models.Certificate.verification_code)).one()
        with served.application(folder, COI_TRUSTED_PROXIES=str(trusted)) as running:
            yield running.address, code


def looked_up(address: str, code: str, forwarded: str) -> str:
    """What the public page is told by a socket of its own that comes with this X-Forwarded-For."""
    return asyncio.run(_looked_up(address, code, {"Origin": address, "X-Forwarded-For": forwarded}))


async def _looked_up(address: str, code: str, headers: dict[str, str]) -> str:
    client, told = socketio.AsyncClient(reconnection=False), asyncio.get_running_loop().create_future()

    def hear(answer: object) -> None:
        if "'phase_rx_state_'" in repr(answer) and "'checked_rx_state_': 'Checked" in repr(answer):
            told.set_result(repr(answer))

    client.on("event", hear, namespace=NAMESPACE)
    await client.connect(
        f"{address}?token={uuid.uuid4()}", headers=headers, namespaces=[NAMESPACE],
        transports=["websocket"], socketio_path="/_event",
    )  # fmt: skip
    router = {"pathname": "/v/[code]", "asPath": f"/v/{code}", "query": {}}
    for name in (f"{State.get_full_name()}.hydrate", f"{VerifyState.get_full_name()}.arrive"):
        event = {"name": name, "payload": {}, "router_data": router}
        await client.emit("event", event, namespace=NAMESPACE)
    said = await asyncio.wait_for(told, PATIENCE_SECONDS)
    await client.disconnect()
    return str(said)


def counted() -> list[str]:
    with db.reading() as session:
        return list(session.exec(select(models.SignInAttempt.ip).order_by(col(models.SignInAttempt.id))))


def test_without_the_setting_nobody_is_believed(tmp_path: Path) -> None:
    with agency(tmp_path, trusted=0) as (address, code):
        assert "'unknown'" in looked_up(address, "WRONGCODE", STRANGER)
        httpx.get(f"{address}/files/links/guess.pdf", headers={"X-Forwarded-For": STRANGER})
        assert counted() == [HERE, HERE]
        assert INSURED in looked_up(address, code, STRANGER)


def test_one_guesser_behind_a_proxy_closes_the_page_to_nobody_else(tmp_path: Path) -> None:
    with agency(tmp_path, trusted=1) as (address, code):
        for n in range(public_check.WRONG_CODES):
            assert "'unknown'" in looked_up(address, f"WRONGCODE{n}", f"192.0.2.{n}, {STRANGER}:4711")
        refused = looked_up(address, code, f"192.0.2.99, {STRANGER}")
        assert "Wait 15 minutes" in refused and INSURED not in refused
        assert INSURED in looked_up(address, code, f"{STRANGER}, {HOLDER}")
        assert "'unknown'" in looked_up(address, "WRONGCODE", f"{STRANGER}, <script>")
        lines = [("X-Forwarded-For", HOLDER), ("X-Forwarded-For", STRANGER)]
        httpx.get(f"{address}/files/links/guess.pdf", headers=lines)
        assert counted() == [STRANGER] * public_check.WRONG_CODES + [HERE, STRANGER]

"""kill -9 of the worker while it mails to a server that fails now and then: nothing is lost, and a double is only
the one mail of which the server's yes was not recorded yet, under the same Message-ID."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes

import pytest
from sqlmodel import func, select

from coi_app import db, models, settings
from coi_app.services import mails
from tests import smtp

MAILS, KILLS = 40, 1
PATIENCE_SECONDS = 90
AT_ONCE = 4  # mails on their way in one process
WORK = """
from coi_app.services import mails
mails.BACK_OFF = (0.2,) * 8
from coi_app.adapters import job_engine
job_engine.POLLING_SECONDS = 0.1
from coi_app.jobs import worker
worker.run_until_stopped('kill-test')
"""


@pytest.fixture
def post(house: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[smtp.Post]:
    chance = random.Random(9)
    orders = [chance.choice(("451", "drop")) if chance.random() < 0.3 else "take" for _ in range(2 * MAILS)]
    with smtp.server(*orders) as post:
        monkeypatch.setenv("COI_SMTP_URL", post.url)
        settings.current.cache_clear()
        yield post
    settings.current.cache_clear()


def worker(house: dict[str, str], post: smtp.Post) -> subprocess.Popen[bytes]:
    environment = house | {"COI_SMTP_URL": post.url}
    return subprocess.Popen([sys.executable, "-c", WORK], env=environment, stdout=subprocess.DEVNULL)


def until_sent(count: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while sent() < count:
        assert time.monotonic() < deadline, "the mail does not get on"
        time.sleep(0.05)


def sent() -> int:
    with db.reading() as session:
        return session.exec(select(func.count()).where(models.Mail.state == "sent")).one()


def test_killed_while_it_mails(house: dict[str, str], post: smtp.Post) -> None:
    with db.writing() as session:
        for n in range(MAILS):
            mails.queue(
                session, kind="request", to_email=f"holder{n}@halvorsenpg.example", to_name="", subject=f"Mail {n}",
                body="Here it is.", requested_by_id=None,
            )  # fmt: skip
    for kill in range(KILLS):
        doomed = worker(house, post)
        until_sent((kill + 1) * MAILS // 3)
        doomed.send_signal(signal.SIGKILL)
        doomed.wait()
    last = worker(house, post)
    until_sent(MAILS)
    last.send_signal(signal.SIGTERM)
    assert last.wait(timeout=30) == 0
    taken = Counter(message_from_bytes(one.content)["Message-ID"] for one in post.taken)
    with db.reading() as session:
        assert set(taken) == set(session.exec(select(models.Mail.message_id))), "none lost"
    assert sum(taken.values()) - MAILS <= KILLS * AT_ONCE, "doubled only what was on its way at a kill"

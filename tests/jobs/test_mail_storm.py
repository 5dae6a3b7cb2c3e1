"""500 mails against a server that fails 30 % of the time: none lost, none doubled."""

import random
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes

import pytest
from sqlmodel import select

from coi_app import db, models, settings
from coi_app.jobs import send_mail
from coi_app.services import mails
from tests import smtp

MAILS = 500
FAILING = 0.3
ORDERS = ("451", "550", "drop")


@pytest.fixture
def post(house: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[smtp.Post]:
    with smtp.server() as post:
        monkeypatch.setenv("COI_SMTP_URL", post.url)
        settings.current.cache_clear()
        yield post
    settings.current.cache_clear()


def queued() -> list[int]:
    with db.writing() as session:
        made = [
            mails.queue(
                session, kind="request", to_email=f"holder{n}@halvorsenpg.example", to_name="", subject=f"Mail {n}",
                body="Here it is.", requested_by_id=None,
            )
            for n in range(MAILS)
        ]  # fmt: skip
        return [one.id for one in made if one.id is not None]


def attempt(post: smtp.Post, mail_id: int, number: int, chance: random.Random) -> str:
    """One attempt, as the queue would make it; gives the state after it."""
    post.orders[:] = [chance.choice(ORDERS)] if chance.random() < FAILING else []
    send_mail.run(mail_id, number)
    with db.reading() as session:
        return session.get_one(models.Mail, mail_id).state


def test_none_lost_none_doubled(post: smtp.Post) -> None:
    chance, waiting, tries = random.Random(30), queued(), 0
    while waiting:
        tries += 1
        waiting = [one for one in waiting if attempt(post, one, tries, chance) == "queued"]
        assert tries <= len(mails.BACK_OFF), "somebody was given up who only had to wait"
    taken = Counter(message_from_bytes(one.content)["Message-ID"] for one in post.taken)
    with db.reading() as session:
        rows = session.exec(select(models.Mail)).all()
        states = {one.message_id: (one.state, one.server_reply) for one in rows}
    sent = {key for key, (state, _) in states.items() if state == "sent"}
    failed = {key for key, (state, _) in states.items() if state == "failed"}
    assert set(taken) == sent and set(taken.values()) == {1}, "each that is sent arrived, and once"
    assert len(sent) + len(failed) == MAILS and 0 < len(failed) < MAILS * FAILING
    assert all(states[key][1].startswith("550") for key in failed), "and the others say why"

"""The Outbox: what became of each message, trying again, and texts that are nobody's but the receiver's."""

from typing import Any

import pytest
from sqlmodel import Session, col, select

from coi_app import clock, db, models
from coi_app.adapters import file_store, mailer
from coi_app.queries import mails as seen
from coi_app.queries.mails import MailState
from coi_app.rules import errors
from coi_app.rules.access import ROLE_RIGHTS, Actor, Role
from coi_app.services import mails
from coi_app.web.agency.outbox import page
from coi_app.web.agency.outbox.state import OutboxState
from tests import states

assert page.page
EML = b"To: certs@halvorsenpg.example\r\nSubject: Your certificate\r\n\r\nAttached.\r\n"


def mail(session: Session, **given: Any) -> int:
    values = {
        "kind": "certificate", "to_email": "certs@halvorsenpg.example", "subject": "Your certificate",
        "body": "Attached.", "message_id": f"<{clock.now().timestamp()}@kestrelvane.example>",
        "state": MailState.FAILED.value, "attempts": 1, "server_reply": "550 No such mailbox",
        "created_at": clock.now(),
    }  # fmt: skip
    row = models.Mail(**values | given)
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def box_of(role: Role, address: str = "/outbox") -> Any:
    _, token = states.somebody(role)
    box = states.of(states.tree(token, address), OutboxState)
    states.call(box, "load")
    return box


def agent() -> Actor:
    return states.somebody(Role.AGENT)[0]


def test_the_newest_stand_first_and_a_state_narrows(engine: object) -> None:
    with db.writing() as session:
        first = mail(session, state=MailState.SENT.value, server_reply="250 Ok")
        second = mail(session)
    shown = [line.id for line in box_of(Role.AGENT).rows]
    assert shown.index(second) < shown.index(first)
    failed = box_of(Role.AGENT, "/outbox?show=failed")
    assert first not in [line.id for line in failed.rows]
    line = next(line for line in failed.rows if line.id == second)
    assert (line.state, line.said, line.can_try) == ("failed", "550 No such mailbox", True)
    assert box_of(Role.AGENT, "/outbox?show=nonsense").show == ""


def test_the_address_opens_a_message_and_a_wrong_one_says_so(engine: object) -> None:
    with db.writing() as session:
        mail_id = mail(session, body="Attached is KV-26-00001.")
    box = box_of(Role.VIEWER, f"/outbox?mail={mail_id}")
    assert box.is_open and box.letter.body == "Attached is KV-26-00001." and box.letter.attempts == "1"
    for wrong in ("999999999", "x", "-1", "9" * 40):
        assert not box_of(Role.VIEWER, f"/outbox?mail={wrong}").is_open


def test_trying_again_queues_a_failed_message(engine: object) -> None:
    with db.writing() as session:
        mail_id = mail(session)
    box = box_of(Role.AGENT)
    states.call(box, "try_again", mail_id)
    states.call(box, "load")
    line = next(line for line in box.rows if line.id == mail_id)
    assert line.state == "queued" and not line.can_try
    (said, *_) = states.call(box, "try_again", mail_id)
    assert "Only a message that failed" in str(said)


def test_a_secret_text_is_never_shown_and_never_handed_out(engine: object) -> None:
    with db.writing() as session:
        mail_id = mail(
            session,
            kind="invitation",
            secret_body=True,
            body="https://coi.example/invite/SECRET",
            state=MailState.OUTBOX,
        )
        kept = seen.eml_name(session.get_one(models.Mail, mail_id))
    mailer.keep(file_store.outbox(), kept, b"Subject: Welcome\r\n\r\nhttps://coi.example/invite/SECRET\r\n")
    for role in (Role.ADMIN, Role.AGENT, Role.VIEWER):
        box = box_of(role, f"/outbox?mail={mail_id}")
        assert box.letter.is_secret and box.letter.kept_as == f"{kept}.eml"
        assert "SECRET" not in str(box.dict())
        line = next(line for line in box.rows if line.id == mail_id)
        assert not line.can_try and line.eml_href == ""
    taker = agent()
    with pytest.raises(errors.NotFound), db.writing() as session:
        mails.kept_file(session, taker, mail_id)


def test_a_kept_message_can_be_taken_and_that_is_recorded(engine: object) -> None:
    with db.writing() as session:
        mail_id = mail(session, state=MailState.OUTBOX.value)
        kept = seen.eml_name(session.get_one(models.Mail, mail_id))
    taker = agent()
    with pytest.raises(errors.NotFound), db.reading() as session:
        seen.kept_file(session, taker, mail_id)
    mailer.keep(file_store.outbox(), kept, EML)
    with db.writing() as session:
        assert mails.kept_file(session, taker, mail_id).read_bytes() == EML
    with db.reading() as session:
        asked = (
            select(models.Activity.kind)
            .where(models.Activity.account_id == taker.account_id)
            .order_by(col(models.Activity.id))
        )
        assert list(session.exec(asked))[-1] == "delivery:downloaded"
    line = next(line for line in box_of(Role.VIEWER).rows if line.id == mail_id)
    assert line.eml_href == f"/files/outbox/{mail_id}.eml"


def test_who_only_looks_sends_nothing(engine: object) -> None:
    rights = ROLE_RIGHTS[Role.VIEWER]
    closed = {said for said, right in states.marked("outbox").items() if right not in rights}
    assert closed == {"OutboxState.try_again"}
    root = states.tree(states.somebody(Role.VIEWER)[1], "/outbox")
    assert states.refused(root, OutboxState, "try_again") and not states.refused(root, OutboxState, "load")
    assert states.refused(states.tree("", "/outbox"), OutboxState, "load")

"""Settings, Mail: the test message through a real server, and what is said about each way it can go wrong."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import col, select

from coi_app import db, models, settings
from coi_app.queries import mails
from coi_app.rules import access, mail_wording
from coi_app.rules.access import Role
from coi_app.services import mail_tests
from coi_app.web.agency.settings import page
from coi_app.web.agency.settings.mail_state import MailState
from tests import smtp, states

assert page.page


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """`use(COI_SMTP_URL=…)`: the settings from now on, until the test is over."""

    def changed(**environment: str) -> None:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        settings.current.cache_clear()

    yield changed
    monkeypatch.undo()
    settings.current.cache_clear()


def opened(role: Role) -> tuple[access.Actor, Any, Any]:
    actor, token = states.somebody(role)
    root = states.tree(token, "/settings?tab=mail")
    state = states.of(root, MailState)
    states.call(state, "load")
    return actor, root, state


def last_mail() -> models.Mail:
    with db.reading() as session:
        row = session.exec(select(models.Mail).order_by(col(models.Mail.id).desc())).first()
        assert row is not None
        session.expunge(row)
        return row


def test_a_test_reaches_whoever_asks(engine: object, use: Any) -> None:
    with smtp.server() as post:
        use(COI_SMTP_URL=post.url)
        actor, _, state = opened(Role.ADMIN)
        assert state.server == f"127.0.0.1, port {post.url.rpartition(':')[2]}"
        states.call(state, "send_test")
    assert (state.answer.tone, state.answer.what) == (
        "green",
        f"The mail server took the message to {actor.email}.",
    )
    assert [one.rcpt_tos for one in post.taken] == [[actor.email]]
    assert last_mail().state == "sent" and not state.is_testing
    with db.reading() as session:
        kinds = session.exec(
            select(models.Activity.kind).order_by(col(models.Activity.id).desc()).limit(2)
        ).all()
    assert list(kinds) == ["setting:mail_tested", "delivery:sent"]


@pytest.mark.parametrize(
    ("order", "what", "reply"),
    [
        ("550", "The mail server refused the message.", "550 5.1.1 No such mailbox here"),
        ("451", "The mail server asked to come back later.", "451 4.7.1 Come back later"),
        ("drop", "The mail server ended the connection in the middle.", "did not take it"),
        ("hang", "The mail server did not answer in time.", "timed out"),
    ],
)
def test_what_the_server_did_is_said_in_plain_words(
    engine: object, use: Any, monkeypatch: pytest.MonkeyPatch, order: str, what: str, reply: str
) -> None:
    monkeypatch.setattr(mail_tests, "SECONDS", 0.5)
    with smtp.server(order) as post:
        use(COI_SMTP_URL=post.url)
        actor, _, state = opened(Role.ADMIN)
        states.call(state, "send_test")
    assert (state.answer.tone, state.answer.what) == ("red", what) and state.answer.cure
    assert reply in state.answer.reply and last_mail().state == "failed"
    with db.reading() as session:
        assert mails.troubled_count(session, actor) == 1, "earlier tests need nobody's care"


def test_without_a_server_it_lies_in_the_outbox(engine: object, use: Any) -> None:
    use(COI_SMTP_URL="")
    _, _, state = opened(Role.ADMIN)
    assert state.server == ""
    states.call(state, "send_test")
    assert state.answer.tone == "amber" and "lies in the Outbox" in state.answer.what
    assert last_mail().state == "outbox"


def test_a_password_is_never_shown(engine: object, use: Any) -> None:
    use(
        COI_SMTP_URL="smtps://certs:s3cret@mail.kestrelvane.example",
        COI_IMAP_URL="imaps://certs:s3cret@mail.example",
    )
    _, _, state = opened(Role.VIEWER)
    assert (state.server, state.user) == ("mail.kestrelvane.example, port 465", "certs")
    assert state.bounce_mailbox == "certs at mail.example" and "s3cret" not in str(state.dict())


def test_only_an_admin_tests_and_changes(engine: object) -> None:
    for role in (Role.AGENT, Role.VIEWER):
        _, root, _ = opened(role)
        assert all(states.refused(root, MailState, name) for name in ("send_test", "save", "show"))
        assert not states.refused(root, MailState, "load")


def test_the_agencys_words_are_kept_and_wrong_ones_refused_with_all_that_was_typed(engine: object) -> None:
    _, _, state = opened(Role.ADMIN)
    form = {"how": "link", "link_days": "14", "subject": "COI {certificate.number}", "message": "To {holder}"}
    states.call(state, "save", form)
    assert set(state.problems) == {"message"} and "{holder.name}" in state.problems["message"]
    states.call(state, "save", form | {"message": "To {holder.name}", "link_days": "0"})
    assert set(state.problems) == {"link_days"}
    states.call(state, "save", form | {"message": "To {holder.name}"})
    assert state.problems == {} and state.values["how"] == "link" and state.values["link_days"] == "14"
    assert (state.subject, state.message) == ("COI KV-26-04812", "To Halvorsen Property Group LLC")
    before = {
        "how": "attachment",
        "link_days": "30",
        "subject": mail_wording.SUBJECT,
        "message": mail_wording.MESSAGE,
    }
    states.call(state, "save", before)
    with db.reading() as session:
        row = session.get_one(models.Agency, 1)
        assert (row.send_links, row.link_days, row.mail_subject, row.mail_message) == (False, 30, "", "")

"""Failed deliveries at the desk: the way from a row, an address or the list of deliveries to a mail that arrives."""

from typing import Any

import pytest
from sqlmodel import col, select

from coi_app import db, models
from coi_app.queries.judging import Recipient, Wording
from coi_app.queries.mails import MailState
from coi_app.rules.access import Actor, Role
from coi_app.services import certificates, mails
from coi_app.web.agency.certificates_sent import page
from coi_app.web.agency.certificates_sent.deliveries_state import DeliveriesState
from coi_app.web.agency.certificates_sent.repair_state import RepairState
from coi_app.web.agency.outbox.state import OutboxState
from tests import desk, factories, states

assert page.page
MESSAGE = {"to": "certs@halvorsenpg.example", "subject": "Yours", "message": "Here it is.", "how": "link"}


@pytest.fixture
def failed(engine: object) -> tuple[int, int]:
    """A certificate and its mail that failed."""
    actor, _ = states.somebody(Role.AGENT)
    with db.writing() as session:
        place = desk.ready(session, factories.insured(session, "Kettle Gap Framing LLC"))
        to = Recipient(interest_id=place.links[0].id)
        (number,) = certificates.issue_and_send(session, actor, place.master_id, to, Wording(), MESSAGE)
        mail = session.exec(select(models.Mail).order_by(col(models.Mail.id).desc())).first()
        assert mail is not None and mail.id is not None
        mail.server_reply = "550 5.1.1 No such mailbox"
        mails.finish(session, mail, MailState.FAILED)
        return number, mail.id


def opened(role: Role, address: str = "/certificates") -> tuple[Actor, Any, Any]:
    actor, token = states.somebody(role)
    root = states.tree(token, address)
    return actor, root, states.of(root, RepairState)


def last_to() -> str:
    with db.reading() as session:
        found = session.exec(select(models.Mail.to_email).order_by(col(models.Mail.id).desc())).first()
        assert found is not None
        return found


def test_from_the_row_to_a_new_mail(failed: tuple[int, int]) -> None:
    _, _, repair = opened(Role.AGENT)
    states.call(repair, "open_for", failed[0])
    assert (
        repair.is_open
        and repair.what == "There is no such mailbox."
        and repair.reply == "550 5.1.1 No such mailbox"
    )
    assert repair.keeper == "Also change it at the holder 001 Sawtooth Homes LLC"
    states.call(repair, "send_again", {"to": "a@b.example, c@d.example"})
    assert repair.is_open and set(repair.problems) == {"to"} and not repair.is_sending
    states.call(repair, "send_again", {"to": "office@halvorsenpg.example", "also_change": True})
    assert not repair.is_open and last_to() == "office@halvorsenpg.example"
    (said,) = states.call(repair, "open_for", failed[0])
    assert "not here" in str(said) and not repair.is_open


def test_an_address_opens_it_for_who_may_send(failed: tuple[int, int]) -> None:
    for query in (f"fix={failed[0]}", f"fix_mail={failed[1]}"):
        _, _, repair = opened(Role.AGENT, f"/certificates?mailed=failed&{query}")
        asked, here = states.call(repair, "load")
        assert "open_" in str(asked) and "fix" not in str(here.args)
        _, _, viewer = opened(Role.VIEWER, f"/certificates?mailed=failed&{query}")
        assert len(states.call(viewer, "load")) == 1
    assert states.call(opened(Role.AGENT)[2], "load") == []


@pytest.mark.parametrize("wrong", ["x", "-1", "9" * 40, "", None, "٣"])
def test_a_stale_address_says_so(failed: tuple[int, int], wrong: Any) -> None:
    _, _, repair = opened(Role.AGENT)
    for handler in ("open_for", "open_mail"):
        assert "not here" in str(states.call(repair, handler, wrong)) and not repair.is_open


def test_the_deliveries_tell_what_became_of_each(failed: tuple[int, int]) -> None:
    _, root, repair = opened(Role.AGENT)
    deliveries = states.of(root, DeliveriesState)
    states.call(repair, "open_mail", failed[1])
    states.call(repair, "send_again", {"to": "office@halvorsenpg.example"})
    states.call(deliveries, "open", failed[0])
    new, old = deliveries.lines
    assert (new.address, new.state, new.needs_care) == ("office@halvorsenpg.example", "queued", False)
    assert new.link.startswith("Download link, not used yet; works until ")
    assert (old.state, old.is_settled, old.needs_care, old.said) == (
        "failed",
        True,
        False,
        "550 5.1.1 No such mailbox",
    )


def test_the_outbox_leads_there_until_it_is_done(failed: tuple[int, int]) -> None:
    def lines(show: str) -> dict[int, Any]:
        box = states.of(states.tree(states.somebody(Role.AGENT)[1], f"/outbox?show={show}"), OutboxState)
        states.call(box, "load")
        return {one.id: one for one in box.rows}

    def line() -> Any:
        return lines("")[failed[1]]

    assert failed[1] in lines("failed")
    assert line().fix_href == f"/certificates?mailed=failed&fix_mail={failed[1]}"
    _, _, repair = opened(Role.AGENT)
    states.call(repair, "open_mail", failed[1])
    states.call(repair, "send_again", {"to": "office@halvorsenpg.example"})
    assert line().fix_href == "" and not line().can_try and line().said.startswith("Taken care of")
    assert failed[1] not in lines("failed")


def test_a_viewer_looks_and_mends_nothing(failed: tuple[int, int]) -> None:
    _, root, _ = opened(Role.VIEWER)
    assert all(states.refused(root, RepairState, name) for name in ("open_for", "open_mail", "send_again"))
    assert not states.refused(root, DeliveriesState, "open") and not states.refused(root, RepairState, "load")

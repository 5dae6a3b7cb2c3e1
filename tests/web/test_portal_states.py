"""The portal's handlers: what its people see and do, and what the gate refuses at that very moment."""

from typing import Any

import pytest
from sqlmodel import func, select

from coi_app import db, models
from coi_app.adapters import passwords
from coi_app.services import sign_in
from coi_app.web import pages, session
from coi_app.web.portal.certificates.state import PortalCertificatesState
from coi_app.web.portal.home.state import PortalHomeState
from coi_app.web.portal.policies.state import PortalPoliciesState
from coi_app.web.portal.profile.state import NameState, NoticesState, PasswordState, SessionsState
from coi_app.web.portal.request.state import PortalRequestState
from coi_app.web.portal.send.check_state import OWN, CheckState
from coi_app.web.portal.send.recipients_state import RecipientsState
from coi_app.web.portal.send.sent_state import SentState
from coi_app.web.portal.send.step_state import StepState
from tests import asked, cast, forms, portal, states

assert pages.PORTAL

PASSWORD = "a quiet river under seven lanterns"


@pytest.fixture
def town(engine: object) -> portal.Town:
    return portal.town()


def issued(insured_id: int) -> list[tuple[int, str, str, str, str]]:
    """Id, number, code, source and delivery of what was issued."""
    row = models.Certificate
    asked = select(row.id, row.number, row.verification_code, row.source, row.delivery)
    with db.reading() as reading:
        return [tuple(one) for one in reading.exec(asked.where(row.insured_id == insured_id))]


def test_home_shows_ones_own_insured(town: portal.Town) -> None:
    home = portal.at(town, "ivy", "/portal", PortalHomeState)
    assert home.insured == "Redwood Ridge Builders LLC" and len(home.coverage) == 3
    assert home.coverage[0].ends.startswith("to ") and home.again == []
    assert portal.at(town, "otto", "/portal", PortalHomeState).insured == "Harbor Light Electric Inc"


def test_a_certificate_is_sent_from_the_list_and_home_offers_it_again(town: portal.Town) -> None:
    pick = portal.at(town, "ivy", "/portal/send", RecipientsState)
    assert pick.number == 4 and {line.name for line in pick.lines} >= {"001 Sawtooth Homes LLC"}
    states.call(pick, "search", "002 saw")
    assert [line.name for line in pick.lines] == ["002 Sawtooth Homes LLC"] and pick.is_searched

    check = portal.at(town, "ivy", f"/portal/send?holder={town.holder_ids[1]}", CheckState)
    assert (check.verdict, check.to, check.opened) == ("ready", "certs@halvorsenpg.example", "")
    assert "DRAFT" in check.page and check.stops == []
    (going,) = states.call(check, "send")
    assert "/portal/send?sent=" in str(going) and check.is_busy == "send"
    states.call(check, "send")
    states.call(check, "download")
    ((key, number, code, *how),) = issued(town.redwood)
    assert how == ["portal", "queued"]

    sent = portal.at(town, "ivy", f"/portal/send?sent={key}", SentState)
    assert (sent.number, sent.to, sent.more) == (number, "certs@halvorsenpg.example", "")
    assert sent.standing == "in_force" and sent.public_href.endswith(f"/v/{code}")
    states.call(sent, "copied")
    assert sent.is_copied
    (again,) = portal.at(town, "ivy", "/portal", PortalHomeState).again
    assert again.name == "002 Sawtooth Homes LLC" and again.sent == "Sent today"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/portal/send", RecipientsState),
        ("/portal/send?holder=1", CheckState),
        ("/portal/send?sent=1", SentState),
    ],
)
def test_the_address_says_which_step_it_is(town: portal.Town, address: str, kind: Any) -> None:
    step = states.of(portal.root_of(town, "ivy", address), StepState)
    (next_one,) = states.call(step, "load")
    assert next_one.state_full_name == kind.get_full_name()


def test_what_cannot_leave_says_why_and_keeps_what_was_typed(town: portal.Town) -> None:
    check = portal.at(town, "ivy", f"/portal/send?holder={town.warned_id}", CheckState)
    assert check.verdict == "warned" and [one.rule for one in check.stops] == ["R4"]
    states.call(check, "send")
    assert "form" in check.problems and check.is_busy == ""

    check = portal.at(town, "ivy", f"/portal/send?holder={town.holder_ids[0]}", CheckState)
    states.call(check, "type_to", "nobody at all")
    states.call(check, "send")
    assert set(check.problems) == {"to"} and (check.to, check.opened) == ("nobody at all", "to")
    assert issued(town.redwood) == []


def test_words_of_ones_own_begin_with_what_stood_there(town: portal.Town) -> None:
    check = portal.at(town, "ivy", f"/portal/send?holder={town.holder_ids[0]}", CheckState)
    states.call(check, "choose_template", OWN)
    assert check.description == "Re: 001 Sawtooth Homes LLC."
    states.call(check, "type_description", "Framing of the north wing.")
    assert "Framing of the north wing." in check.page
    states.call(check, "download")
    assert [one[-1] for one in issued(town.redwood)] == ["none"]


def test_foreign_ids_answer_like_missing_ones(town: portal.Town) -> None:
    for wrong in (town.foreign_holder_id, 999_999, "x", "' or 1=1"):
        check = portal.at(town, "ivy", f"/portal/send?holder={wrong}", CheckState)
        assert check.is_missing and (check.holder, check.page) == ("", "")
        sent = portal.at(town, "ivy", f"/portal/send?sent={wrong}", SentState)
        assert sent.is_missing and sent.number == ""
    certificates = portal.at(town, "ivy", "/portal/certificates", PortalCertificatesState)
    foreign = states.call(certificates, "open", town.foreign_certificate_id)
    missing = states.call(certificates, "open", 999_999)
    assert [str(one) for one in foreign] == [str(one) for one in missing] and certificates.shown == 0
    check = portal.at(town, "ivy", f"/portal/send?holder={town.holder_ids[0]}", CheckState)
    check.holder_id = town.foreign_holder_id
    states.call(check, "send")
    assert "form" in check.problems and issued(town.redwood) == []


def test_a_new_holder_goes_on_to_check_and_send(town: portal.Town) -> None:
    pick = portal.at(town, "ivy", "/portal/send", RecipientsState)
    states.call(pick, "open")
    states.call(pick, "add", {"new_holder_name": ""})
    assert "name" in pick.problems and pick.is_adding
    (going,) = states.call(pick, "add", {f"new_holder_{name}": value for name, value in forms.HOLDER.items()})
    assert "/portal/send?holder=" in str(going) and not pick.is_adding


def test_an_exact_copy_goes_out_again(town: portal.Town) -> None:
    states.call(portal.at(town, "ivy", f"/portal/send?holder={town.holder_ids[0]}", CheckState), "send")
    mine = portal.at(town, "nia", "/portal/certificates?text=001+saw", PortalCertificatesState)
    (line,) = mine.lines
    states.call(mine, "open", line.id)
    assert mine.values == {"to": "certs@halvorsenpg.example"} and mine.can_resend
    states.call(mine, "resend", {"resend_to": ""})
    assert set(mine.problems) == {"to"} and mine.shown == line.id
    states.call(mine, "resend", {"resend_to": "office@halvorsenpg.example"})
    with db.reading() as reading:
        assert reading.exec(
            select(func.count()).where(models.Mail.to_email == "office@halvorsenpg.example")
        ).one()
    assert mine.shown == 0 and len(issued(town.redwood)) == 1


def test_policies_with_their_limits(town: portal.Town) -> None:
    mine = portal.at(town, "nia", "/portal/policies", PortalPoliciesState)
    assert len(mine.living) == 3 and mine.over == []
    assert any(limit.amount == "1,000,000" for limit in mine.living[0].limits)


def test_name_password_and_sessions_are_ones_own(town: portal.Town, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    async def send_away(tabs: list[str]) -> None:
        told.extend(tabs)

    monkeypatch.setattr(session, "send_away", send_away)
    with db.writing() as writing:
        writing.get_one(models.Account, town.accounts["ivy"]).password_hash = passwords.hashed(PASSWORD)
        sign_in.open_after_link(writing, town.accounts["ivy"], cast.IP, "Chrome/1")
    name = portal.at(town, "ivy", "/portal/profile", NameState)
    states.call(name, "save", {"name_name": ""})
    assert set(name.problems) == {"name"}
    states.call(name, "save", {"name_name": "Ivy Linden"})
    assert name.problems == {}

    own = portal.at(town, "ivy", "/portal/profile", SessionsState)
    assert sorted(line.browser for line in own.lines) == ["Chrome", "Firefox"]
    secret = states.of(portal.root_of(town, "ivy", "/portal/profile"), PasswordState)
    states.call(secret, "save", {"password_current": "wrong"})
    assert set(secret.problems) == {"current", "new"}
    typed = {
        "current": PASSWORD,
        "new": "nine tired herons by the dam",
        "again": "nine tired herons by the dam",
    }
    states.call(secret, "save", {f"password_{field}": value for field, value in typed.items()})
    assert secret.problems == {}
    assert [line.browser for line in portal.at(town, "ivy", "/portal/profile", SessionsState).lines] == [
        "Firefox"
    ]


def test_mails_are_turned_off_for_oneself(town: portal.Town) -> None:
    notices = portal.at(town, "ivy", "/portal/profile", NoticesState)
    assert notices.off == []
    states.call(notices, "turn", "review.asked", False)
    assert notices.off == ["review.asked"]
    assert portal.at(town, "ivy", "/portal/profile", NoticesState).off == ["review.asked"]
    states.call(notices, "turn", "review.asked", True)
    assert notices.off == []


def test_who_may_not_send_asks_and_keeps_what_is_typed(town: portal.Town) -> None:
    state = portal.at(town, "nia", "/portal/request", PortalRequestState)
    form = {f"request_{name}": value for name, value in asked.FORM.items()}
    states.call(state, "ask", form | {"request_holder_name": ""})
    assert set(state.problems) == {"holder_name"} and state.lines == []
    states.call(state, "ask", form)
    states.call(state, "load")
    assert [(one.holder, one.status_words) for one in state.lines] == [
        ("Halvorsen Property Group LLC", "Open")
    ]
    assert portal.at(town, "ivy", "/portal/request", PortalRequestState).lines == []

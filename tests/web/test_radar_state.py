"""The radar's page and the renewal run without a browser: what they show, and who may call what."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from coi_app import db, models
from coi_app.jobs import radar_look
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules.access import ROLE_RIGHTS, Actor, Role
from coi_app.rules.coverage import Line
from coi_app.services import certificates, policies, renewals
from coi_app.web import session
from coi_app.web.agency.certificates_sent.bulk_state import BulkState
from coi_app.web.agency.certificates_sent.state import SentState
from coi_app.web.agency.generate.progress_state import ProgressState
from coi_app.web.agency.radar.state import RadarState
from coi_app.web.agency.renewals.run_state import RenewalRunState
from coi_app.web.agency.renewals.state import RenewalsState
from tests import desk, factories, states

ENDED = factories.today() - timedelta(days=1)


@pytest.fixture
def agent(engine: object) -> tuple[Actor, str]:
    return states.somebody(Role.AGENT)


@pytest.fixture
def place(agent: tuple[Actor, str]) -> desk.Desk:
    """An insured whose three holders have certificates."""
    actor, _ = agent
    with db.writing() as session:
        session.expire_on_commit = False
        made = desk.ready(session, factories.insured(session, "Copper Basin Framing Inc"))
        for link in made.links:
            certificates.issue_one(session, actor, made.master_id, Recipient(interest_id=link.id), Wording())
        return made


@pytest.fixture
def untrue(agent: tuple[Actor, str], place: desk.Desk) -> desk.Desk:
    actor, _ = agent
    with db.writing() as session:
        policies.change(session, actor, place.policies[0].id, {"each_occurrence": "500,000"})
    with db.reading() as session:
        asked = session.get_one(models.RadarLook, place.insured.id).asked
    radar_look.run(place.insured.id or 0, asked)
    return place


def opened(token: str, address: str, *kinds: Any) -> list[Any]:
    root = states.tree(token, address)
    found = [states.of(root, kind) for kind in kinds]
    for one in found:
        if hasattr(type(one), "load"):
            states.call(one, "load")
    return found


def test_the_radar_names_reason_holders_and_certificates(agent: tuple[Actor, str], untrue: desk.Desk) -> None:
    address = f"/radar?insured={untrue.insured.id}"
    radar, sent = opened(agent[1], address, RadarState, SentState)
    (line,) = radar.causes
    assert (line.insured, line.holders, radar.total) == (
        "Copper Basin Framing Inc",
        "3 certificates, 3 holders",
        3,
    )
    assert line.reasons == [
        ["R3", "General Liability: Each occurrence was lowered to $500,000, from $1,000,000."]
    ]
    assert [row.untrue for row in sent.rows] == [line.reasons[0][1]] * 3 and sent.standing == ""
    (went,) = states.call(radar, "show", line.id)
    assert f"cause={line.id}" in str(went)


@pytest.mark.parametrize(("path", "state"), [("/radar", RadarState), ("/renewals", RenewalsState)])
def test_an_insured_who_is_not_here_is_said_and_all_are_shown(
    agent: tuple[Actor, str], path: str, state: Any
) -> None:
    root = states.tree(agent[1], f"{path}?insured=987654")
    (went,) = states.call(states.of(root, state), "load")
    assert repr(path) in str(went) and "insured=" not in str(went)
    (message,) = states.of(root, session.SessionState).messages
    assert message.words.startswith("This insured is not here")


def test_one_click_reissues_what_one_cause_made_untrue(agent: tuple[Actor, str], untrue: desk.Desk) -> None:
    radar, bulk = opened(agent[1], f"/radar?insured={untrue.insured.id}", RadarState, BulkState)
    cause = radar.causes[0]
    states.call(bulk, "ask_reissue", cause.id, cause.insured_id)
    assert (bulk.asking, bulk.count, [name for _, name in bulk.masters]) == ("reissue", 3, ["All Lines"])
    states.call(bulk, "reissue", {**bulk.values, "subject": "{person}"})
    assert "no placeholder" in bulk.problems["subject"]
    states.call(bulk, "reissue", bulk.values)
    assert (bulk.asking, bulk.is_open, bulk.total, bulk.title) == ("", True, 3, "Reissuing certificates")
    states.call(bulk, "ask_notify", cause.id)
    states.call(bulk, "notify_holders", bulk.values)
    assert bulk.title == "Notifying the holders"


@pytest.fixture
def renewed(agent: tuple[Actor, str], place: desk.Desk) -> desk.Desk:
    actor, _ = agent
    with db.writing() as session:
        for old in place.policies:
            session.get_one(models.Policy, old.id).expires_on = ENDED
            factories.policy(
                session, place.insured, Line(old.line), number=f"{old.number}-N", carrier_id=old.carrier_id,
                effective_on=ENDED, expires_on=ENDED + timedelta(days=365),
            )  # fmt: skip
        session.flush()
        renewals.show_renewals(session, actor, place.master_id)
    return place


def test_a_renewal_is_reviewed_ticked_and_issued(agent: tuple[Actor, str], renewed: desk.Desk) -> None:
    every, run = opened(
        agent[1],
        f"/renewals/{renewed.master_id}?insured={renewed.insured.id}",
        RenewalsState,
        RenewalRunState,
    )
    assert [(one.master, one.holders, one.behind) for one in every.rows] == [("All Lines v2", "3", "")]
    assert (run.counts["clean"], run.going, run.clean_checked) == (3, 3, True)
    states.call(run, "check", run.rows[0].key, False)
    assert (run.going, run.rows[0].checked, run.some_checked) == (2, False, True)
    states.call(run, "check_clean", True)
    states.call(run, "search", "no such holder")
    assert (run.rows, run.going) == ([], 3)
    states.call(run, "ask")
    states.call(run, "start", {**run.values, "output": "paper"})
    assert run.problems
    (shown,) = states.call(run, "start", {"output": "zip", "save": "on"})
    assert not run.is_asking and ProgressState.watch.fn.__name__ in str(shown)
    with db.reading() as session:
        batch = session.exec(select(models.Batch).where(models.Batch.insured_id == renewed.insured.id)).one()
        assert (batch.source, batch.total) == ("renewal", 3)


def test_a_master_that_is_not_there(agent: tuple[Actor, str]) -> None:
    (run,) = opened(agent[1], "/renewals/987654", RenewalRunState)
    assert run.is_missing and run.rows == []


def test_what_a_viewer_may_call_changes_nothing(engine: object) -> None:
    found = states.marked("radar", "renewals")
    rights = ROLE_RIGHTS[Role.VIEWER]
    assert {name for name, right in found.items() if right is not None and right not in rights} == {
        "RenewalRunState.ask", "RenewalRunState.check", "RenewalRunState.check_clean", "RenewalRunState.start",
        "RenewalsState.show_renewals",
    }  # fmt: skip
    assert "unmarked" not in found.values()
    _, token = states.somebody(Role.VIEWER)
    root = states.tree(token, "/renewals/1")
    assert states.refused(root, RenewalRunState, "start") and states.refused(
        root, RenewalsState, "show_renewals"
    )

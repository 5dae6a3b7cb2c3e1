"""The same certificate judged at every door: one verdict, whoever asks and wherever it is stored."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from coi_app import db, models
from coi_app.jobs import generate_batch, generate_now
from coi_app.queries import judging
from coi_app.queries.judging import Recipient, Wording
from coi_app.queries.portal.sending import Asked
from coi_app.rules.findings import State, Verdict
from coi_app.services import batches, certificates
from coi_app.services.portal import sending
from tests import desk, factories
from tests.cast import People
from tests.desk import Desk


@pytest.fixture
def link(place: Desk) -> models.AdditionalInterest:
    """An additional insured of a policy that ends soon: a box that is Y, and something to be noted."""
    with db.writing() as session:
        session.expire_on_commit = False
        soon = factories.today() + timedelta(days=9)
        session.get_one(models.Policy, place.policies[0].id).expires_on = soon
        session.get_one(models.Master, place.master_id).portal_visible = True
        return desk.link(
            session,
            session.get_one(models.Insured, place.insured.id),
            "Alder Creek Apartments LP",
            types=["additional_insured"],
            wants_additional_insured=["general_liability"],
            written_contract="Subcontract 24-117",
            written_contract_on=factories.today(),
        )


def plain(verdict: Verdict) -> Any:
    """As it is stored."""
    return json.loads(json.dumps(verdict.to_json()))


def test_one_verdict_at_every_door(
    people: People, place: Desk, link: models.AdditionalInterest, tmp_path: Path
) -> None:
    recipient = Recipient(interest_id=link.id)
    with db.writing() as session:
        shown = judging.judge_for(session, people.sam, place.master_id, recipient, Wording()).verdict
        certificates.issue_one(session, people.sam, place.master_id, recipient, Wording())
        sending.issue(session, people.ivy, Asked(link.holder_id, place.master_id))
        asked = desk.asked("doors", output="zip")
        batch_id = batches.start(session, people.sam, people.redwood.id, place.master_id, asked)
    generate_batch.run(batch_id, 1)
    generate_now.run(
        insured=str(place.insured.id), master="All Lines", holders=[str(link.holder_id)], output="zip",
        to=tmp_path / "one.zip",
    )  # fmt: skip
    assert shown.state is State.READY and shown.notes
    assert any(box.boxes.additional_insured == "Y" for box in shown.boxes)
    assert stored(link) == dict.fromkeys(("manual", "portal", "bulk", "cli"), plain(shown))


def stored(link: models.AdditionalInterest) -> dict[str, Any]:
    """By the door it went through."""
    with db.reading() as session:
        found = select(models.Certificate).where(col(models.Certificate.holder_id) == link.holder_id)
        return {one.source: one.verdict for one in session.exec(found)}

"""What the portal shows of files and ID cards, and to whom."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from coi_app.queries.portal import files
from coi_app.rules import access, errors
from coi_app.rules.coverage import Line
from coi_app.rules.portal_rights import PortalRight
from coi_app.rules.upload_kinds import MediaKind
from coi_app.services import id_cards, shared_files, vehicles
from coi_app.services.uploads import Upload
from tests import factories
from tests.cast import People

TRUCK = {"year": "2024", "make": "Kestler", "model": "H-250", "vin": "1M8GDM9AXKP042788"}
PAPER = Upload("Policy.pdf", MediaKind.PDF, b"%PDF-1.7 paper")


@pytest.fixture(autouse=True)
def own_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("coi_app.adapters.file_store.root", lambda: tmp_path)


@pytest.fixture
def auto(session: Session, people: People) -> Any:
    """Redwood's automobile policy with a truck, its cards, a shared paper and one that is not."""
    policy = factories.policy(session, people.redwood, Line.AUTOMOBILE, number="BAP-1")
    vehicles.add(session, people.sam, policy.id, TRUCK)
    id_cards.create(session, people.sam, policy.id)
    for shared in (True, False):
        values = {"folder": "Policies", "portal_visible": shared}
        shared_files.add(session, people.sam, people.redwood.id, values, PAPER)
    return policy


def without(actor: access.Actor, right: PortalRight) -> access.Actor:
    return replace(actor, rights=actor.rights - {right.value})


def test_files_and_cards_each_on_their_page(session: Session, people: People, auto: Any) -> None:
    (paper,) = files.files(session, people.ivy)
    assert (paper.name, paper.folder, paper.sent_by) == ("Policy.pdf", "Policies", "")
    (card,) = files.id_cards(session, people.nia)
    assert (card.policy_number, card.expires_on, card.vehicles) == (
        "BAP-1", auto.expires_on, (("2024 Kestler H-250", "1M8GDM9AXKP042788"),),
    )  # fmt: skip


def test_what_a_colleague_sent_carries_the_name(session: Session, people: People) -> None:
    shared_files.add(session, people.ivy, people.redwood.id, {}, PAPER)
    assert [one.sent_by for one in files.files(session, people.nia)] == ["Ivy"]


def test_an_uploaded_card_knows_no_policy(session: Session, people: People) -> None:
    values = {"kind": "id_card", "portal_visible": True}
    shared_files.add(session, people.sam, people.redwood.id, values, PAPER)
    (card,) = files.id_cards(session, people.ivy)
    assert (card.policy_number, card.vehicles) == ("", ())


def test_another_insured_sees_nothing(session: Session, people: People, auto: Any) -> None:
    assert files.files(session, people.otto) == files.id_cards(session, people.otto) == ()


def test_each_look_asks_for_its_right(session: Session, people: People, auto: Any) -> None:
    for look, right in (
        (files.files, PortalRight.VIEW_FILES),
        (files.id_cards, PortalRight.VIEW_ID_CARDS),
    ):
        with pytest.raises(errors.NotAllowed):
            look(session, without(people.ivy, right))
        for outside in (people.ada, people.vic, access.system_actor()):
            with pytest.raises(errors.NotFound):
                look(session, outside)

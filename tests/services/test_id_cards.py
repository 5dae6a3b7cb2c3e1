import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlmodel import Session, select

from coi_app import models
from coi_app.queries import shared_files as seen
from coi_app.queries import vehicles as listed
from coi_app.rules import errors
from coi_app.rules.coverage import Line
from coi_app.services import id_cards, shared_files, vehicles
from tests import factories
from tests.cast import People

TRUCK = {"year": "2024", "make": "Kestler", "model": "H-250", "vin": "1m8gdm9axkp042788"}
VAN = {"year": "2019", "make": "Orrin", "model": "ProVan", "vin": "11111111111111111"}


@pytest.fixture(autouse=True)
def own_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("coi_app.adapters.file_store.root", lambda: tmp_path)


@pytest.fixture
def auto(session: Session, people: People) -> models.Policy:
    return factories.policy(session, people.redwood, Line.AUTOMOBILE, number="BAP-2290417-03")


def words(session: Session, people: People, file_id: int) -> str:
    body = shared_files.fetch(session, people.sam, file_id).body
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)


def test_cards_are_made_from_the_policy_and_shared(
    session: Session, people: People, auto: models.Policy
) -> None:
    vehicles.add(session, people.sam, auto.id, TRUCK)
    file_id = id_cards.create(session, people.sam, auto.id)
    last = session.exec(select(models.Activity).order_by(models.Activity.id.desc())).first()
    assert last is not None and last.kind == "id_card:made"
    said = words(session, people, file_id)
    assert "2024 Kestler H-250" in said and "1M8GDM9AXKP042788" in said and "BAP-2290417-03" in said
    (row,) = seen.rows(session, people.ivy, people.redwood.id)
    assert (row.kind, row.name, row.policy_number, row.expires_on) == (
        "id_card", "ID cards BAP-2290417-03.pdf", "BAP-2290417-03", auto.expires_on,
    )  # fmt: skip


def test_cards_made_again_are_the_next_version(session: Session, people: People, auto: models.Policy) -> None:
    vehicles.add(session, people.sam, auto.id, TRUCK)
    first = id_cards.create(session, people.sam, auto.id)
    shared_files.share(session, people.sam, first, False)
    vehicles.add(session, people.sam, auto.id, VAN)
    second = id_cards.create(session, people.sam, auto.id)
    (row,) = seen.rows(session, people.ivy, people.redwood.id)
    assert (row.id, row.version) == (second, 2)
    assert "ProVan" in words(session, people, second) and "ProVan" not in words(session, people, first)


def test_a_cancelled_or_ended_policy_has_no_cards(
    session: Session, people: People, auto: models.Policy
) -> None:
    id_cards.create(session, people.sam, auto.id)
    auto.status, auto.cancelled_on = "cancelled", factories.today()
    session.flush()
    assert seen.rows(session, people.ivy, people.redwood.id) == ()
    assert len(seen.rows(session, people.vic, people.redwood.id)) == 1
    with pytest.raises(errors.Conflict, match="cancelled"):
        id_cards.create(session, people.sam, auto.id)
    auto.status, auto.cancelled_on, auto.expires_on = "active", None, factories.today()
    session.flush()
    with pytest.raises(errors.Conflict, match="ended on"):
        id_cards.create(session, people.sam, auto.id)


def test_cards_of_next_years_policy_may_be_made(session: Session, people: People) -> None:
    starts = factories.today() + timedelta(days=20)
    ahead = factories.policy(
        session, people.redwood, Line.AUTOMOBILE, effective_on=starts, expires_on=starts + timedelta(days=365)
    )
    assert starts.strftime("%m/%d/%Y") in words(
        session, people, id_cards.create(session, people.sam, ahead.id)
    )


def test_another_line_has_no_vehicles_and_no_cards(session: Session, people: People) -> None:
    liability = factories.policy(session, people.redwood)
    with pytest.raises(errors.Conflict, match="automobile"):
        vehicles.add(session, people.sam, liability.id, TRUCK)
    with pytest.raises(errors.Conflict, match="automobile"):
        id_cards.create(session, people.sam, liability.id)


def test_vehicles_are_changed_and_removed(session: Session, people: People, auto: models.Policy) -> None:
    truck = vehicles.add(session, people.sam, auto.id, TRUCK)
    vehicles.add(session, people.sam, auto.id, VAN)
    vehicles.change(session, people.sam, truck, {"model": "H-350"})
    assert [one.words for one in listed.of_policy(session, people.vic, auto.id)] == [
        "2024 Kestler H-350", "2019 Orrin ProVan",
    ]  # fmt: skip
    vehicles.remove(session, people.sam, truck)
    assert [one.model for one in listed.of_policy(session, people.vic, auto.id)] == ["ProVan"]
    with pytest.raises(errors.NotFound):
        vehicles.remove(session, people.sam, truck)
    vehicles.add(session, people.sam, auto.id, TRUCK)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"year": "1024"}, "year"),
        ({"year": "soon"}, "year"),
        ({"make": ""}, "make"),
        ({"model": "x" * 41}, "model"),
        ({"vin": "1M8GDM9AXKP042789"}, "vin"),
        ({"vin": ""}, "vin"),
        ({"vin": VAN["vin"]}, "vin"),
    ],
)
def test_what_a_vehicle_cannot_be(
    session: Session, people: People, auto: models.Policy, given: dict[str, Any], field: str
) -> None:
    vehicles.add(session, people.sam, auto.id, VAN)
    with pytest.raises(errors.InvalidInput) as wrong:
        vehicles.add(session, people.sam, auto.id, TRUCK | given)
    assert field in wrong.value.problems


@pytest.mark.parametrize("deed", ["add", "change", "remove", "create"])
@pytest.mark.parametrize("who", ["vic", "ivy", "nia", "dee", "otto"])
def test_who_may_not(session: Session, people: People, auto: models.Policy, deed: str, who: str) -> None:
    truck, actor = vehicles.add(session, people.sam, auto.id, TRUCK), getattr(people, who)
    deeds = {
        "add": lambda: vehicles.add(session, actor, auto.id, VAN),
        "change": lambda: vehicles.change(session, actor, truck, {"model": "H-350"}),
        "remove": lambda: vehicles.remove(session, actor, truck),
        "create": lambda: id_cards.create(session, actor, auto.id),
    }
    with pytest.raises(errors.NotFound if who == "otto" else errors.NotAllowed):
        deeds[deed]()


@pytest.mark.parametrize("wrong", [0, -1, 2**63, "1; --", None, True, [1]])
def test_a_wrong_id_is_not_there(session: Session, people: People, wrong: object) -> None:
    for asked in (id_cards.create, vehicles.remove, shared_files.fetch, shared_files.remove):
        with pytest.raises(errors.NotFound):
            asked(session, people.ada, wrong)

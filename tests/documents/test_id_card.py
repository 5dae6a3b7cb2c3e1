import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from coi_app.documents import id_card, upload_pdf
from coi_app.documents.id_card import CardVehicle, IdCards
from coi_app.documents.sheet import DoesNotFit
from coi_app.documents.typeface import UnprintableText

AT = datetime(2026, 3, 4, 12, tzinfo=UTC)
CARDS = IdCards(
    carrier="Cobalt Ridge Casualty Company of the Mountain States",
    naic="10472",
    policy_number="BAP-2290417-03",
    effective_on=date(2026, 1, 1),
    expires_on=date(2027, 1, 1),
    insured="Redwood Ridge Builders LLC",
    insured_rows=("3175 E Boise Avenue", "Boise, ID 83706"),
    agency="Kestrel & Vane Insurance",
    agency_phone="(208) 555-0100",
    issued_on=date(2026, 3, 4),
    vehicles=(CardVehicle("2024 Kestler H-250", "1M8GDM9AXKP042788"),),
)


def pages(cards: IdCards) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(id_card.draw(cards, AT))).pages]


def test_a_card_says_what_an_officer_asks_for() -> None:
    (page,) = pages(CARDS)
    for said in (
        "Cobalt Ridge", "10472", "BAP-2290417-03", "01/01/2026", "01/01/2027", "Redwood Ridge Builders LLC",
        "2024 Kestler H-250", "1M8GDM9AXKP042788", "Kestrel & Vane Insurance", "As of 03/04/2026",
    ):  # fmt: skip
        assert said in page
    assert "ACORD" not in page.upper()


def test_each_vehicle_has_its_card_eight_to_a_sheet() -> None:
    fleet = tuple(CardVehicle(f"2024 Kestler H-{n}", f"VIN{n:014d}") for n in range(100, 109))
    first, second = pages(replace(CARDS, vehicles=fleet))
    assert first.count("Auto Insurance ID Card") == 8
    assert second.count("Auto Insurance ID Card") == 1 and "Kestler H-108" in second


def test_a_policy_without_vehicles_has_one_card_for_any() -> None:
    (page,) = pages(replace(CARDS, vehicles=()))
    assert id_card.ANY in page and "VIN" not in page


def test_what_does_not_fit_is_refused_by_name() -> None:
    with pytest.raises(DoesNotFit, match="insured's name"):
        id_card.draw(replace(CARDS, insured="Redwood Ridge Builders " * 20), AT)
    with pytest.raises(UnprintableText):
        id_card.draw(replace(CARDS, insured="建築"), AT)


def test_our_own_cards_pass_our_own_check() -> None:
    upload_pdf.check(id_card.draw(CARDS, AT))

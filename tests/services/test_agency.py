import io
from collections.abc import Callable

import pytest
from PIL import Image
from sqlmodel import Session, select

from coi_app import models
from coi_app.queries import agency as seen
from coi_app.queries import facts
from coi_app.queries import templates as templates_seen
from coi_app.rules import access, errors
from coi_app.services import agency, templates
from tests import forms
from tests.cast import People

Set = Callable[[Session, access.Actor, object], str]


def test_ada_changes_what_certificates_say(session: Session, people: People) -> None:
    agency.change(session, people.ada, forms.AGENCY, seen_revision=1)
    producer = facts.producer(session)
    assert (producer.phone, producer.representative) == ("(208) 555-0101", "Maya Okafor")
    row = seen.settings(session, people.ada)
    assert (row.number_prefix, row.time_zone, row.revision) == ("KV", "America/New_York", 2)
    with pytest.raises(errors.Conflict):
        agency.change(session, people.ada, {"fax": ""}, seen_revision=1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Boise"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", ""),
        ("number_prefix", "1K"),
        ("number_prefix", "K V"),
        ("number_prefix", "ÄÖ"),
        ("number_prefix", ""),
        ("name", ""),
        ("phone", "call us"),
    ],
)
def test_what_the_agency_cannot_be(session: Session, people: People, field: str, value: str) -> None:
    with pytest.raises(errors.InvalidInput) as wrong:
        agency.change(session, people.ada, forms.AGENCY | {field: value})
    assert list(wrong.value.problems) == [field]


@pytest.mark.parametrize("zone", seen.COMMON_TIME_ZONES)
def test_the_zones_offered_are_taken(session: Session, people: People, zone: str) -> None:
    agency.change(session, people.ada, {"time_zone": zone})
    assert seen.midnight(session, seen.today(session)).tzinfo is not None


@pytest.mark.parametrize(
    ("set_picture", "column"),
    [(agency.set_logo, "logo_sha256"), (agency.set_signature, "signature_sha256")],
)
def test_a_picture_is_kept_once_and_for_good(
    session: Session, people: People, set_picture: Set, column: str
) -> None:
    first = set_picture(session, people.ada, forms.picture())
    assert getattr(seen.settings(session, people.ada), column) == first
    assert Image.open(io.BytesIO(seen.picture(session, people.ada, first))).size == (60, 20)
    second = set_picture(session, people.ada, forms.picture("maroon"))
    assert second != first == set_picture(session, people.ada, forms.picture())
    assert len(session.exec(select(models.StoredPicture)).all()) == 2


@pytest.mark.parametrize(
    "data",
    [b"", None, "text", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", forms.picture()[:60]],
    ids=["empty", "none", "text", "noise", "svg", "cut off"],
)
def test_what_is_no_picture_is_refused_at_its_field(session: Session, people: People, data: object) -> None:
    with pytest.raises(errors.InvalidInput) as wrong:
        agency.set_logo(session, people.ada, data)
    assert list(wrong.value.problems) == ["logo"]
    assert seen.settings(session, people.ada).logo_sha256 == ""


def test_a_huge_upload_is_refused_before_it_is_opened(session: Session, people: People) -> None:
    with pytest.raises(errors.InvalidInput, match="5 MB"):
        agency.set_signature(session, people.ada, b"\x89PNG" + b"0" * 5_000_001)


def test_a_removed_logo_stays_stored_for_what_was_issued(session: Session, people: People) -> None:
    sha256 = agency.set_logo(session, people.ada, forms.picture())
    agency.remove_logo(session, people.ada)
    assert seen.settings(session, people.ada).logo_sha256 == ""
    assert seen.picture(session, people.ada, sha256)


def test_a_template_with_a_wrong_placeholder_is_refused(session: Session, people: People) -> None:
    with pytest.raises(errors.InvalidInput) as wrong:
        templates.create(session, people.ada, forms.TEMPLATE | {"body": "For {holder.nam}."})
    assert wrong.value.problems == {"body": "{holder.nam} is no placeholder. Did you mean {holder.name}?"}


def test_a_template_is_offered_until_it_is_retired(session: Session, people: People) -> None:
    everywhere = templates.create(session, people.ada, forms.TEMPLATE)
    own = templates.create(
        session, people.ada, forms.TEMPLATE | {"insured_id": people.redwood.id, "portal_visible": False}
    )

    def offered(who: access.Actor, insured: models.Insured) -> list[int]:
        return [one.id for one in templates_seen.choices(session, who, insured.id)]

    assert offered(people.sam, people.redwood) == [own, everywhere]
    assert offered(people.sam, people.harbor) == [everywhere]
    assert offered(people.ivy, people.redwood) == [everywhere]
    templates.change(session, people.ada, everywhere, {"name": "Completed"}, seen_revision=1)
    with pytest.raises(errors.Conflict):
        templates.change(session, people.ada, everywhere, {"name": "Again"}, seen_revision=1)
    templates.retire(session, people.ada, everywhere)
    assert offered(people.sam, people.harbor) == []
    rows = templates_seen.rows(session, people.vic)
    assert [(row.id, row.insured_name, row.retired) for row in rows] == [
        (own, "Redwood Ridge Builders LLC", False),
        (everywhere, "", True),
    ]
    assert rows[0].example.startswith("Re: Cedar Street Lofts, Boise. Halvorsen")
    templates.resume(session, people.ada, everywhere)
    assert offered(people.sam, people.harbor) == [everywhere]

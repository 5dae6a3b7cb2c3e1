"""Licensed forms: who may upload and match one, what is kept, and certificates issued on it."""

import io
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pypdf.generic import EncodedStreamObject, NameObject
from sqlmodel import Session, select

from coi_app import models
from coi_app.queries import licensed_forms as seen
from coi_app.rules import errors
from coi_app.services import licensed_forms
from coi_app.services.licensed_forms import Taken
from tests.cast import People
from tests.documents import form_fixture, hostile_files, reading
from tests.documents.form_fixture import Traps

STATED = {"name": "Liability 2026", "licensed": "on"}
NO_PLACE = {"x": "", "y": "", "w": "", "h": ""}


pytestmark = pytest.mark.usefixtures("own_store")


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "upload"
    path.write_bytes(data)
    return path


def added(session: Session, people: People, taken: Taken, **more: Any) -> int:
    return licensed_forms.add(session, people.ada, STATED | more, taken)


def entries(session: Session) -> list[models.Activity]:
    return list(session.exec(select(models.Activity).order_by(models.Activity.id)).all())


def test_an_upload_is_taken_apart_in_a_process_of_its_own(taken: Taken) -> None:
    assert taken.body == form_fixture.pdf() or taken.body.startswith(b"%PDF-")
    assert len(taken.known["fields"]) == len(form_fixture.cells()) and taken.blank.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no form", "no PDF"),
        (form_fixture.pdf(traps=Traps(password="secret")), "password"),
        (form_fixture.pdf([], Traps(xfa=False)), "no fields"),
    ],
)
def test_what_is_no_form_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(errors.InvalidInput, match=said):
        licensed_forms.taken(written(tmp_path, data))


def bomb() -> bytes:
    """A form whose page takes half a gigabyte when it is unpacked."""
    writer = pypdf.PdfWriter(io.BytesIO(form_fixture.pdf()))
    page, packing = EncodedStreamObject(), zlib.compressobj(9)
    pieces = [packing.compress(b" " * 5_000_000) for _ in range(100)]
    page._data = b"".join(pieces) + packing.flush()
    page[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(page)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_form_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    data = bomb()
    assert len(data) < 2_000_000
    with pytest.raises(errors.InvalidInput, match=r"damaged|too much memory"):
        licensed_forms.taken(written(tmp_path, data))


def test_a_huge_file_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coi_app.services.uploads.largest", lambda: 10)
    with pytest.raises(errors.InvalidInput, match="larger than"):
        licensed_forms.taken(written(tmp_path, form_fixture.pdf()))


def test_it_is_kept_with_who_stated_the_license_and_when(
    session: Session, people: People, taken: Taken
) -> None:
    form_id = added(session, people, taken)
    (row,) = seen.rows(session, people.vic)
    assert (row.name, row.licensed_by, row.offered, row.masters) == ("Liability 2026", "Ada", True, 0)
    assert (row.fields, row.matched) == (len(form_fixture.cells()), len(form_fixture.cells()))
    form = session.get_one(models.LicensedForm, form_id)
    assert form.licensed_by_id == people.ada.account_id
    entry = entries(session)[-1]
    assert (entry.kind, entry.actor_name, entry.details["sha256"]) == (
        "licensed_form:added",
        "Ada",
        form.sha256,
    )


@pytest.mark.parametrize("wrong", [{"licensed": ""}, {"name": ""}, {"name": "x" * 200}])
def test_without_a_name_and_the_statement_nothing_is_kept(
    session: Session, people: People, taken: Taken, wrong: dict[str, str]
) -> None:
    with pytest.raises(errors.InvalidInput) as refused:
        added(session, people, taken, **wrong)
    assert set(refused.value.problems) == set(wrong)
    assert seen.rows(session, people.ada) == ()


def test_two_forms_have_two_names(session: Session, people: People, taken: Taken) -> None:
    form_id = added(session, people, taken)
    with pytest.raises(errors.InvalidInput, match="Another form has this name"):
        added(session, people, taken, name="LIABILITY 2026")
    licensed_forms.retire(session, people.ada, form_id)
    assert added(session, people, taken) != form_id


def test_only_admins_decide_what_is_printed(session: Session, people: People, taken: Taken) -> None:
    form_id = added(session, people, taken)
    before = session.get_one(models.LicensedForm, form_id).model_dump()
    count = len(entries(session))
    for who in (people.sam, people.vic, *people.insureds_people):
        with pytest.raises((errors.NotAllowed, errors.NotFound)):
            licensed_forms.require_may_add(session, who)
        with pytest.raises((errors.NotAllowed, errors.NotFound)):
            licensed_forms.add(session, who, STATED | {"name": "Mine"}, taken)
        with pytest.raises((errors.NotAllowed, errors.NotFound)):
            licensed_forms.match(session, who, form_id, {}, NO_PLACE)
        with pytest.raises((errors.NotAllowed, errors.NotFound)):
            licensed_forms.retire(session, who, form_id)
        with pytest.raises((errors.NotAllowed, errors.NotFound)):
            licensed_forms.example(session, who, form_id)
    session.expire_all()
    assert session.get_one(models.LicensedForm, form_id).model_dump() == before
    assert len(entries(session)) == count


def test_an_insureds_people_do_not_know_of_forms(session: Session, people: People, taken: Taken) -> None:
    form_id = added(session, people, taken)
    for who in people.insureds_people:
        for look in (seen.detail, seen.outline, seen.in_sight):
            with pytest.raises(errors.NotFound):
                look(session, who, form_id)
        with pytest.raises(errors.NotAllowed):
            seen.rows(session, who)
    for wrong in (0, -1, None, "x", 10**30):
        with pytest.raises(errors.NotFound):
            licensed_forms.match(session, people.ada, wrong, {}, NO_PLACE)


def test_matches_are_changed_and_remembered(session: Session, people: People, taken: Taken) -> None:
    form_id = added(session, people, taken)
    before = seen.detail(session, people.ada, form_id)
    name = next(name for name, key in before.mapping.items() if key == "revision")
    place = {"x": "1.5", "y": '9"', "w": "2", "h": "0.6"}
    mapping = {one: key for one, key in before.mapping.items() if one != name}
    licensed_forms.match(session, people.ada, form_id, mapping, place, before.revision)
    after = seen.detail(session, people.ada, form_id)
    assert name not in after.mapping and after.revision == before.revision + 1
    assert after.code is not None and (after.code.x, after.code.y) == (108, 648)
    assert entries(session)[-1].details["changed"] == {name: ["revision", ""]}
    count = len(entries(session))
    licensed_forms.match(session, people.ada, form_id, mapping, place, after.revision)
    assert len(entries(session)) == count
    with pytest.raises(errors.Conflict, match="Somebody else changed this form"):
        licensed_forms.match(session, people.ada, form_id, mapping, place, before.revision)


@pytest.mark.parametrize(
    ("place", "field"),
    [
        ({"x": "left"}, "x"),
        ({"x": "1", "y": "-2", "w": "2", "h": "1"}, "y"),
        ({"x": "1", "y": "1", "w": "0.2", "h": "0.2"}, "w"),
        ({"x": "8", "y": "1", "w": "2", "h": "1"}, "x"),
        ({"x": "nan", "y": "1", "w": "2", "h": "1"}, "x"),
        ({"x": "1", "y": "1", "w": "2", "h": "inf"}, "h"),
    ],
)
def test_a_place_that_is_none_is_refused(
    session: Session, people: People, taken: Taken, place: dict[str, str], field: str
) -> None:
    form_id = added(session, people, taken)
    mapping = seen.detail(session, people.ada, form_id).mapping
    with pytest.raises(errors.InvalidInput) as wrong:
        licensed_forms.match(session, people.ada, form_id, mapping, NO_PLACE | place)
    assert field in wrong.value.problems


@pytest.mark.parametrize("mapping", [{"Gone": "number"}, {"F[0].P1[0].Producer_FullName_A[0]": "nonsense"}])
def test_a_match_that_is_none_is_refused(
    session: Session, people: People, taken: Taken, mapping: dict[str, str]
) -> None:
    form_id = added(session, people, taken)
    with pytest.raises(errors.InvalidInput):
        licensed_forms.match(session, people.ada, form_id, mapping, NO_PLACE)


def test_an_unfinished_form_is_not_offered_and_says_why(
    session: Session, people: People, taken: Taken
) -> None:
    form_id = added(session, people, taken)
    mapping = seen.detail(session, people.ada, form_id).mapping
    without = {name: key for name, key in mapping.items() if key != "holder.name"}
    licensed_forms.match(session, people.ada, form_id, without, NO_PLACE)
    (row,) = seen.rows(session, people.ada)
    assert not row.offered and row.missing == (
        "There is no place for the code of the public check. Choose one.",
        "No field is for the name of the certificate holder.",
    )
    assert seen.choices(session, people.sam) == ()
    with pytest.raises(errors.Conflict):
        licensed_forms.example(session, people.ada, form_id)


def test_the_example_is_a_draft_with_the_agencys_own_name(
    session: Session, people: People, taken: Taken
) -> None:
    agency = session.get_one(models.Agency, 1)
    pdf = licensed_forms.example(session, people.ada, added(session, people, taken))
    said = reading.words(pdf)
    assert agency.name in said and "Example Builders LLC" in said and "DRAFT" in said
    assert len(pypdf.PdfReader(io.BytesIO(pdf), strict=True).pages) == 1


def test_a_hostile_file_gets_no_further(tmp_path: Path) -> None:
    with pytest.raises(errors.InvalidInput):
        licensed_forms.taken(written(tmp_path, hostile_files.pdf()))


def test_a_form_of_its_own_bytes_is_one_file(
    session: Session, people: People, taken: Taken, tmp_path: Path
) -> None:
    first = added(session, people, taken)
    second = added(session, people, replace(taken), name="Again")
    rows = [session.get_one(models.LicensedForm, one) for one in (first, second)]
    assert rows[0].sha256 == rows[1].sha256 and rows[0].blank_sha256 == rows[1].blank_sha256

"""Masters printed on a licensed form: same verdict, certificates that stay, and a form that goes."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, func, select

from coi_app import models
from coi_app.queries import certificate_files, drafts, judging
from coi_app.queries import licensed_forms as seen
from coi_app.queries import masters as seen_masters
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import errors
from coi_app.rules.coverage import Line
from coi_app.services import certificates, licensed_forms, masters, renewals
from coi_app.services.licensed_forms import Taken
from tests import desk, factories
from tests.cast import People
from tests.desk import Desk
from tests.documents import reading

pytestmark = pytest.mark.usefixtures("own_store")
NO_PLACE = {"x": "", "y": "", "w": "", "h": ""}


def on_a_form(session: Session, people: People, taken: Taken) -> tuple[Desk, int]:
    """Redwood Ridge ready to issue, its master printed on the form."""
    stated = {"name": "Liability 2026", "licensed": "on"}
    place, form_id = (
        desk.ready(session, people.redwood),
        licensed_forms.add(session, people.ada, stated, taken),
    )
    values = {"name": "On it", "policy_ids": [one.id for one in place.policies], "form_id": str(form_id)}
    masters.change(session, people.sam, place.master_id, values, version=1)
    return place, form_id


def test_a_master_is_printed_on_the_form(session: Session, people: People, taken: Taken) -> None:
    place, form_id = on_a_form(session, people, taken)
    (row,) = seen_masters.rows(session, people.sam, people.redwood.id)
    assert (row.form_id, row.form, row.version) == (form_id, "Liability 2026", 2)
    (known,) = seen.rows(session, people.ada)
    assert known.masters == 1
    recipient = Recipient(interest_id=place.links[0].id)
    (issued,) = certificates.issue_one(session, people.sam, place.master_id, recipient, Wording())
    file = certificates.exact_copy(session, people.sam, issued)
    said = reading.words(file.body)
    assert "Sample of a form" in said and file.file_name.endswith(".pdf") and "001 Sawtooth Homes LLC" in said
    certificate = session.get_one(models.Certificate, issued)
    assert session.get_one(models.Plate, certificate.plate_sha256).renderer == "form 4"
    assert len(certificate.tail) < 3_000


def test_showing_the_renewals_keeps_the_form(session: Session, people: People, taken: Taken) -> None:
    place, form_id = on_a_form(session, people, taken)
    for old in place.policies:
        begins, ends = old.expires_on, old.expires_on + timedelta(days=365)
        line, number = Line(old.line), f"{old.number}-N"
        factories.policy(session, people.redwood, line, number=number, effective_on=begins, expires_on=ends)
    assert renewals.show_renewals(session, people.sam, place.master_id) == 3
    (row,) = seen_masters.rows(session, people.sam, people.redwood.id)
    assert (row.name, row.form_id) == ("On it", form_id)
    assert {policy.number[-2:] for policy in row.policies} == {"-N"}


def test_the_same_verdict_whatever_the_page(session: Session, people: People, taken: Taken) -> None:
    place, _ = on_a_form(session, people, taken)
    blocked = desk.blocked(session, place)
    asked = (session, people.sam, place.master_id, Recipient(interest_id=blocked.id), Wording())
    on_form = judging.judge_for(*asked)
    values = {"name": "Plain", "policy_ids": [one.id for one in place.policies], "form_id": ""}
    masters.change(session, people.sam, place.master_id, values, version=2)
    assert judging.judge_for(*asked).verdict == on_form.verdict
    assert judging.bench(session, people.sam, place.master_id, Wording()).sheet is None


def test_what_was_issued_stays_when_the_form_goes(session: Session, people: People, taken: Taken) -> None:
    place, form_id = on_a_form(session, people, taken)
    recipient = Recipient(interest_id=place.links[0].id)
    (issued,) = certificates.issue_one(session, people.sam, place.master_id, recipient, Wording())
    licensed_forms.retire(session, people.ada, form_id)
    with pytest.raises(errors.Conflict, match="The form Liability 2026 is retired"):
        certificates.issue_one(session, people.sam, place.master_id, recipient, Wording())
    assert "Sample of a form" in reading.words(certificate_files.exact(session, issued).body)
    kinds = session.exec(select(models.Activity.kind)).all()
    assert kinds.count("licensed_form:retired") == 1
    with pytest.raises(errors.Conflict, match="retired"):
        licensed_forms.match(session, people.ada, form_id, {}, NO_PLACE)


def test_a_form_in_use_stays_whole(session: Session, people: People, taken: Taken) -> None:
    _, form_id = on_a_form(session, people, taken)
    with pytest.raises(errors.InvalidInput, match="Masters are printed on this form"):
        licensed_forms.match(session, people.ada, form_id, {}, NO_PLACE)


@pytest.mark.parametrize("wrong", ["999999", "x", [1]])
def test_a_master_takes_only_an_offered_form(
    session: Session, people: People, taken: Taken, wrong: object
) -> None:
    place = desk.ready(session, people.redwood)
    values = {"name": "M", "policy_ids": [one.id for one in place.policies], "form_id": wrong}
    with pytest.raises(errors.InvalidInput, match="not offered any more"):
        masters.create(session, people.sam, people.redwood.id, values)


def test_a_lost_file_is_said_and_nothing_is_issued(
    session: Session, people: People, taken: Taken, tmp_path: Path
) -> None:
    place, _ = on_a_form(session, people, taken)
    for path in (tmp_path / "content").rglob("*"):
        if path.is_file():
            path.write_bytes(b"altered")
    before = session.exec(select(func.count()).select_from(models.Certificate)).one()
    with pytest.raises(errors.Conflict, match="damaged on the server"):
        certificates.issue_one(
            session, people.sam, place.master_id, Recipient(interest_id=place.links[0].id), Wording()
        )
    assert session.exec(select(func.count()).select_from(models.Certificate)).one() == before


def test_the_preview_shows_the_form(session: Session, people: People, taken: Taken) -> None:
    place, _ = on_a_form(session, people, taken)
    draft = drafts.of_master(session, people.sam, place.master_id)
    assert draft.problem == "" and "Sample of a form, page 1" in draft.page and ">DRAFT<" in draft.page

"""Imports taken back, repeated, broken off and thrown away."""

import pytest
from sqlmodel import select

from coi_app import db, models
from coi_app.jobs import run_import
from coi_app.rules import errors
from coi_app.services import additional_interests, holders, imports
from tests import factories
from tests.cast import People
from tests.jobs.importing import (
    ACME,
    BETA,
    applied,
    asking,
    checked,
    count,
    rows,
    run,
    stepped,
    table,
    undone,
    verdicts,
)


def test_undone_whole_while_nothing_uses_it(people: People) -> None:
    before = count(models.Holder)
    found = applied(people, table(ACME, asking(BETA, "Redwood Ridge Builders LLC")))
    taken_back = undone(people, found.id)
    assert taken_back.state.value == "undone" and not taken_back.error
    assert (count(models.Holder), count(models.HolderName), count(models.AdditionalInterest)) == (
        before,
        before,
        0,
    )
    with pytest.raises(errors.Conflict, match="moved on"), db.writing() as session:
        imports.undo(session, people.sam, found.id)


@pytest.mark.parametrize("use", ["linked", "changed", "named", "issued", "asked"])
def test_an_import_in_use_stays(people: People, use: str) -> None:
    found = applied(people, table(ACME, asking(BETA, "Redwood Ridge Builders LLC")))
    with db.writing() as session:
        link = session.exec(select(models.AdditionalInterest)).one()
        holder = session.get_one(models.Holder, link.holder_id)
        if use == "linked":
            additional_interests.add(session, people.sam, people.harbor.id, {"holder_id": holder.id})
        elif use == "changed":
            holders.change(session, people.sam, holder.id, {"city": "Cambridge"})
        elif use == "named":
            factories.endorsement(session, factories.policy(session, people.redwood), holders=[holder])
        elif use == "issued":
            version = factories.master(session, people.redwood)
            factories.certificate(session, people.redwood, holder, version)
        else:
            now = holder.created_at
            session.add(
                models.CertificateRequest(insured_id=people.redwood.id, holder_id=holder.id, created_at=now)
            )
    kept = undone(people, found.id)
    assert kept.state.value == "applied" and "cannot be undone any more" in kept.error
    assert count(models.Holder) == 2


def test_a_step_done_is_not_done_twice(people: People) -> None:
    found = applied(people, table(ACME))
    run_import.run(found.id, found.step, imports.APPLY)
    run_import.run(found.id, found.step - 1, imports.CHECK)
    assert count(models.Holder) == 1 and run(people, found.id).state.value == "applied"
    assert len(rows(people, found)) == 1


def test_a_mishap_changes_nothing_and_can_be_tried_again(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = checked(people, table(ACME))
    with db.writing() as session:
        imports.apply(session, people.sam, found.id)
    with monkeypatch.context() as broken:
        broken.setattr("coi_app.services.import_applying._Writer._add_to_links", lambda self: 1 / 0)
        failed = stepped(people, found.id, imports.APPLY)
    assert (
        failed.state.value == "checked"
        and failed.error == run_import.UNEXPECTED
        and count(models.Holder) == 0
    )
    with db.writing() as session:
        imports.apply(session, people.sam, found.id)
    assert verdicts(stepped(people, found.id, imports.APPLY)) == (1, 0, 0, 0)


def test_a_discarded_file_leaves_nothing(people: People) -> None:
    found = checked(people, table(ACME))
    with db.writing() as session:
        imports.discard(session, people.sam, found.id)
    assert (count(models.ImportRun), count(models.ImportRow)) == (0, 0)

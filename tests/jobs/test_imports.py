"""Imports from the file to the records, in a house of its own: each step as its job runs it."""

import csv
import io

import pytest
from sqlmodel import select

from coi_app import db, models
from coi_app.queries import imports as seen
from coi_app.rules import errors
from coi_app.services import exports, holders, imports
from tests import factories
from tests.cast import People
from tests.jobs.importing import (
    ACME,
    BETA,
    HEAD,
    applied,
    asking,
    checked,
    count,
    received,
    rows,
    stepped,
    table,
    verdicts,
)


def test_holders_and_links_in_one_pass(people: People) -> None:
    with db.writing() as session:
        policy = factories.policy(session, people.redwood, number="GLP-1")
        assert policy.id
    redwood = asking(
        BETA, "redwood ridge builders, LLC", "GLP 1", "Additional Insured", "At 5 State Street", "L-7"
    )
    found = applied(people, table(ACME, redwood))
    assert verdicts(found) == (2, 0, 0, 0) and found.links_created == 1 and found.state.value == "applied"
    with db.reading() as session:
        (link,) = session.exec(select(models.AdditionalInterest)).all()
        holder = session.get_one(models.Holder, link.holder_id)
        assert (holder.name, holder.zip_code, holder.phone) == ("Beta Bank NA", "02109", "(617) 555-0100")
        assert (link.insured_id, link.types, link.wants_additional_insured, link.loan_number) == (
            people.redwood.id, ["additional_insured"], ["general_liability"], "L-7",
        )  # fmt: skip
        assert session.exec(select(models.HolderName)).all()[1].holder_id == holder.id
        kinds = [(one.kind, one.chain) for one in session.exec(select(models.Activity)).all()[-2:]]
    assert sorted(kinds) == [("import:applied", 0), ("interest:added", people.redwood.id)]
    nora = {"name": "Nora", "line_one": "1 A Street", "city": "Boise", "state": "ID", "zip_code": "83702"}
    with db.writing() as session:  # the next holder gets an id of its own
        assert holders.create(session, people.sam, nora) > 2


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        (asking(ACME, "Nobody Inc"), "Insured Name", "no insured of this name"),
        (asking(ACME, "Twin Peaks LLC"), "Insured Name", "2 insureds have this name"),
        (asking(ACME, "Redwood Ridge Builders LLC", "GLP-99"), "Policy Number", "no policy GLP-99"),
        (asking(ACME, "Redwood Ridge Builders LLC", "HAR-1"), "Policy Number", "another insured's"),
        (["Acme", "", "", "", "", "", "", "", "", "", "", "", ""], "Address Line 1", "street address"),
        ([*ACME, "one too many"], "", "14 cells"),
        (["Ac\0me", *ACME[1:]], "Holder Name", "invisible character"),
    ],
)
def test_a_row_that_cannot_be_taken_says_where_and_why(
    people: People, row: list[str], column: str, sentence: str
) -> None:
    with db.writing() as session:
        factories.insured(session, "Twin Peaks LLC")
        factories.insured(session, "TWIN PEAKS L.L.C.")
        factories.policy(session, people.harbor, number="HAR-1")
    found = checked(people, table(row, BETA))
    assert verdicts(found) == (1, 0, 0, 1)
    (left,) = rows(people, found, "rejected")
    assert (left.position, left.column) == (2, column) and sentence in left.message


def test_links_want_holders_that_are_there(people: People) -> None:
    with db.writing() as session:
        factories.holder(session, "Acme Homes LLC", address_line_one="12 Main St")
    named = ["Acme Homes LLC", *[""] * 7, "Redwood Ridge Builders LLC", "", "", "", ""]
    found = checked(people, table(named, asking(BETA, "Redwood Ridge Builders LLC")), "links")
    assert verdicts(found) == (0, 1, 0, 1)
    assert rows(people, found, "rejected")[0].message.startswith(
        "There is no holder of this name and address"
    )


def test_a_hundred_spellings_of_one_holder(people: People) -> None:
    names = [
        "Acme Homes LLC",
        "ACME HOMES, L.L.C.",
        "Acme  Homes llc.",
        "The Acme Homes LLC",
        "acme homes llc",
    ]
    streets = ["12 North Main Street", "12 N. Main St", "12 N MAIN STREET,", "12 n main st."]
    towns = [("Boise", "83702"), ("BOISE", "83702-1460"), ("boise", "83702 "), ("Boise City", "83702")]
    towns.append(("Boise,", "837021460"))
    spelled = [
        [name, street, "", city, "ID", code, *[""] * 7]
        for name in names
        for street in streets
        for city, code in towns
    ]
    assert len(spelled) == 100
    found = applied(people, table(*spelled))
    assert verdicts(found) == (1, 0, 99, 0) and count(models.Holder) == 1


def test_one_that_looks_alike_is_decided_by_a_person(people: People) -> None:
    with db.writing() as session:
        factories.holder(session, "Acme Homes LLC", address_line_one="12 Main St")
    alike = ["Acmee Homes LLC", *ACME[1:8], *[""] * 5]
    data = table(alike, asking(alike, "Redwood Ridge Builders LLC"))
    found = checked(people, data)
    assert verdicts(found) == (1, 1, 0, 0) and found.alike == 1
    (row,) = rows(people, found, seen.ALIKE)
    assert row.twin is not None and (row.twin.name, row.twin.place) == ("Acme Homes LLC", "12 Main St, Boise")
    with db.writing() as session:
        imports.decide(session, people.sam, found.id, row.position, imports.SAME)
        imports.judge_again(session, people.sam, found.id)
    again = stepped(people, found.id, imports.CHECK)
    assert verdicts(again) == (0, 1, 1, 0)  # the row below in the same spelling follows
    with db.writing() as session:
        imports.decide(session, people.sam, found.id, None, imports.SAME)
        imports.apply(session, people.sam, found.id)
    done = stepped(people, found.id, imports.APPLY)
    assert verdicts(done) == (0, 1, 1, 0) and count(models.Holder) == 1
    with pytest.raises(errors.InvalidInput), db.writing() as session:
        imports.decide(session, people.sam, checked(people, data).id, None, "perhaps")


def test_a_row_for_each_policy_makes_one_link(people: People) -> None:
    with db.writing() as session:
        factories.policy(session, people.redwood, number="GLP-1")
        factories.policy(session, people.redwood, factories.cover.Line.AUTOMOBILE, number="AUT-1")
        factories.policy(session, people.redwood, factories.cover.Line.WORKERS_COMPENSATION, number="WC-1")
    each = [
        asking(ACME, "Redwood Ridge Builders LLC", number, "AI")
        for number in ("GLP-1", "AUT-1", "WC-1", "GLP-1")
    ]
    found = applied(people, table(*each))
    assert verdicts(found) == (1, 1, 2, 0) and found.links_created == 1
    with db.reading() as session:
        (link,) = session.exec(select(models.AdditionalInterest)).all()
        assert link.wants_additional_insured == ["general_liability", "automobile"]


def test_the_same_file_twice_is_told_and_changes_nothing(people: People) -> None:
    data = table(ACME, asking(BETA, "Redwood Ridge Builders LLC"))
    first = applied(people, data)
    second = checked(people, data)
    with db.reading() as session:
        before = seen.same_file(session, people.sam, second.id)
        assert before is not None and before.id == first.id
        assert seen.same_file(session, people.sam, first.id) is None
    assert verdicts(second) == (0, 0, 2, 0)
    with pytest.raises(errors.Conflict, match="nothing new"), db.writing() as session:
        imports.apply(session, people.sam, second.id)


def test_two_imports_at_once_do_not_make_one_holder_twice(people: People) -> None:
    one, two = checked(people, table(ACME)), checked(people, table(ACME, BETA))
    for found in (one, two):
        with db.writing() as session:
            imports.apply(session, people.sam, found.id)
    assert verdicts(stepped(people, one.id, imports.APPLY)) == (1, 0, 0, 0)
    assert verdicts(stepped(people, two.id, imports.APPLY)) == (1, 0, 1, 0)
    assert count(models.Holder) == 2


def test_an_export_imported_again_changes_nothing(people: People) -> None:
    with db.writing() as session:
        policy = factories.policy(session, people.redwood)
        for place, name in enumerate(["Peña & Søn LLC", "=cmd Homes", "'+Quoted", "@Home Inc", "Łódź Bank"]):
            holder = factories.holder(
                session, name, phone="(208) 555-0109", address_line_two=f"Suite {place}"
            )
            wishes = [policy.line] if place % 2 else []
            factories.interest(
                session, people.redwood, holder, types=["additional_insured", "other"], other_type="Grantor",
                wants_additional_insured=wishes, description="- One\n- Two, \"three\"", project="P", loan_number="007",
            )  # fmt: skip
    for export in ("holders", "additional_interests"):
        with db.writing() as session:
            args = (people.redwood.id,) if export == "additional_interests" else ()
            file = getattr(exports, export)(session, people.sam, *args)
        assert verdicts(checked(people, file.body)) == (0, 0, 5, 0), export


def test_rejected_rows_come_back_in_the_same_columns(people: People) -> None:
    found = checked(people, table(ACME, ["=Beta", *BETA[1:5], "123456", *BETA[6:]], ["Gamma", "1 A"]))
    with db.writing() as session:
        file = exports.rejected(session, people.sam, found.id)
    head, beta, gamma = csv.reader(io.StringIO(file.body.decode("utf-8-sig")))
    assert head == [*HEAD, "Reason"] and file.file_name == "holders rejected.csv"
    assert beta[0] == "'=Beta" and beta[13].startswith("ZIP: ") and gamma[13].startswith("City: ")
    mended = file.body.decode("utf-8-sig").replace("123456", "02109").encode()
    assert verdicts(checked(people, mended)) == (1, 0, 0, 1)


def test_other_headings_are_chosen_once_and_remembered(people: People) -> None:
    data = table(["Acme", "12 Main", "Boise", "ID", "83702"], head=["Wer", "Wo", "City", "State", "ZIP"])
    first = received(people, data)
    assert "name" not in first.places and first.samples[0] == ("Acme",)
    with pytest.raises(errors.InvalidInput) as wrong, db.writing() as session:
        imports.check(session, people.sam, first.id, first.places | {"email": 2, "phone": 99})
    assert set(wrong.value.problems) == {"name", "email", "phone"}
    with db.writing() as session:
        imports.check(session, people.sam, first.id, first.places | {"name": 0, "line_one": 1})
    assert verdicts(stepped(people, first.id, imports.CHECK)) == (1, 0, 0, 0)
    assert received(people, data).places == first.places | {"name": 0, "line_one": 1}


def test_headings_that_come_again_are_no_rows(people: People) -> None:
    found = checked(people, b"Holders of 2026\n" + table(ACME, HEAD, BETA))
    assert verdicts(found) == (2, 0, 0, 0) and [row.position for row in rows(people, found)] == [3, 5]

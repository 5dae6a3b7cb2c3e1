"""Carriers, insureds and policies from the file to the records, in a house of its own."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from coi_app import cli, clock, db, models
from coi_app.queries import imports as seen
from coi_app.rules import import_layouts
from coi_app.rules.coverage import Line
from coi_app.rules.import_kinds import Kind
from coi_app.services import exports, imports, record_exports
from tests import factories
from tests.cast import People
from tests.jobs.importing import applied, checked, count, received, rows, stepped, verdicts

GL: dict[str, str] = {
    "Insured Name": "Redwood Ridge Builders LLC", "NAIC": "10472", "Line": "General Liability",
    "Policy Number": "GLP-1",
    "Effective Date": "01/01/2026", "Expiration Date": "01/01/2027", "Each Occurrence": "$1,000,000",
    "General Aggregate": "2M", "Occurrence or Claims-Made": "Occurrence",
}  # fmt: skip


def file_of(*rows: dict[str, str]) -> bytes:
    head = list(dict.fromkeys(heading for row in rows for heading in row))
    text = io.StringIO(newline="")
    csv.writer(text).writerows([head, *([row.get(heading, "") for heading in head] for row in rows)])
    return text.getvalue().encode()


def carrier(name: str = "Cobalt Ridge Casualty Company", naic: str = "10472") -> None:
    with db.writing() as session:
        factories.carrier(session, name, naic=naic)


def only(model: Any) -> Any:
    with db.reading() as session:
        (row,) = session.exec(select(model)).all()
        session.expunge(row)
    return row


def one_rejected(people: People, data: bytes, kind: str) -> tuple[str, str]:
    found = checked(people, data, kind)
    (left,) = rows(people, found, "rejected")
    return left.column, left.message


def test_carriers_are_made_matched_and_changed(people: People) -> None:
    carrier()
    carrier("Granite Peak Insurance Co", "20001")
    found = applied(
        people,
        file_of(
            {"Company Name": "COBALT RIDGE CASUALTY CO.", "NAIC Code": "10472"},
            {"Company Name": "Granite Peak Insurance Company", "NAIC Code": "20002"},
            {"Company Name": "Lost Zero Mutual", "NAIC Code": "1234"},
            {"Company Name": "Lost Zero Mutual", "NAIC Code": "01234"},
            {"Company Name": "Another Name", "NAIC Code": "10472"},
            {"Company Name": "No Code Inc", "NAIC Code": ""},
        ),
        "carriers",
    )
    assert verdicts(found) == (1, 0, 2, 2) and found.changed == 1
    said = {row.position: (row.verdict.value, row.column, row.message) for row in rows(people, found)}
    assert said[3] == ("changed", "", "NAIC: 20001 → 20002.")
    assert said[4] == ("created", "", "NAIC 1234 is read as 01234.")
    assert said[6][1] == "NAIC" and "Cobalt Ridge Casualty Company" in said[6][2]
    assert said[7][1] == "NAIC"
    with db.reading() as session:
        known = {one.legal_name: one.naic for one in session.exec(select(models.Carrier)).all()}
        kinds = session.exec(select(models.Activity.kind)).all()
    assert known == {
        "Cobalt Ridge Casualty Company": "10472", "Granite Peak Insurance Co": "20002", "Lost Zero Mutual": "01234",
    }  # fmt: skip
    assert kinds.count("carrier:created") == 1 and kinds.count("carrier:changed") == 1


def test_insureds_are_found_by_name_and_place(people: People) -> None:
    acme = {"Client": "Acme Homes LLC", "Street": "12 Main St", "Town": "Boston", "ST": "MA", "Zip": "2134"}
    found = applied(
        people,
        file_of(
            acme,
            {**acme, "Street": "12 Main Street"},
            {"Client": "REDWOOD RIDGE BUILDERS, L.L.C.", "Phone": "2085550111"},
            {**acme, "Client": "Harbor Light Electric Inc"},
            {"Client": "Prospect Only Inc", "Kind": "Lead"},
            {"Client": "No Address Inc"},
            {**acme, "Client": "Wrong Kind Inc", "Kind": "Friend"},
        ),
        "insureds",
    )
    assert verdicts(found) == (2, 0, 1, 3) and found.changed == 1
    left = {row.position: row for row in rows(people, found, "rejected")}
    assert [left[5].column, left[7].column, left[8].column] == ["Address Line 1", "Address Line 1", "Kind"]
    assert "Meridian" in left[5].message
    with db.reading() as session:
        made = session.exec(
            select(models.Insured).where(col(models.Insured.legal_name) == "Acme Homes LLC")
        ).one()
        changed = session.get_one(models.Insured, people.redwood.id)
        assert (made.zip_code, made.address_line_one, made.name_key) == (
            "02134",
            "12 Main St",
            "acme homes llc",
        )
        assert (changed.phone, changed.legal_name) == ("(208) 555-0111", "Redwood Ridge Builders LLC")
        entry = models.Activity
        told = session.exec(select(entry.kind, entry.sentence).where(col(entry.chain) == made.id)).all()
    assert told == [("insured:created", "Created the insured Acme Homes LLC from holders.csv")]


def test_a_policy_with_its_limits_and_forms(people: People) -> None:
    carrier()
    forms = {"Additional Insured Form": "CG 20 10 04 13; CG 20 37 (04 13)", "Waiver Form": "CG 24 04 05 09",
             "Endorsements Approved On": "46023", "Endorsement Condition": "By written contract"}  # fmt: skip
    found = applied(people, file_of(GL | forms), "policies")
    assert verdicts(found) == (1, 0, 0, 0)
    (row,) = rows(people, found)
    assert row.place == "General Liability, 01/01/2026 to 01/01/2027"
    assert row.message == (
        "Each occurrence 1,000,000; General aggregate 2,000,000; CG 20 10 04 13; CG 20 37 04 13; CG 24 04 05 09."
    )
    policy = only(models.Policy)
    assert (policy.insured_id, policy.number, policy.line) == (
        people.redwood.id,
        "GLP-1",
        "general_liability",
    )
    assert (policy.effective_on.isoformat(), policy.expires_on.isoformat()) == ("2026-01-01", "2027-01-01")
    assert (policy.coverage["each_occurrence"], policy.coverage["general_aggregate"]) == (
        1_000_000,
        2_000_000,
    )
    with db.reading() as session:
        form = models.PolicyEndorsement
        shown = select(form.kind, form.form_number, form.edition, form.approved_on).order_by(col(form.id))
        read = [(*one[:3], str(one[3])) for one in session.exec(shown)]
        told = session.exec(
            select(models.Activity.kind).where(models.Activity.chain == people.redwood.id)
        ).all()
    assert read == [
        ("additional_insured", "CG 20 10", "04 13", "2026-01-01"),
        ("additional_insured", "CG 20 37", "04 13", "2026-01-01"),
        ("waiver_of_subrogation", "CG 24 04", "05 09", "2026-01-01"),
    ]
    assert told == ["policy:created", "endorsement:added", "endorsement:added", "endorsement:added"]


def test_a_policy_that_is_here_takes_only_what_the_file_says(people: People) -> None:
    carrier()
    applied(people, file_of(GL | {"Aggregate Applies Per": "Project"}), "policies")
    news = {name: GL[name] for name in ("Insured Name", "Line", "Policy Number", "Effective Date")}
    found = applied(
        people, file_of(news | {"Each Occurrence": "2MM", "Waiver Form": "CG 24 04", "Status": "Cancelled",
                                "Cancelled On": "2026-07-01 00:00:00"}), "policies",
    )  # fmt: skip
    assert found.changed == found.total == 1
    (row,) = rows(people, found)
    assert (
        "Each Occurrence: 1,000,000 → 2,000,000" in row.message
        and "adds the endorsement CG 24 04" in row.message
    )
    policy = only(models.Policy)
    assert (policy.status, policy.coverage["aggregate_per"], policy.revision) == ("cancelled", "project", 2)
    with db.reading() as session:
        kinds = session.exec(
            select(models.Activity.kind).where(models.Activity.chain == people.redwood.id)
        ).all()
    assert kinds[1:] == ["policy:cancelled", "endorsement:added"]


@pytest.mark.parametrize(
    ("given", "column", "sentence"),
    [
        ({"Insured Name": "Nobody Inc"}, "Insured Name", "no insured of this name"),
        ({"Insured Name": "Twin Peaks LLC"}, "Insured Name", "2 insureds have this name"),
        ({"NAIC": "99999"}, "NAIC", "No carrier here has the code"),
        ({"NAIC": ""}, "NAIC", "Enter the carrier"),
        ({"Carrier": "Retired Mutual", "NAIC": ""}, "Carrier", "retired"),
        ({"Carrier": "Retired Mutual"}, "NAIC", "not the code of Retired Mutual"),
        ({"Policy Number": "HAR-1"}, "Policy Number", "Harbor Light Electric Inc's"),
        ({"Policy Number": "RED-1", "Effective Date": "06/01/2026"}, "Effective Date", "overlaps that from 01/01/2026"),
        ({"Expiration Date": "01/01/2026"}, "Expiration Date", "after the effective date"),
        ({"Effective Date": "13/13/2026"}, "Effective Date", "month, day and year"),
        ({"Each Occurrence": "a lot of $5"}, "Each Occurrence", "whole dollars"),
        ({"Each Occurrence": ""}, "Each Occurrence", "Enter the limit"),
        ({"CSL": "1,000,000"}, "Combined Single Limit", "General Liability has none of this"),
        ({"Line": "General Liabilty"}, "Line", "as General Liability"),
        ({"AI Form": "Yes"}, "Additional Insured Form", "form number"),
        ({"Approved On": "01/01/2026"}, "Endorsements Approved On", "form number too"),
        ({"Line": "WC", "Each Occurrence": "", "General Aggregate": "", "Occurrence or Claims-Made": "",
          "EL Each Accident": "1M", "AI Form": "CG 20 10"}, "Additional Insured Form", "no additional insureds (R8)"),
        ({"Line": "Umbrella", "General Aggregate": "", "Deductible": "5k", "Retention": "5k"}, "Retention", "not both"),
        ({"Status": "Active", "Cancelled On": "02/01/2026"}, "Status", "Clear the day of cancellation"),
    ],
)  # fmt: skip
def test_a_row_of_a_policy_that_cannot_be_taken(
    people: People, given: dict[str, str], column: str, sentence: str
) -> None:
    carrier()
    with db.writing() as session:
        factories.insured(session, "Twin Peaks LLC")
        factories.insured(session, "TWIN PEAKS L.L.C.")
        factories.carrier(session, "Retired Mutual", naic="30003", retired_at=clock.now())
        cobalt = session.exec(select(models.Carrier.id).where(col(models.Carrier.naic) == "10472")).one()
        factories.policy(session, people.harbor, number="HAR-1", carrier_id=cobalt)
    applied(people, file_of(GL | {"Policy Number": "RED-1"}), "policies")
    assert one_rejected(people, file_of(GL | given), "policies")[0] == column
    assert sentence in one_rejected(people, file_of(GL | given), "policies")[1]


def test_rows_of_one_file_that_say_the_same_or_otherwise(people: People) -> None:
    carrier()
    found = checked(
        people,
        file_of(GL, GL, GL | {"General Aggregate": "3M"}, GL | {"Waiver Form": "CG 24 04"},
                GL | {"Effective Date": "01/01/2027", "Expiration Date": "01/01/2028"},
                GL | {"Effective Date": "06/01/2027", "Expiration Date": "06/01/2028"}),
        "policies",
    )  # fmt: skip
    assert [row.verdict.value for row in rows(people, found)] == [
        "created", "matched", "rejected", "changed", "created", "rejected",
    ]  # fmt: skip
    said = [row.message for row in rows(people, found, "rejected")]
    assert said[0].startswith("Row 2 of this file says otherwise") and "row 6 of this file" in said[1]


def test_an_export_imported_again_changes_nothing(people: People) -> None:
    with db.writing() as session:
        for line in Line:
            policy = factories.policy(session, people.redwood, line, number=f"N;{line.value[:3]}(1)")
            if line is not Line.WORKERS_COMPENSATION:
                for place, day in enumerate((None, factories.today(), factories.today())):
                    factories.endorsement(
                        session, policy, form_number=f"CG 20 1{place}", edition="04 13", approved_on=day,
                        operations=("", "ongoing", "completed")[place], condition="-By contract;\nin writing",
                    )  # fmt: skip
        factories.insured(session, "=Peña & Søn LLC", kind="prospect", address_line_one="", zip_code="")
        files = {
            "carriers": record_exports.carriers(session, people.vic),
            "insureds": record_exports.insureds(session, people.vic),
            "policies": record_exports.policies(session, people.vic),
        }
    assert len(list(csv.reader(io.StringIO(files["policies"].body.decode("utf-8-sig"))))) == 1 + 1 + 4 * 3
    for kind, file in files.items():
        found = checked(people, file.body, kind)
        assert (found.matched, found.rejected) == (found.total, 0), [r.message for r in rows(people, found)]


@pytest.mark.parametrize("kind", [Kind.CARRIERS, Kind.INSUREDS, Kind.POLICIES])
def test_the_example_is_taken_as_it_is(people: People, kind: Kind) -> None:
    for first in (Kind.CARRIERS, Kind.INSUREDS):
        if kind is Kind.POLICIES:
            applied(people, exports.example(first).body, first.value)
    found = applied(people, exports.example(kind).body, kind.value)
    assert found.created == found.total == len(import_layouts.EXAMPLES[kind])


def test_what_a_heading_means_is_remembered_for_its_kind_only(people: People) -> None:
    carrier()
    odd = {("Wer" if name == "Insured Name" else name): value for name, value in GL.items()}
    first = received(people, file_of(odd), "policies")
    assert "insured_name" not in first.places
    with db.writing() as session:
        imports.check(session, people.sam, first.id, first.places | {"insured_name": 0})
    assert verdicts(stepped(people, first.id, imports.CHECK)) == (1, 0, 0, 0)
    assert received(people, file_of(odd), "policies").places["insured_name"] == 0
    assert "insured_name" not in received(people, file_of(odd), "both").places
    with db.reading() as session:
        as_carriers = seen.places_as(session, people.sam, first.id, "carriers")
    assert as_carriers == {"naic": 1}


def test_the_commands(people: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "carriers.csv"
    file.write_text("Carrier,NAIC\nCobalt Inc,10472\nGranite Co,x\n")
    assert cli.main(["import-carriers", str(file), "--dry-run", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {
        "rows": 2, "created": 1, "changed": 0, "matched": 0, "imported_before": False, "applied": False,
        "rejected": [{"row": 3, "column": "NAIC", "message": "Enter the NAIC code as 5 digits, for example 10472."}],
    }  # fmt: skip
    assert count(models.Carrier) == 0 and count(models.ImportRun) == 0
    assert cli.main(["import-carriers", str(file)]) == 0
    assert "2 rows: 1 carriers created, 0 changed, 0 were there, 1 rejected." in capsys.readouterr().out
    assert cli.main(["import-policies", str(file)]) == 1
    assert "No column of this file is called Insured Name or Line" in capsys.readouterr().err

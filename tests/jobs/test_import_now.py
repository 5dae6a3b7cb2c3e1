"""`coi import-holders`."""

import json
from pathlib import Path

import pytest

from coi_app import cli, models
from coi_app.jobs import import_now
from coi_app.rules import errors
from tests.cast import People
from tests.jobs.importing import ACME, BETA, asking, count, table


def test_the_summary_counts_every_row(
    people: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "holders.csv"
    file.write_bytes(table(ACME, asking(BETA, "Redwood Ridge Builders LLC"), ACME, ["Gamma"]))
    summary = import_now.run(file, dry_run=True)
    assert (count(models.Holder), count(models.ImportRun), count(models.ImportRow)) == (0, 0, 0)
    assert cli.main(["import-holders", str(file), "--json"]) == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert said == summary | {"applied": True}
    assert (said["rows"], said["holders_created"], said["holders_matched"], said["links_created"]) == (
        4,
        2,
        1,
        1,
    )
    assert said["rejected"] == [
        {
            "row": 5,
            "column": "Address Line 1",
            "message": "Enter the holder's street address, city, state and ZIP code.",
        }
    ]
    assert said["rows"] == sum(said["verdicts"].values())
    assert count(models.Holder) == 2
    assert import_now.run(file)["imported_before"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"", "empty"), (b"%PDF", "not a table"), (b"Acme,12 Main Street\n", "Holder Name")],
)
def test_what_cannot_be_imported_says_why(people: People, tmp_path: Path, data: bytes, sentence: str) -> None:
    file = tmp_path / "holders.csv"
    file.write_bytes(data)
    with pytest.raises(errors.Refusal, match=sentence):
        import_now.run(file)
    assert cli.main(["import-holders", str(file)]) == 1
    assert cli.main(["import-holders", str(tmp_path / "none.csv")]) == 1
    assert count(models.ImportRun) == 0

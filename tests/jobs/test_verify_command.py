"""`coi verify`: a file of the ZIP is exact, an altered one changed, any other unknown."""

import json
import zipfile
from pathlib import Path

import pytest

from coi_app import cli
from coi_app.jobs import generate_now
from tests.desk import Desk


@pytest.fixture
def file(place: Desk, tmp_path: Path) -> Path:
    """One certificate out of a batch's ZIP."""
    holder = str(place.links[0].holder_id)
    summary = generate_now.run(
        insured=str(place.insured.id),
        master="All Lines",
        holders=[holder],
        output="zip",
        to=tmp_path / "one.zip",
    )
    with zipfile.ZipFile(summary["path"]) as opened:
        (name,) = (one for one in opened.namelist() if one.endswith(".pdf"))
        return Path(opened.extract(name, tmp_path))


def test_an_exact_copy(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", str(file)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Exact copy of ") and "001 Sawtooth Homes LLC" in said
    assert "Standing now: In force." in said
    assert cli.main(["verify", str(file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["result"], found["standing"], found["revision"]) == ("exact", "in_force", 0)


def test_one_altered_byte(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = bytearray(file.read_bytes())
    body[len(body) // 2] ^= 1
    file.write_bytes(body)
    assert cli.main(["verify", str(file)]) == 1
    assert capsys.readouterr().out.startswith("Changed: the file carries the code of ")


def test_a_file_of_somebody_else(place: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.4")
    assert cli.main(["verify", str(tmp_path / "other.pdf"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["result"] == "unknown"


def test_no_such_file(place: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", str(tmp_path / "none.pdf")]) == 1
    assert "No such file" in capsys.readouterr().err

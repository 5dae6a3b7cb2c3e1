"""Rules of the house that no linter knows."""

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from coi_app.settings import Settings

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 300
SAYS_NOTHING = {"utils", "helpers", "common", "base", "manager", "misc"}
CLOCK_QUESTIONS = {"now", "utcnow", "today", "time", "localtime", "gmtime"}
CLOCKS = {"datetime", "date", "time", "dt"}


def written(*patterns: str) -> list[Path]:
    """The files of ours that git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [path for name in listed if (path := ROOT / name).is_file()]


def asks_the_time(source: str) -> Iterator[int]:
    """Lines that ask `datetime`, `date` or `time` what time it is."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked = ast.unparse(node.func.value).split(".")[-1]
            if node.func.attr in CLOCK_QUESTIONS and asked in CLOCKS:
                yield node.lineno


def bare_classes(sheet: str) -> set[str]:
    """Classes whose look it defines wherever they stand: a selector is that class and no more."""
    text = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    while (without := re.sub(r"\([^()]*\)", "", text)) != text:  # what stands in :is(...) is not alone
        text = without
    selectors = ",".join(re.findall(r"[^{}]+(?={)", text)).split(",")
    return {found[1] for one in selectors if (found := re.fullmatch(r"[a-z]*\.([\w-]+)", one.strip()))}


def state_classes(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            bases = {ast.unparse(base).split(".")[-1] for base in node.bases}
            if any(base.endswith("State") for base in bases):
                yield node.name


def places(finding: dict[Path, list[object]]) -> list[str]:
    return [f"{path.relative_to(ROOT)}: {found}" for path, found in finding.items() if found]


def test_files_are_short_enough_to_read() -> None:
    by_hand = [path for path in written("*.py") if path.parent.name != "versions"]  # migrations are generated
    lengths = {path: len(path.read_text().splitlines()) for path in by_hand}
    assert [f"{p.relative_to(ROOT)}: {n} lines" for p, n in lengths.items() if n >= LONGEST_FILE] == []


def test_names_say_something() -> None:
    assert [str(path) for path in written("*.py") if SAYS_NOTHING & {path.stem, path.parent.name}] == []


@pytest.mark.parametrize(
    "line",
    ["datetime.now()", "datetime.datetime.now(UTC)", "date.today()", "time.time()", "dt.datetime.utcnow()"],
)
def test_the_search_for_clocks_finds(line: str) -> None:
    assert list(asks_the_time(f"x = 1\ny = {line}")) == [2]


def test_only_the_clock_asks_the_time() -> None:
    ours = [path for path in written("coi_app/*.py") if path.name != "clock.py"]
    assert places({path: list(asks_the_time(path.read_text())) for path in ours}) == []


def test_the_search_for_states_finds() -> None:
    assert list(state_classes("class Grid(rx.State): pass")) == ["Grid"]


def test_shared_looks_hold_no_state() -> None:
    shared = written("coi_app/web/shared/*.py")
    assert shared
    assert places({path: list(state_classes(path.read_text())) for path in shared}) == []


def test_every_setting_is_documented() -> None:
    described = (ROOT / "docs" / "settings.md").read_text()
    assert [f.name for f in fields(Settings) if f"`COI_{f.name.upper()}`" not in described] == []


def test_developers_and_users_get_the_same_versions() -> None:
    users, developers = (pins(name) for name in ("requirements.lock", "requirements-dev.lock"))
    assert users
    assert users.items() <= developers.items()


def test_locks_name_no_server() -> None:
    """Where packages come from is the business of the machine that installs them."""
    locks = written("requirements*.lock", "reflex.lock/*")
    assert len(locks) == 4
    assert [path.name for path in locks if re.search(r"https?://", path.read_text())] == []


def test_make_tells_what_it_can_do() -> None:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {"run", "test", "check", "setup", "bench", "dev", "help"} <= set(
        re.findall(r"^make (\w+)", told, re.M)
    )


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([^ ;]+)", (ROOT / name).read_text(), re.MULTILINE))


def test_a_class_is_defined_in_one_style_sheet() -> None:
    """Desk and portal are one application: a name used twice would give one's look to the other."""
    places: dict[str, list[str]] = {}
    for path in written("assets/*.css"):
        for name in bare_classes(path.read_text()):
            places.setdefault(name, []).append(path.name)
    assert len(places) > 300
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_what_defines_a_class_is_told_from_what_mentions_it() -> None:
    sheet = "/* .no { } */ .a, table.b { } .c .d { } :is(.e, .f) { } @media (max-width: 9px) { .g { } .h:hover { } }"
    assert bare_classes(sheet) == {"a", "b", "g"}

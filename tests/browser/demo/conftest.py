"""The demo agency as `make run` shows it, and its people signed in."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from coi_app.web import frontend
from tests import served
from tests.browser import people


@dataclass(frozen=True)
class Demo:
    """`spare` is a copy of the data folder from before anybody came; a test may break it."""

    address: str
    data_dir: Path
    spare: Path
    accounts: dict[str, dict[str, str]]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    frontend.build()
    folder = tmp_path_factory.mktemp("demo")
    own = {"COI_DATA_DIR": str(folder), "COI_DATABASE_URL": f"sqlite:///{folder / 'coi.db'}"}
    fill = [sys.executable, "-m", "coi_app", "demo-data"]
    subprocess.run(fill, env=os.environ | own, check=True, capture_output=True)
    lines = (folder / "demo-accounts.jsonl").read_text().splitlines()
    accounts = {account["role"]: account for account in map(json.loads, lines)}
    spare = shutil.copytree(folder, tmp_path_factory.mktemp("spare") / "data")
    with served.application(folder, COI_DATABASE_URL=own["COI_DATABASE_URL"]) as running:
        yield Demo(running.address, folder, spare, accounts)


@pytest.fixture(scope="package")
def door(browser: Browser, demo: Demo) -> people.Doorkeeper:
    return people.Doorkeeper(
        browser, demo.address, lambda role: (demo.accounts[role]["email"], demo.accounts[role]["password"])
    )


@pytest.fixture
def enter(door: people.Doorkeeper) -> Iterator[people.Enter]:
    """`enter("agent")`: a new window of that person."""
    with door.windows() as enter:
        yield enter

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
from playwright.sync_api import Browser, Page, expect

from coi_app.web import frontend
from tests import served
from tests.browser import people

PHONE = {"width": 390, "height": 844}
LUIS = "insured"


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


@pytest.fixture
def phone(browser: Browser, demo: Demo) -> Iterator[Page]:
    """Luis at the first page of his portal. Fails when the browser complained."""
    context = browser.new_context(
        base_url=demo.address, viewport=PHONE, reduced_motion="reduce", has_touch=True
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(error.message))
    page.goto("/sign-in")
    people.sign_in(page, demo.accounts[LUIS]["email"], demo.accounts[LUIS]["password"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Redwood Ridge Builders LLC")
    yield page
    context.close()
    assert complaints == []

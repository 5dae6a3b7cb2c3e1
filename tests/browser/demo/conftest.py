"""The demo agency as `make run` shows it, and its people signed in."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from coi_app.web import frontend
from tests import served

Enter = Callable[..., Page]


@dataclass(frozen=True)
class Demo:
    address: str
    data_dir: Path
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
    with served.application(folder, COI_DATABASE_URL=own["COI_DATABASE_URL"]) as running:
        yield Demo(running.address, folder, accounts)


@pytest.fixture
def enter(demo: Demo, browser: Browser) -> Iterator[Enter]:
    """`enter("agent")` signs that person in with an own browser; extra arguments go to the browser's context."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def as_role(role: str, **options: object) -> Page:
        context = browser.new_context(
            base_url=demo.address, **({"viewport": {"width": 1440, "height": 900}} | options)
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(error.message))
        page.goto("/sign-in")
        page.get_by_label("E-mail").fill(demo.accounts[role]["email"])
        page.get_by_label("Password", exact=True).fill(demo.accounts[role]["password"])
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "sign-in" not in url)
        return page

    yield as_role
    for context in contexts:
        context.close()
    assert complaints == []

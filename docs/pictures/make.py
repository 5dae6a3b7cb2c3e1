"""Makes the pictures of the user guides from the running application: `make pictures`.

It fills a demo agency in a temporary folder, serves it, signs in as its admin and as an insured, and takes what the
guides show.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

from tests import served

HERE = Path(__file__).parent
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


def generate_dialog(page: Page) -> None:
    page.get_by_role("button", name="Generate Certificates").click()
    page.get_by_role("checkbox", name="Check All").click()
    page.get_by_text("250 will be issued").wait_for()


def send_page(page: Page) -> None:
    page.get_by_label("Certificate holder").fill("Halvorsen")
    page.get_by_role("option").first.click()
    page.get_by_role("region", name="Verdict").first.wait_for()


def public_check(page: Page) -> None:
    """The newest certificate's public page, found as an agent finds it."""
    page.get_by_role("row").nth(1).get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Preview").click()
    page.goto(page.get_by_role("link", name="Public check").get_attribute("href") or "")
    page.get_by_role("region", name="Standing").wait_for()


def known_holder(page: Page) -> None:
    page.get_by_role("region", name="Send again to").get_by_role("link").first.click()
    page.get_by_role("button", name="Send Certificate").wait_for()


def nothing(_page: Page) -> None:
    """The page as it opens."""


Act = Callable[[Page], None]
Picture = tuple[str, str, Act]
PICTURES: tuple[Picture, ...] = (
    ("home", "/", nothing),
    ("insureds", "/insureds", nothing),
    ("policies", "/insureds/1?tab=policies", nothing),
    ("additional-interests", "/insureds/1?tab=additional-interests", nothing),
    ("generate", "/insureds/1?tab=additional-interests", generate_dialog),
    ("certificates-sent", "/insureds/1?tab=documents&sub=certificates-sent", nothing),
    ("public-check", "/insureds/1?tab=documents&sub=certificates-sent", public_check),
    ("masters", "/insureds/1?tab=documents&sub=masters", nothing),
    ("send", "/insureds/1/send", send_page),
    ("requests", "/requests", nothing),
    ("portal-accounts", "/insureds/1?tab=portal", nothing),
    ("activity", "/activity", nothing),
    ("users", "/settings?tab=users", nothing),
)
PORTAL: tuple[Picture, ...] = (
    ("portal", "/portal", nothing),
    ("portal-send", "/portal/send", nothing),
    ("portal-check", "/portal", known_holder),
    ("portal-certificates", "/portal/certificates", nothing),
    ("portal-policies", "/portal/policies", nothing),
)
ON_A_PHONE: tuple[Picture, ...] = (
    *(one for one in PICTURES if one[0] in ("home", "public-check")),
    ("certificates", "/certificates?mailed=failed", nothing),
)
ADMIN, INSURED = "admin", "insured"
SETS: tuple[tuple[str, str, ViewportSize, Literal["dark", "light"], tuple[Picture, ...]], ...] = (
    (ADMIN, "", DESK, "light", PICTURES),
    (ADMIN, "-dark", DESK, "dark", tuple(one for one in PICTURES if one[0] == "certificates-sent")),
    (ADMIN, "-phone", PHONE, "light", ON_A_PHONE),
    (INSURED, "", PHONE, "light", PORTAL),
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"COI_DATA_DIR": folder}
        subprocess.run(
            [sys.executable, "-m", "coi_app", "demo-data"], env=environment, check=True, capture_output=True
        )
        lines = (Path(folder) / "demo-accounts.jsonl").read_text().splitlines()
        accounts = {account["role"]: account for account in map(json.loads, lines)}
        with served.application(Path(folder)) as running, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=served.browser(), args=["--no-sandbox"])
            for role, name, size, scheme, wanted in SETS:
                page = browser.new_page(base_url=running.address, viewport=size, color_scheme=scheme)
                sign_in(page, accounts[role])
                for picture, address, act in wanted:
                    take(page, address, act, HERE / f"{picture}{name}.png")
            browser.close()


def sign_in(page: Page, account: dict[str, str]) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(account["email"])
    page.get_by_label("Password", exact=True).fill(account["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.get_by_role("heading", level=1).wait_for()


def take(page: Page, address: str, act: Act, path: Path) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    act(page)
    page.wait_for_timeout(600)  # fades end
    shot = io.BytesIO(page.screenshot())
    with Image.open(shot) as image:  # a third of the bytes, and nobody sees the difference
        image.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()

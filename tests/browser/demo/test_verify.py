"""The public page: how a certificate stands, and whether a file is its original, without account or cookie."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect

from tests.browser.demo.conftest import Demo
from tests.browser.people import Enter, barriers

CURRENT = "superseded_at IS NULL AND withdrawn_at IS NULL AND insured_id = 1 AND revision = 0"


@pytest.fixture
def stranger(browser: Browser, demo: Demo) -> Iterator[Page]:
    """A window of the holder, whom nobody knows."""
    context = browser.new_context(base_url=demo.address, reduced_motion="reduce")
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def certificates(demo: Demo, condition: str) -> list[tuple[int, str, str]]:
    """Id, code and number of the newest ones."""
    with sqlite3.connect(demo.data_dir / "coi.db") as reading:
        order = f"WHERE {condition} ORDER BY issued_at DESC, id DESC LIMIT 2"
        return reading.execute(f"SELECT id, verification_code, number FROM certificates {order}").fetchall()


def downloaded(page: Page, certificate_id: int, to: Path) -> Path:
    answer = page.request.get(f"/files/certificates/{certificate_id}.pdf")
    assert answer.ok
    to.write_bytes(answer.body())
    return to


def test_the_standing_comes_first_and_everything_the_paper_says(stranger: Page, demo: Demo) -> None:
    _, code, number = certificates(demo, CURRENT)[0]
    stranger.goto(f"/v/{code}")
    expect(stranger.get_by_role("region", name="Standing")).to_contain_text("In force")
    expect(stranger.get_by_role("region", name="Standing")).to_contain_text("Checked just now")
    for words in (number, "Redwood Ridge Builders LLC", "Kestrel & Vane Insurance"):
        expect(stranger.get_by_role("main")).to_contain_text(words)
    row = stranger.get_by_role("row").filter(has_text="Workers Comp")
    expect(row.get_by_role("img", name="ADDL INSD no such box")).to_be_visible()
    expect(stranger).to_have_title(f"Certificate check · {number}, revision 0")
    assert barriers(stranger) == []


def test_a_file_is_judged_without_leaving_the_device(
    stranger: Page, enter: Enter, demo: Demo, tmp_path: Path
) -> None:
    (mine, code, number), (other, _, other_number) = certificates(demo, CURRENT)
    agent = enter("agent")
    file = downloaded(agent, mine, tmp_path / "mine.pdf")
    sent: list[int] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: sent.append(len(frame)))

    stranger.on("websocket", listen)
    stranger.goto(f"/v/{code}")
    expect(stranger.get_by_role("region", name="Standing")).to_be_visible()
    chosen, answer = stranger.get_by_label("Check a PDF"), stranger.get_by_role("status")
    chosen.set_input_files(file)
    expect(answer).to_contain_text(f"Exact copy of {number}, revision 0")
    assert barriers(stranger) == []
    altered = bytearray(file.read_bytes())
    altered[len(altered) // 2] ^= 1
    (tmp_path / "altered.pdf").write_bytes(altered)
    chosen.set_input_files(tmp_path / "altered.pdf")
    expect(answer).to_contain_text("This file was changed")
    expect(answer).to_contain_text(f"it is {number}, revision 0")
    assert barriers(stranger) == []
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.7\nof somebody else")
    chosen.set_input_files(tmp_path / "other.pdf")
    expect(answer).to_contain_text("Not an original of ours")
    chosen.set_input_files(downloaded(agent, other, tmp_path / "second.pdf"))
    expect(answer).to_contain_text(f"Exact copy of {other_number}, revision 0")
    assert sent and max(sent) < 4_000 < file.stat().st_size
    stranger.get_by_role("link", name="Open its page").click()
    expect(stranger.get_by_role("main")).to_contain_text(f"{other_number}, revision 0")
    expect(answer).not_to_contain_text("Exact copy")


def test_a_superseded_one_leads_to_the_newest(stranger: Page, demo: Demo) -> None:
    _, code, number = certificates(demo, "superseded_at IS NOT NULL")[0]
    stranger.goto(f"/v/{code}")
    expect(stranger.get_by_role("region", name="Standing")).to_contain_text("Do not rely on this one.")
    assert barriers(stranger) == []
    stranger.get_by_role("link", name="Open revision 1").click()
    expect(stranger.get_by_role("main")).to_contain_text(f"{number}, revision 1")
    expect(stranger.get_by_role("region", name="Standing")).not_to_contain_text("Superseded")


@pytest.mark.parametrize(
    ("condition", "head"),
    [
        ("withdrawn_at IS NOT NULL", "Withdrawn"),
        (
            "superseded_at IS NULL AND withdrawn_at IS NULL AND master_version_id IN (SELECT master_version_id"
            " FROM master_policies JOIN policies ON policies.id = policy_id WHERE policies.status = 'cancelled')",
            "Cancelled",
        ),
    ],
)
def test_what_nobody_may_rely_on_is_red(stranger: Page, demo: Demo, condition: str, head: str) -> None:
    _, code, _ = certificates(demo, condition)[0]
    stranger.goto(f"/v/{code}")
    expect(stranger.get_by_role("region", name="Standing").get_by_role("heading")).to_have_text(head)
    assert barriers(stranger) == []


def test_a_wrong_code_shows_nothing_but_what_to_do(stranger: Page, demo: Demo) -> None:
    stranger.goto("/v/ABCDEFGHJKMN")
    expect(stranger.get_by_role("region", name="Standing")).to_contain_text("No such certificate")
    expect(stranger.get_by_role("main")).to_contain_text("Compare the address with the one on the paper")
    expect(stranger.get_by_role("table")).to_have_count(0)
    assert barriers(stranger) == []

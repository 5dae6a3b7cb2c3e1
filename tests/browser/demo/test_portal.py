"""The portal on a phone: a certificate in a few taps, in anybody's reach, and only with the right."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

from coi_app.rules.portal_rights import PortalRight
from tests.browser import people
from tests.browser.demo.conftest import Demo
from tests.browser.people import Enter, barriers

SMALL = {"width": 320, "height": 640}


@contextmanager
def rights(demo: Demo, *without: PortalRight) -> Iterator[None]:
    """Luis has every right but these for a while."""
    everything = [right.value for right in PortalRight]
    _set(demo, [right for right in everything if right not in without])
    yield
    _set(demo, everything)


def _set(demo: Demo, held: list[str]) -> None:
    data = sqlite3.connect(demo.data_dir / "coi.db", timeout=10)
    with data:
        data.execute("UPDATE accounts SET rights = ? WHERE role = 'insured'", (json.dumps(held),))
    data.close()


def sent_of(demo: Demo) -> int:
    data = sqlite3.connect(demo.data_dir / "coi.db", timeout=10)
    ((count,),) = data.execute("SELECT count(*) FROM certificates WHERE source = 'portal'").fetchall()
    data.close()
    return int(count)


def tapped(*targets: Locator) -> int:
    for target in targets:
        target.tap()
    return len(targets)


def test_a_known_holder_gets_a_certificate_in_a_few_taps(phone: Page, demo: Demo) -> None:
    before = sent_of(demo)
    send = phone.get_by_role("button", name="Send Certificate")
    again = phone.get_by_role("region", name="Send again to").get_by_role("link").first
    holder = again.locator(".phone-row-title").inner_text()
    assert tapped(again, send) == 2
    expect(phone.get_by_role("heading", name="Certificate sent")).to_be_visible()
    expect(phone.get_by_text(holder)).to_be_visible()
    phone.get_by_role("link", name="Done").tap()
    tapped(phone.get_by_role("link", name="Send a certificate"))
    phone.get_by_role("searchbox").fill("halvorsen prop")
    listed = phone.get_by_role("region", name="Holders").get_by_role("link")
    expect(listed).to_have_count(1)
    assert tapped(listed, send) == 2
    expect(phone.get_by_role("heading", name="Certificate sent")).to_be_visible()
    expect(phone.get_by_text("To certs@halvorsenpg.example")).to_be_visible()
    assert sent_of(demo) == before + 2

    with phone.expect_download() as download:
        phone.get_by_role("link", name="Download").tap()
    assert download.value.suggested_filename.endswith(".pdf")
    phone.get_by_role("navigation", name="Portal").get_by_role("link", name="Certificates").tap()
    phone.get_by_role("searchbox").fill("halvorsen")
    phone.wait_for_url(lambda url: "text=" in url)
    phone.reload()
    expect(phone.get_by_role("searchbox")).to_have_value("halvorsen")
    phone.get_by_role("searchbox").fill("")  # in one stroke
    phone.wait_for_url(lambda url: "text=" not in url)
    phone.get_by_role("searchbox").fill(holder)
    row = phone.get_by_role("region", name="Certificates").get_by_role("button").first
    phone.wait_for_url(lambda url: "text=" in url)
    expect(row).to_contain_text(holder)
    row.tap()
    phone.get_by_role("dialog").get_by_label("Send again to").fill("office@example.com")
    phone.get_by_role("button", name="Resend exact copy").tap()
    expect(phone.get_by_text("The exact copy is on its way.")).to_be_visible()


def test_every_page_is_in_reach_of_everybody(phone: Page) -> None:
    found: dict[str, list[str]] = {}

    def look(said: str) -> None:
        phone.set_viewport_size(SMALL)
        wide = phone.evaluate("document.documentElement.scrollWidth")
        found[said] = barriers(phone) + ([f"{wide} pixels wide"] if wide > SMALL["width"] else [])

    look("home")
    phone.get_by_role("link", name="Send a certificate").click()
    expect(phone.get_by_role("heading", name="Who is it for?")).to_be_visible()
    look("recipients")
    phone.get_by_role("button", name="Add a new holder").click()
    phone.get_by_role("button", name="Add holder").click()
    expect(
        phone.get_by_role("dialog").get_by_role("group", name="Please look at these first")
    ).to_be_visible()
    look("new holder")
    phone.keyboard.press("Escape")
    expect(phone.get_by_role("dialog")).to_have_count(0)
    phone.get_by_role("region", name="Holders").get_by_role("link").first.click()
    phone.get_by_role("button", name="Change the wording").click()
    phone.get_by_label("Wording", exact=True).select_option("own")
    expect(phone.get_by_label("Description of operations")).not_to_be_empty()
    look("check")
    for address, heading in (
        ("/portal/certificates", "My certificates"),
        ("/portal/policies", "Policies"),
        ("/portal/profile", "Your account"),
    ):
        phone.goto(address)
        expect(phone.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        expect(phone.locator(".phone-card").first).to_be_visible()
        look(address)
    assert {said: barriers for said, barriers in found.items() if barriers} == {}


def test_a_right_taken_away_stops_the_open_page_and_leaves_the_navigation(
    phone: Page, demo: Demo, enter: Enter
) -> None:
    before = sent_of(demo)
    phone.get_by_role("region", name="Send again to").get_by_role("link").first.tap()
    send = phone.get_by_role("button", name="Send Certificate")
    expect(send).to_be_enabled()
    with rights(demo, PortalRight.SEND_CERTIFICATES, PortalRight.VIEW_POLICIES):
        send.tap()
        expect(
            phone.get_by_text("You are not allowed to send certificates. Ask your agency.")
        ).to_be_visible()
        expect(phone.get_by_text("You cannot see this")).to_be_visible()
        phone.goto("/portal")
        expect(phone.get_by_role("heading", level=1)).to_have_text("Redwood Ridge Builders LLC")
        bar = phone.get_by_role("navigation", name="Portal")
        expect(bar.get_by_role("link")).to_have_text(["Home", "Certificates", "Files"])
        expect(phone.get_by_role("link", name="Send a certificate")).to_have_count(0)
        expect(phone.get_by_role("heading", name="Your coverage today")).to_have_count(0)
    assert sent_of(demo) == before
    phone.goto("/insureds")
    expect(phone.get_by_role("link", name="Send a certificate")).to_be_visible()
    agent = enter("agent")
    agent.goto("/portal/send")
    expect(agent.get_by_role("heading", name=people.AT_HOME)).to_be_visible()

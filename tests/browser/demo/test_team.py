"""The insured's team on a phone, with the agency at its desk: colleagues, the review of the holders, and a look at the
portal from the other side."""

import re

from playwright.sync_api import Page, expect

from tests.browser.demo.seeing import open_insured
from tests.browser.people import Enter, barriers

BUSY_MS = 15_000


def account_menu(phone: Page, place: str) -> None:
    phone.get_by_role("button", name="Account").tap()
    phone.get_by_role("menuitem", name=place).tap()
    expect(phone.get_by_role("heading", name=place, level=1)).to_be_visible()


def test_holders_are_reviewed_on_a_phone_and_the_agency_decides(phone: Page, enter: Enter) -> None:
    desk = enter("agent")
    address = open_insured(desk)
    desk.get_by_role("button", name="More Actions").click()
    desk.get_by_role("menuitem", name="Ask for a Holders Review").click()
    desk.get_by_role("dialog").get_by_label("Due").fill("12/31/2099")
    desk.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(desk.get_by_text("The review is asked for, by mail.")).to_be_visible()

    phone.goto("/portal")
    phone.get_by_role("link", name="Review your holders").tap()
    expect(phone.get_by_text("Your agency asks you to finish by 12/31/2099.")).to_be_visible()
    assert barriers(phone) == []
    phone.get_by_role("button", name=re.compile("^Keep ")).first.tap()
    expect(phone.get_by_text(re.compile("^1 of "))).to_be_visible()
    phone.get_by_role("button", name=re.compile("^Correct ")).first.tap()
    dialog = phone.get_by_role("dialog", name="Correct the holder")
    holder = dialog.get_by_label("Holder").input_value()
    dialog.get_by_label("City").fill("")
    dialog.get_by_role("button", name="Save").tap()
    expect(dialog.get_by_role("group", name="Please look at these first")).to_be_visible()
    assert barriers(phone) == []
    dialog.get_by_label("City").fill("Nampa")
    dialog.get_by_role("button", name="Save").tap()
    phone.get_by_role("button", name="Keep all the others").tap()
    phone.get_by_role("alertdialog").get_by_role("button", name="Keep them").tap()
    phone.get_by_role("button", name="Finish the review").tap(timeout=BUSY_MS)
    expect(phone.get_by_text("Your agency looks at 1 of them.")).to_be_visible()

    desk.goto(f"{address}?tab=additional-interests")
    card = desk.get_by_role("region", name="Holders review")
    expect(card).to_contain_text(holder)
    expect(card).to_contain_text("→ Nampa")
    desk.get_by_role("button", name=re.compile("^Notifications, ")).click()
    expect(desk.get_by_role("menuitem").filter(has_text="has reviewed its holders").first).to_be_visible()
    assert barriers(desk) == []
    desk.keyboard.press("Escape")
    card.get_by_role("button", name=f"Accept: {holder}").click()
    expect(card.get_by_role("button")).to_have_count(0)


def test_a_colleague_is_invited_and_the_agency_sees_the_portal_without_touching_it(
    phone: Page, enter: Enter
) -> None:
    account_menu(phone, "Colleagues")
    phone.get_by_role("button", name="Invite a colleague").tap()
    dialog = phone.get_by_role("dialog", name="Invite a colleague")
    dialog.get_by_role("button", name="Send invitation").tap()
    expect(dialog.get_by_role("group", name="Please look at these first")).to_be_visible()
    assert barriers(phone) == []
    dialog.get_by_label("Name").fill("Nadia Orr")
    dialog.get_by_label("E-mail").fill("nadia@redwoodridge.example")
    dialog.get_by_role("switch", name="Send certificates", exact=True).click()
    dialog.get_by_role("button", name="Send invitation").tap()
    row = phone.get_by_role("listitem").filter(has_text="Nadia Orr")
    expect(row).to_contain_text("Invited")
    expect(row).not_to_contain_text("Send certificates")
    assert barriers(phone) == []

    desk = enter("agent")
    open_insured(desk)
    desk.get_by_role("tab", name="Portal").click()
    person = desk.get_by_role("row").filter(has_text="luis@redwoodridge.example")
    person.get_by_role("button", name="Actions").click()
    desk.get_by_role("menuitem", name="See the portal").click()
    with desk.context.expect_page() as opened:
        desk.get_by_role("dialog").get_by_role("button", name="See the portal").click()
    portal = opened.value
    bar = portal.get_by_role("region", name="Looking only")
    expect(bar).to_contain_text("Nothing can be changed.")
    portal.get_by_role("region", name="Send again to").get_by_role("link").first.click()
    expect(bar).to_be_visible()
    portal.get_by_role("button", name="Send Certificate").click()
    expect(portal.get_by_text("Nothing can be changed here.")).to_be_visible()
    assert barriers(portal) == []
    bar.get_by_role("button", name="End").click()
    expect(portal.get_by_role("tabpanel", name="Portal")).to_be_visible()
    portal.close()

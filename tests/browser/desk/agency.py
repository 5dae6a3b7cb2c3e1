"""A small agency in the database of a served application, with people who can sign in."""

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import create_engine
from sqlmodel import Session

from coi_app import clock, models
from coi_app.rules import access
from coi_app.rules import coverage as cover
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, passwords
from tests import factories

PASSWORD = "a long sentence is easy to keep"
INSUREDS = (
    "Redwood Ridge Builders LLC", "Lantern Row Bakery LLC", "Fern Hollow Property Mgmt", "Owyhee Freight Inc",
    "Cascade Crest Electric Inc", "Juniper Flats Storage LLC", "Tamarack Roofing Co", "Silver Fir Plumbing LLC",
)  # fmt: skip
HOLDERS = ("Halvorsen Property Group LLC", "Ironwood Construction Managers Inc", "Linden Square Market LP")


PEOPLE = {"admin": "Maya Okafor", "agent": "Tom Becker", "viewer": "Vera Lind"}


def fill(data_dir: Path) -> None:
    """Write the agency. The database must have its schema, so call it on a served application."""
    engine = create_engine(f"sqlite:///{data_dir / 'coi.db'}")
    with Session(engine) as session:
        _people(session)
        _clients(session)
        session.commit()
    engine.dispose()


def enter(page: Page, role: str) -> None:
    """Sign in as a person does."""
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(address(role))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Home")).to_be_visible()


def address(role: str) -> str:
    return f"{role}@kestrelvane.example"


def _people(session: Session) -> None:
    factories.agency(session, phone="(208) 555-0100", email="desk@kestrelvane.example")
    hashed = passwords.hashed(PASSWORD)
    for role, name in PEOPLE.items():
        factories.account(session, name, role, email=address(role), password_hash=hashed)


def _clients(session: Session) -> None:
    rows = [factories.insured(session, name, phone="(208) 555-0142") for name in INSUREDS]
    holders = [factories.holder(session, name) for name in HOLDERS]
    actor = access.system_actor("Maya Okafor")
    for place, row in enumerate(rows[:6]):
        ends = factories.today() + timedelta(days=(3, 23, 120, 200, 29, 30)[place])
        policy = factories.policy(session, row, expires_on=ends)
        version = factories.master(session, row, [policy])
        for holder in holders:
            factories.interest(session, row, holder)
            factories.certificate(session, row, holder, version, delivery="failed" if place == 1 else "sent")
        entry = activity.Entry(
            ActivityKind.INSURED_CHANGED, f"Changed {row.legal_name}", row.id, "insured", row.id,
            {"changed": {"phone": ["(208) 555-0141", "(208) 555-0142"]}},
        )  # fmt: skip
        activity.record(session, actor, entry)
    factories.insured(session, "Quarry Bend Coffee LLC", kind="prospect")
    factories.policy(session, rows[0], cover.Line.AUTOMOBILE, number="BAP-2290417-03")
    late = clock.now() + timedelta(hours=2)
    session.add(models.CertificateRequest(
        insured_id=rows[4].id, holder_text="Halvorsen Property Group LLC", asked_by_text="Dana Whitfield",
        due_at=late, created_at=clock.now(),
    ))  # fmt: skip

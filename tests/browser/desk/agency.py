"""A small agency in the database of a served application, with people who can sign in."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

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


@dataclass(frozen=True)
class People:
    """E-mail addresses; the password is `PASSWORD`."""

    admin: str
    agent: str
    viewer: str


def fill(data_dir: Path) -> People:
    """Write the agency. The database must have its schema, so call it on a served application."""
    engine = create_engine(f"sqlite:///{data_dir / 'coi.db'}")
    with Session(engine) as session:
        people = _people(session)
        _clients(session)
        session.commit()
    engine.dispose()
    return people


def _people(session: Session) -> People:
    factories.agency(session, phone="(208) 555-0100", email="desk@kestrelvane.example")
    hashed = passwords.hashed(PASSWORD)
    emails = {
        role: factories.account(
            session, name, role, email=f"{role}@kestrelvane.example", password_hash=hashed
        ).email
        for name, role in (("Maya Okafor", "admin"), ("Tom Becker", "agent"), ("Vera Lind", "viewer"))
    }
    return People(**emails)


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

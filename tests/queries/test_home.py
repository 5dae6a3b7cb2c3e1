from datetime import timedelta

import pytest
from sqlmodel import Session

from coi_app import clock, models
from coi_app.queries import home
from coi_app.rules import errors
from coi_app.rules.coverage import Line
from tests import factories
from tests.cast import People


def test_an_agency_on_its_first_day(session: Session, people: People) -> None:
    figures = home.figures(session, people.sam)
    assert (figures.issued_today, figures.issued_in_bars, figures.unwarned) == (0, 0, 1.0)
    assert (figures.latest, figures.expiring, figures.needs_you) == ((), (), ())
    assert [bar.day for bar in figures.bars] == [
        factories.today() - timedelta(days=past) for past in range(29, -1, -1)
    ]


def test_what_left_is_counted_by_the_agencys_day(session: Session, people: People) -> None:
    holder, version = factories.holder(session), factories.master(session, people.redwood)
    now, today = clock.now(), factories.today()
    for days, reason in ((0, ""), (0, "Owner asked"), (3, ""), (29, ""), (30, ""), (400, "")):
        factories.certificate(
            session,
            people.redwood,
            holder,
            version,
            issued_at=now - timedelta(days=days),
            issued_on=today - timedelta(days=days),
            override_reason=reason,
        )
    figures = home.figures(session, people.vic)
    assert (figures.issued_today, figures.issued_in_bars, figures.unwarned) == (2, 4, 0.75)
    assert [bar.issued for bar in figures.bars if bar.issued] == [1, 1, 2]
    assert figures.issued_this_week == sum(
        bar.issued for bar in figures.bars if bar.day >= today - timedelta(days=today.weekday())
    )


def test_the_latest_certificates_have_their_standing_now(session: Session, people: People) -> None:
    soon = factories.policy(session, people.redwood, expires_on=factories.today() + timedelta(days=3))
    holder, version = factories.holder(session), factories.master(session, people.redwood, [soon])
    now = clock.now()
    shown = {
        "Withdrawn": {"withdrawn_at": now},
        "Superseded": {"superseded_at": now},
        "Expires in 3 days": {},
    }
    for minutes, given in enumerate(shown.values()):
        at = now - timedelta(minutes=minutes)
        factories.certificate(session, people.redwood, holder, version, issued_at=at, **given)
    latest = home.figures(session, people.sam).latest
    assert [one.standing.label for one in latest] == list(shown)
    assert latest[0].holder_name == "Halvorsen Property Group LLC"


def test_what_needs_somebody_most_dangerous_first(session: Session, people: People) -> None:
    policy = factories.policy(
        session, people.redwood, Line.OTHER, expires_on=factories.today() + timedelta(days=1)
    )
    holder, version = factories.holder(session), factories.master(session, people.redwood, [policy])
    failed = factories.certificate(session, people.redwood, holder, version, delivery="failed")
    factories.certificate(session, people.redwood, holder, version, delivery="sent")
    factories.certificate(
        session, people.redwood, holder, version, delivery="failed", superseded_at=clock.now()
    )
    now = clock.now()
    session.add_all(
        [
            models.CertificateRequest(
                insured_id=people.harbor.id,
                holder_text="Linden Square LP\n1 Main",
                asked_by_text="Otto",
                due_at=now,
                created_at=now,
            ),
            models.CertificateRequest(insured_id=people.harbor.id, status="answered", created_at=now),
        ]
    )
    figures = home.figures(session, people.sam)
    assert [(row.tag, row.title) for row in figures.needs_you] == [
        ("Delivery", f"Halvorsen Property Group LLC did not get {failed.number}"),
        ("Request", "Certificate for Linden Square LP"),
        ("Renewal", "Professional expires in 1 day"),
    ]
    assert figures.needs_you[1].detail == "Harbor Light Electric Inc. Asked by Otto"
    assert (figures.requests_due_today, figures.requests_open) == (1, 1)
    assert (figures.failed_deliveries, figures.deliveries_this_week) == (2, 3)
    assert [(one.title, one.days) for one in figures.expiring] == [("Professional", 1)]
    assert figures.expiring_count.number == 1


def test_home_is_the_staffs(session: Session, people: People) -> None:
    for who in people.insureds_people:
        with pytest.raises(errors.NotAllowed):
            home.figures(session, who)

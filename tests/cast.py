"""The people of the tests.

Ada is the admin, Sam an agent, Vic a viewer. Ivy has every portal right of Redwood Ridge, Nia works there
without the right to send, Dee did once. Otto is of Harbor Light, another insured: he sees nothing of Ivy's.
"""

from dataclasses import dataclass

from sqlmodel import Session

from coi_app import models
from coi_app.rules import access
from coi_app.rules.portal_rights import PortalRight
from tests import factories

IP = "192.0.2.7"


@dataclass(frozen=True)
class People:
    ada: access.Actor
    sam: access.Actor
    vic: access.Actor
    ivy: access.Actor
    otto: access.Actor
    nia: access.Actor
    dee: access.Actor
    redwood: models.Insured
    harbor: models.Insured

    @property
    def insureds_people(self) -> tuple[access.Actor, ...]:
        return (self.ivy, self.otto, self.nia, self.dee)


def of(session: Session) -> People:
    """The agency, two insureds and everybody's account; each with an actor as the sign-in would give it."""
    if session.get(models.Agency, 1) is None:
        factories.agency(session)
    redwood = factories.insured(session, "Redwood Ridge Builders LLC", dba="Redwood Ridge")
    harbor = factories.insured(session, "Harbor Light Electric Inc", city="Meridian")
    everything = frozenset(PortalRight)
    return People(
        ada=staff(session, "Ada", access.Role.ADMIN),
        sam=staff(session, "Sam", access.Role.AGENT),
        vic=staff(session, "Vic", access.Role.VIEWER),
        ivy=insured(session, "Ivy", redwood, everything),
        otto=insured(session, "Otto", harbor, everything),
        nia=insured(session, "Nia", redwood, everything - {PortalRight.SEND_CERTIFICATES}),
        dee=insured(session, "Dee", redwood, frozenset(), status="deactivated"),
        redwood=redwood,
        harbor=harbor,
    )


def staff(session: Session, name: str, role: access.Role) -> access.Actor:
    row = factories.account(session, name, role.value)
    assert row.id is not None
    return access.staff_actor(row.id, name, row.email, role, IP)


def insured(
    session: Session,
    name: str,
    of: models.Insured,
    rights: frozenset[PortalRight],
    status: str = "active",
) -> access.Actor:
    """Somebody of an insured; the account keeps the rights, a deactivated one gives none."""
    keys = sorted(right.value for right in rights)
    row = factories.account(session, name, "insured", insured_id=of.id, rights=keys, status=status)
    assert row.id is not None and of.id is not None
    return access.insured_actor(row.id, name, row.email, of.id, rights, IP)

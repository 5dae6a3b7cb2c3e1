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
    accounts = {
        "ada": factories.unsaved_account("Ada", access.Role.ADMIN.value),
        "sam": factories.unsaved_account("Sam", access.Role.AGENT.value),
        "vic": factories.unsaved_account("Vic", access.Role.VIEWER.value),
        "ivy": _of_an_insured("Ivy", redwood, everything),
        "otto": _of_an_insured("Otto", harbor, everything),
        "nia": _of_an_insured("Nia", redwood, everything - {PortalRight.SEND_CERTIFICATES}),
        "dee": _of_an_insured("Dee", redwood, frozenset(), status="deactivated"),
    }
    session.add_all(accounts.values())
    session.flush()  # once for all: a thousand tests begin here
    actors = {name: _actor(row) for name, row in accounts.items()}
    return People(**actors, redwood=redwood, harbor=harbor)


def staff(session: Session, name: str, role: access.Role) -> access.Actor:
    return _actor(factories.account(session, name, role.value))


def insured(
    session: Session,
    name: str,
    of: models.Insured,
    rights: frozenset[PortalRight],
    status: str = "active",
) -> access.Actor:
    """Somebody of an insured; the account keeps the rights, a deactivated one gives none."""
    row = _of_an_insured(name, of, rights, status)
    session.add(row)
    session.flush()
    return _actor(row)


def _of_an_insured(
    name: str, of: models.Insured, rights: frozenset[PortalRight], status: str = "active"
) -> models.Account:
    keys = sorted(right.value for right in rights)
    return factories.unsaved_account(name, "insured", insured_id=of.id, rights=keys, status=status)


def _actor(row: models.Account) -> access.Actor:
    assert row.id is not None
    if row.insured_id is None:
        return access.staff_actor(row.id, row.name, row.email, access.Role(row.role), IP)
    return access.insured_actor(row.id, row.name, row.email, row.insured_id, row.rights, IP)

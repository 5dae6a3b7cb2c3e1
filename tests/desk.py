"""An insured ready to issue: policies, a master and additional interests that pass, warn or are blocked."""

from dataclasses import dataclass

from sqlmodel import Session

from coi_app import models
from coi_app.queries.verdicts import Selection
from coi_app.rules.coverage import EndorsementKind, Line
from coi_app.services import batches
from tests import factories

EVERYBODY = Selection(everyone=True)


@dataclass(frozen=True)
class Desk:
    insured: models.Insured
    policies: tuple[models.Policy, ...]
    master_id: int
    version: models.MasterVersion
    links: tuple[models.AdditionalInterest, ...]


def ready(session: Session, insured: models.Insured, holders: int = 3) -> Desk:
    """Every holder of it passes the verdict."""
    lines = (Line.GENERAL_LIABILITY, Line.AUTOMOBILE, Line.WORKERS_COMPENSATION)
    policies = tuple(factories.policy(session, insured, line) for line in lines)
    factories.endorsement(session, policies[0], EndorsementKind.ADDITIONAL_INSURED)
    version = factories.master(session, insured, policies, default_description="Re: {holder.name}.")
    names = [f"{place:03d} Sawtooth Homes LLC" for place in range(1, holders + 1)]
    links = tuple(factories.interests(session, insured, names))
    return Desk(insured, policies, version.master_id, version, links)


def link(session: Session, insured: models.Insured, name: str, **given: object) -> models.AdditionalInterest:
    return factories.interest(session, insured, factories.holder(session, name), **given)


def blocked(session: Session, desk: Desk, name: str = "Pioneer Gulch Townhomes") -> models.AdditionalInterest:
    """R20: a holder without a street address."""
    nowhere = factories.holder(session, name, address_line_one="", city="", state="", zip_code="")
    return factories.interest(session, desk.insured, nowhere)


def warned(
    session: Session, desk: Desk, name: str = "Alder Creek Apartments LP"
) -> models.AdditionalInterest:
    """R4: wants to be an additional insured on a policy without such an endorsement."""
    return link(
        session,
        desk.insured,
        name,
        types=["additional_insured"],
        wants_additional_insured=[Line.AUTOMOBILE.value],
    )


def asked(key: str = "key", **given: object) -> batches.Asked:
    return batches.Asked(**{"selection": EVERYBODY, "request_key": key} | given)

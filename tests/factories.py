"""Rows for tests, written straight into the tables: believable defaults, anything may be overridden."""

import hashlib
import itertools
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, SQLModel, select

from coi_app import clock, models
from coi_app.rules import coverage as cover
from coi_app.rules import names

TIME_ZONE = "America/Boise"
_numbers = itertools.count(1)

COVERAGES: dict[cover.Line, cover.Coverage] = {
    cover.Line.GENERAL_LIABILITY: cover.GeneralLiability(
        each_occurrence=1_000_000,
        damage_to_rented_premises=300_000,
        medical_expense=10_000,
        personal_and_advertising_injury=1_000_000,
        general_aggregate=2_000_000,
        products_completed_operations_aggregate=2_000_000,
    ),
    cover.Line.AUTOMOBILE: cover.Automobile(any_auto=True, combined_single_limit=1_000_000),
    cover.Line.UMBRELLA: cover.Umbrella(each_occurrence=5_000_000, aggregate=5_000_000),
    cover.Line.WORKERS_COMPENSATION: cover.WorkersCompensation(
        anyone_excluded=False,
        each_accident=1_000_000,
        disease_each_employee=1_000_000,
        disease_policy_limit=1_000_000,
    ),
    cover.Line.OTHER: cover.OtherCoverage(
        name="Professional", limits=(cover.ExtraLimit("Each claim", 1_000_000),)
    ),
}


def today() -> date:
    return clock.today(TIME_ZONE)


def agency(session: Session, **given: Any) -> models.Agency:
    values = {"name": "Kestrel & Vane Insurance", "city": "Boise", "state": "ID", "zip_code": "83702"}
    return _saved(session, models.Agency(**values | {"number_prefix": "KV", "time_zone": TIME_ZONE} | given))


def account(session: Session, name: str, role: str, **given: Any) -> models.Account:
    return _saved(session, unsaved_account(name, role, **given))


def unsaved_account(name: str, role: str, **given: Any) -> models.Account:
    email = f"{name.lower()}{next(_numbers)}@kestrelvane.example"
    values = {"email": email, "name": name, "role": role, "status": "active", "created_at": clock.now()}
    lists: dict[str, Any] = {"rights": [], "mails_off": []}  # made by default they take most of a row's time
    return models.Account(**values | lists | given)


def insured(session: Session, legal_name: str = "Redwood Ridge Builders LLC", **given: Any) -> models.Insured:
    dba, city = given.get("dba", ""), given.get("city", "Boise")
    values = {
        "name_key": names.folded(legal_name),
        "search_key": names.search_key(legal_name, dba, city),
        "address_line_one": "3175 E Boise Avenue",
        "city": "Boise",
        "state": "ID",
        "zip_code": "83706",
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    return _saved(session, models.Insured(legal_name=legal_name, **values | given))


def carrier(session: Session, legal_name: str = "", **given: Any) -> models.Carrier:
    name = legal_name or f"Cobalt Ridge Casualty Co {next(_numbers)}"
    return _saved(session, models.Carrier(legal_name=name, **{"naic": "10472"} | given))


def policy(
    session: Session,
    insured: models.Insured,
    line: cover.Line = cover.Line.GENERAL_LIABILITY,
    **given: Any,
) -> models.Policy:
    """In force from half a year ago for a year, unless told otherwise."""
    number = given.pop("number", f"GLP-{next(_numbers):07d}")
    covered = given.pop("coverage", COVERAGES[line])
    values = {
        "carrier_id": given.pop("carrier_id", None) or carrier(session).id,
        "effective_on": today() - timedelta(days=182),
        "expires_on": today() + timedelta(days=183),
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    return _saved(
        session,
        models.Policy(
            insured_id=insured.id,
            line=line.value,
            number=number,
            number_key=names.number_key(number),
            coverage=cover.coverage_to_json(covered),
            **values | given,
        ),
    )


def endorsement(
    session: Session,
    policy: models.Policy,
    kind: cover.EndorsementKind = cover.EndorsementKind.ADDITIONAL_INSURED,
    holders: Iterable[models.Holder] = (),
    **given: Any,
) -> models.PolicyEndorsement:
    """Blanket, or scheduled when holders are named; approved on the policy's first day."""
    named = list(holders)
    values = {
        "form_number": "CG 20 10",
        "edition": "04 13",
        "reach": "scheduled" if named else "blanket",
        "condition": "" if named else "Where required by written contract",
        "approved_on": policy.effective_on,
        "created_at": clock.now(),
    }
    row = _saved(session, models.PolicyEndorsement(policy_id=policy.id, kind=kind.value, **values | given))
    for holder in named:
        _saved(session, models.EndorsementHolder(endorsement_id=row.id, holder_id=holder.id))
    return row


def holder(session: Session, name: str = "Halvorsen Property Group LLC", **given: Any) -> models.Holder:
    row = _saved(session, _holder(name, **given))
    holder_name(session, row, name)
    return row


def _holder(name: str, **given: Any) -> models.Holder:
    values = {
        "address_line_one": "800 W Main Street",
        "city": "Boise",
        "state": "ID",
        "zip_code": "83702",
        "email": "certs@halvorsenpg.example",
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    return models.Holder(name=name, name_key=names.folded(name), **values | given)


def holder_name(session: Session, holder: models.Holder, name: str) -> models.HolderName:
    return _saved(session, _holder_name(holder, name))


def _holder_name(holder: models.Holder, name: str) -> models.HolderName:
    return models.HolderName(holder_id=holder.id, name=name, name_key=names.folded(name))


def interest(
    session: Session, insured: models.Insured, holder: models.Holder, **given: Any
) -> models.AdditionalInterest:
    return _saved(session, _interest(insured, holder, **given))


def _interest(insured: models.Insured, holder: models.Holder, **given: Any) -> models.AdditionalInterest:
    values = {"types": ["certificate_holder"], "created_at": clock.now(), "updated_at": clock.now()}
    return models.AdditionalInterest(insured_id=insured.id, holder_id=holder.id, **values | given)


def interests(
    session: Session, insured: models.Insured, holders: Iterable[str]
) -> list[models.AdditionalInterest]:
    """Holders of these names, each on the insured's list, stored together."""
    rows = [_holder(name) for name in holders]
    session.add_all(rows)
    session.flush()
    links = [_interest(insured, row) for row in rows]
    session.add_all([*(_holder_name(row, row.name) for row in rows), *links])
    session.flush()
    return links


def master(
    session: Session, insured: models.Insured, policies: Iterable[models.Policy] = (), **given: Any
) -> models.MasterVersion:
    """A master with its first version, which is given back."""
    name = given.pop("name", "All Lines")
    row = _saved(session, models.Master(insured_id=insured.id, name=name, created_at=clock.now()))
    values = {"version": 1, "created_at": clock.now()}
    version = _saved(session, models.MasterVersion(master_id=row.id, name=name, **values | given))
    for one in policies:
        _saved(session, models.MasterPolicy(master_version_id=version.id, policy_id=one.id))
    return version


def certificate(
    session: Session,
    insured: models.Insured,
    holder: models.Holder,
    version: models.MasterVersion,
    **given: Any,
) -> models.Certificate:
    """An issued certificate's row; its bytes are none a reader could open."""
    count = next(_numbers)
    session.merge(models.Plate(sha256="plate", body=b"plate", renderer="test", created_at=clock.now()))
    session.merge(models.StoredContent(digest="content", body={}))
    named = session.exec(select(models.HolderName).where(models.HolderName.holder_id == holder.id)).first()
    assert named is not None
    values = {
        "number": f"KV-26-{count:05d}",
        "verification_code": f"code-{count}",
        "holder_name_id": named.id,
        "issued_at": clock.now(),
        "issued_on": today(),
        "source": "manual",
        "shared_digest": "content",
        "content": {"holder": {"address": {"city": "Boise", "state": "ID"}}},
        "verdict": {},
        "plate_sha256": "plate",
        "tail": b"tail",
        "sha256": hashlib.sha256(str(count).encode()).hexdigest(),
    }
    keys = {"insured_id": insured.id, "holder_id": holder.id, "master_version_id": version.id}
    return _saved(session, models.Certificate(**keys | values | given))


def _saved(session: Session, row: Any) -> Any:
    assert isinstance(row, SQLModel)
    session.add(row)
    session.flush()
    return row

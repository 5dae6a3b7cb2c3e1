"""What the verdict looks at, read from the tables in few queries, so that 10,000 holders are cheap."""

import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, String, cast, select
from sqlmodel import Session

from coi_app.models import (
    AdditionalInterest,
    Agency,
    Carrier,
    Holder,
    Insured,
    Master,
    MasterVersion,
    Policy,
    PolicyEndorsement,
)
from coi_app.queries import tables
from coi_app.rules import coverage as cover
from coi_app.rules import errors, facts
from coi_app.rules.certificate_content import Address, InsuredShown, Producer

IDS_AT_ONCE = 1_000  # SQLite takes 32,766 parameters
Key = TypeVar("Key", bound=int | str | None)
LINE_ORDER = {line.value: place for place, line in enumerate(cover.Line)}


def address(row: Any) -> Address:
    return Address(row.address_line_one, row.address_line_two, row.city, row.state, row.zip_code)


def producer(session: Session) -> Producer:
    """The agency as it is printed now; raises NotFound before its settings exist."""
    agency = session.get(Agency, 1)
    if agency is None:
        raise errors.NotFound("agency")
    return Producer(
        name=agency.name,
        address=address(agency),
        contact=agency.contact_name,
        phone=agency.phone,
        fax=agency.fax,
        email=agency.email,
        representative=agency.representative,
        logo_sha256=agency.logo_sha256,
        signature_sha256=agency.signature_sha256,
    )


def master_facts(session: Session, master_version_id: int, producer: Producer) -> facts.MasterFacts:
    """A master version with its policies as they are now; its own signature wins over the agency's."""
    row = session.execute(
        select(MasterVersion, Insured)
        .join(Master, tables.masters.id == tables.master_versions.master_id)
        .join(Insured, tables.insureds.id == tables.masters.insured_id)
        .where(tables.master_versions.id == master_version_id)
    ).first()
    if row is None:
        raise errors.NotFound("master")
    version, insured = row
    link = tables.master_policies
    shown = select(link.policy_id).where(link.master_version_id == master_version_id)
    return facts.MasterFacts(
        producer=_signed(producer, version),
        insured_id=insured.id,
        insured=InsuredShown(insured.legal_name, insured.dba, address(insured)),
        policies=policies_where(session, tables.policies.id.in_(shown)),
        master_name=version.name,
        version=version.version,
    )


def _signed(producer: Producer, version: MasterVersion) -> Producer:
    return dataclasses.replace(
        producer,
        representative=version.representative or producer.representative,
        signature_sha256=version.signature_sha256 or producer.signature_sha256,
    )


def policies_where(session: Session, condition: ColumnElement[bool]) -> tuple[facts.PolicyFacts, ...]:
    """Policies with carrier and endorsements, in the order of the paper: by line, first to begin first."""
    rows = session.execute(
        select(Policy, tables.carriers.legal_name, tables.carriers.naic)
        .join(Carrier, tables.carriers.id == tables.policies.carrier_id)
        .where(condition)
    ).all()
    endorsements = _endorsements(session, [policy.id for policy, _, _ in rows])
    found = [policy_facts(policy, name, naic, endorsements[policy.id]) for policy, name, naic in rows]
    return tuple(sorted(found, key=lambda one: (LINE_ORDER[one.line], one.effective_on, one.id)))


def policy_facts(
    policy: Policy, carrier_name: str, naic: str, endorsements: Iterable[cover.Endorsement] = ()
) -> facts.PolicyFacts:
    line = cover.Line(policy.line)
    assert policy.id is not None
    return facts.PolicyFacts(
        id=policy.id,
        line=line,
        number=policy.number,
        carrier_name=carrier_name,
        naic=naic,
        status=facts.PolicyStatus(policy.status),
        cancelled_on=policy.cancelled_on,
        effective_on=policy.effective_on,
        expires_on=policy.expires_on,
        coverage=cover.coverage_from_json(line, policy.coverage),
        endorsements=tuple(endorsements),
    )


def _endorsements(
    session: Session, policy_ids: Sequence[int | None]
) -> dict[int | None, list[cover.Endorsement]]:
    """Those not removed, by policy; a removed one grants nothing any more."""
    found: dict[int | None, list[cover.Endorsement]] = defaultdict(list)
    rows: list[PolicyEndorsement] = []
    for some in in_chunks(policy_ids):
        rows += session.execute(
            select(PolicyEndorsement)
            .where(tables.endorsements.policy_id.in_(some), tables.endorsements.removed_at.is_(None))
            .order_by(tables.endorsements.id)
        ).scalars()
    holders = _scheduled(session, [row.id for row in rows])
    for row in rows:
        found[row.policy_id].append(endorsement(row, holders[row.id]))
    return found


def endorsement(row: PolicyEndorsement, holder_ids: Iterable[int]) -> cover.Endorsement:
    assert row.id is not None
    return cover.Endorsement(
        id=row.id,
        kind=cover.EndorsementKind(row.kind),
        form_number=row.form_number,
        edition=row.edition,
        title=row.title,
        reach=cover.Reach(row.reach),
        condition=row.condition,
        operations=cover.Operations(row.operations),
        approved_on=row.approved_on,
        holder_ids=frozenset(holder_ids),
    )


def _scheduled(session: Session, endorsement_ids: Sequence[int | None]) -> dict[int | None, set[int]]:
    found: dict[int | None, set[int]] = defaultdict(set)
    link = tables.endorsement_holders
    for some in in_chunks(endorsement_ids):
        named = select(link.endorsement_id, link.holder_id).where(link.endorsement_id.in_(some))
        for endorsement_id, holder_id in session.execute(named):
            found[endorsement_id].add(holder_id)
    return found


Pair = tuple[facts.HolderFacts, facts.InterestFacts]


def interest_facts(session: Session, interest_ids: Iterable[int]) -> dict[int, Pair]:
    """Holder and link by the link's id; ids that do not exist are left out. One query per 1,000."""
    rows = interest_rows(session, interest_ids)
    return {interest_id: pair(row) for interest_id, row in rows.items()}


def interest_rows(session: Session, interest_ids: Iterable[int]) -> dict[int, Row[Any]]:
    """The same as they are read: equal rows are equal facts."""
    query = _interests()
    return {
        row.interest_id: row
        for some in in_chunks(list(interest_ids))
        for row in session.execute(query.where(tables.additional_interests.id.in_(some)))
    }


def pair(row: Row[Any]) -> Pair:
    """In the order of `_interests`: to look each column up by its name would take longer than all else here.

    The link's own delivery address wins over the holder's.
    """
    (
        interest_id, holder_id, types, other_type, insured, waived, contract, contract_on, project, loan_number,
        description, delivery_email, ended_on, name, attention, *place, email,
    ) = tuple(row)  # fmt: skip
    return (
        facts.HolderFacts(holder_id, name, attention, Address(*place), delivery_email or email),
        facts.InterestFacts(
            id=interest_id,
            types=_types(types),
            other_type=other_type,
            wants_additional_insured=_lines(insured),
            wants_waiver=_lines(waived),
            written_contract_on=contract_on,
            written_contract=contract,
            project=project,
            loan_number=loan_number,
            description=description,
            active=is_active(ended_on),
        ),
    )


def holder_facts(session: Session, holder_id: int) -> facts.HolderFacts:
    """A holder by itself, for a certificate without an additional interest. Raises NotFound."""
    holder = session.get(Holder, holder_id)
    if holder is None or holder.id is None:
        raise errors.NotFound("holder")
    return facts.HolderFacts(holder.id, holder.name, holder.attention, address(holder), holder.email)


def in_chunks(ids: Sequence[Key], size: int = IDS_AT_ONCE) -> Iterator[Sequence[Key]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _interests() -> Any:
    """Columns, not models: building 10,000 tracked rows would cost more than the query.

    The lists come as the text they are stored in: there are few different ones, and reading each once is cheap.
    """
    link, holder = tables.additional_interests, tables.holders
    types, insured, waived = (
        cast(column, String).label(column.name)
        for column in (link.types, link.wants_additional_insured, link.wants_waiver)
    )
    return select(
        link.id.label("interest_id"), link.holder_id, types, link.other_type, insured, waived,
        link.written_contract, link.written_contract_on, link.project, link.loan_number, link.description,
        link.delivery_email, link.ended_on, holder.name, holder.attention, holder.address_line_one,
        holder.address_line_two, holder.city, holder.state, holder.zip_code, holder.email,
    ).join_from(AdditionalInterest, Holder, holder.id == link.holder_id)  # fmt: skip


@lru_cache(maxsize=1_000)
def _types(stored: str) -> frozenset[facts.InterestType]:
    return frozenset(map(facts.InterestType, json.loads(stored)))


@lru_cache(maxsize=1_000)
def _lines(stored: str) -> frozenset[cover.Line]:
    return frozenset(map(cover.Line, json.loads(stored)))


def is_active(ended_on: date | None) -> bool:
    """A link ends on the day it is ended, never in the future."""
    return ended_on is None

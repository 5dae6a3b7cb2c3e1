"""The Additional Interests of an insured: its links to holders, plain certificate holders too."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from coi_app import clock
from coi_app.models import AdditionalInterest
from coi_app.queries import additional_interests, agency, insureds, sight, tables
from coi_app.queries import holders as holders_seen
from coi_app.rules import access, errors, fields, holder_form, wording
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.coverage import Line
from coi_app.rules.facts import InterestType, shown_day
from coi_app.services import activity, holders, radar, row_changes

LONGEST_DESCRIPTION = 4_000
WHAT = "additional interest"
CONTRACT = {"written_contract", "written_contract_on"}  # what boxes on issued certificates may stand on


def add(session: Session, actor: access.Actor, insured_id: object, values: Mapping[str, Any]) -> int:
    """Link a holder to the insured; gives the link's id.

    Either `holder_id`, or the fields of a new holder behind `holder_` (holder_name, holder_line_one …). Then
    types (a list), other_type, wants_additional_insured and wants_waiver (lists of lines), written_contract,
    written_contract_on, project, loan_number, description, delivery_email, preferred_master_id.
    """
    insured = insureds.in_sight(session, actor, insured_id)
    access.require(actor, access.Right.INTERESTS_CHANGE)
    assert insured.id is not None
    form = fields.Reader(values)
    read = _read(session, form, insured.id, None)
    new_holder = None if values.get("holder_id") else _new_holder(actor, form)
    form.raise_if_wrong()
    holder_id = _holder(session, actor, values, new_holder)
    _refuse_double(session, insured.id, holder_id, read, None)
    now = clock.now()
    link = AdditionalInterest(
        insured_id=insured.id, holder_id=holder_id, **read, created_at=now, updated_at=now
    )
    session.add(link)
    details = {"entered": row_changes.plain_values({"holder_id": holder_id, **read})}
    _record(session, actor, link, ActivityKind.INTEREST_ADDED, "Added {}", details)
    assert link.id is not None
    return link.id


def change(
    session: Session,
    actor: access.Actor,
    interest_id: object,
    values: Mapping[str, Any],
    seen_revision: int | None = None,
) -> None:
    """Fields as in `add` but the holder, which stays; those left out stay. Raises InvalidInput, Conflict."""
    link = additional_interests.in_sight(session, actor, interest_id, for_change=True)
    access.require(actor, access.Right.INTERESTS_CHANGE)
    row_changes.require_seen(link, seen_revision, WHAT)
    form = fields.Reader({**additional_interests.form_of(link), **values})
    read = _read(session, form, link.insured_id, link.preferred_master_id)
    form.raise_if_wrong()
    if link.ended_on is None:
        _refuse_double(session, link.insured_id, link.holder_id, read, link.id)
    _write(session, actor, link, read, ActivityKind.INTEREST_CHANGED, "Changed {}")


def end(
    session: Session,
    actor: access.Actor,
    interest_id: object,
    ended_on: object = None,
    seen_revision: int | None = None,
) -> None:
    """No certificates for this holder any more, from a day up to today; nothing given means today."""
    link = additional_interests.in_sight(session, actor, interest_id, for_change=True)
    access.require(actor, access.Right.INTERESTS_CHANGE)
    row_changes.require_seen(link, seen_revision, WHAT)
    form = fields.Reader({"ended_on": ended_on})
    day = read_end(session, form)
    form.raise_if_wrong()
    _write(session, actor, link, {"ended_on": day}, ActivityKind.INTEREST_ENDED, "Ended {}")


def read_end(session: Session, form: fields.Reader) -> date:
    """A day up to today; nothing given means today."""
    today = agency.today(session)
    day = form.day("ended_on", "the day it ended") or today
    if day > today:
        form.add("ended_on", f"Enter a day up to today, {shown_day(today)}.")
    return day


def resume(
    session: Session, actor: access.Actor, interest_id: object, seen_revision: int | None = None
) -> None:
    """Active again, with everything it had."""
    link = additional_interests.in_sight(session, actor, interest_id, for_change=True)
    access.require(actor, access.Right.INTERESTS_CHANGE)
    row_changes.require_seen(link, seen_revision, WHAT)
    if link.ended_on is None:
        return
    _refuse_double(session, link.insured_id, link.holder_id, {"project": link.project,
                   "loan_number": link.loan_number}, link.id)  # fmt: skip
    _write(session, actor, link, {"ended_on": None}, ActivityKind.INTEREST_RESUMED, "Resumed {}")


def _new_holder(actor: access.Actor, form: fields.Reader) -> dict[str, Any]:
    access.require(actor, access.Right.HOLDERS_CHANGE)
    return holder_form.read(form, "holder_")


def _holder(
    session: Session, actor: access.Actor, values: Mapping[str, Any], new_holder: Mapping[str, Any] | None
) -> int:
    if new_holder is not None:
        return holders.create_read(session, actor, new_holder)
    try:
        found = holders_seen.in_sight(session, actor, values["holder_id"]).id
    except errors.NotFound:
        raise errors.InvalidInput({"holder_id": "Choose the holder from the list."}) from None
    assert found is not None
    return found


def _read(session: Session, form: fields.Reader, insured_id: int, kept_master: int | None) -> dict[str, Any]:
    wishes = form.choices("wants_additional_insured", "the lines for ADDL INSD", Line)
    if Line.WORKERS_COMPENSATION in wishes:
        form.add(
            "wants_additional_insured", "Clear ADDL INSD for workers compensation: it has no such box (R8)."
        )
    return {
        **read_types(form),
        "wants_additional_insured": _in_order(wishes),
        "wants_waiver": _in_order(form.choices("wants_waiver", "the lines for SUBR WVD", Line)),
        "written_contract": form.text("written_contract", "the written contract"),
        "written_contract_on": form.day("written_contract_on", "the day of the written contract"),
        "project": form.text("project", "the project"),
        "loan_number": form.text("loan_number", "the loan number", max_length=60),
        "description": read_description(form),
        "delivery_email": form.email("delivery_email", "the e-mail address for certificates"),
        "preferred_master_id": read_master(session, form, insured_id, kept_master),
    }


def read_types(form: fields.Reader) -> dict[str, Any]:
    """types and other_type; none chosen is a plain certificate holder."""
    types = form.choices("types", "the type", InterestType) or {InterestType.CERTIFICATE_HOLDER}
    other = form.text("other_type", "the other type", max_length=60)
    if InterestType.OTHER in types and not other:
        form.add("other_type", "Enter what the other type is.")
    return {
        "types": [one.value for one in InterestType if one in types],
        "other_type": other if InterestType.OTHER in types else "",
    }


def _in_order(lines: frozenset[Line]) -> list[str]:
    return [line.value for line in Line if line in lines]


def read_description(form: fields.Reader) -> str:
    """Its placeholders are known ones (R25)."""
    what = "the description of operations"
    text = form.text("description", what, max_length=LONGEST_DESCRIPTION, lines=True)
    for problem in wording.problems_of(text):
        form.add("description", problem)
    return text


def read_master(session: Session, form: fields.Reader, insured_id: int, kept: int | None) -> int | None:
    """One of the insured's own; a retired one only where it is `kept`."""
    typed = form.whole("preferred_master_id", "the preferred master", most=sight.LARGEST_ID)
    if not typed:
        return None
    row = tables.masters
    found = session.execute(
        select(row.id, row.retired_at).where(row.id == typed, row.insured_id == insured_id)
    ).first()
    if found is None or (found.retired_at is not None and typed != kept):
        form.add("preferred_master_id", "Choose the preferred master from the list.")
        return None
    return typed


def _refuse_double(
    session: Session, insured_id: int, holder_id: int, read: Mapping[str, Any], own_id: int | None
) -> None:
    """One holder may be linked several times, for several projects or loans; not twice for the same."""
    row = tables.additional_interests
    found = session.execute(
        select(row.id).where(
            row.insured_id == insured_id,
            row.holder_id == holder_id,
            row.ended_on.is_(None),
            row.project == read["project"],
            row.loan_number == read["loan_number"],
        )
    ).scalars()
    if any(link_id != own_id for link_id in found):
        sentence = (
            "This holder is on the list already. Enter another project or loan number, or change that one."
        )
        raise errors.InvalidInput({"holder_id": sentence})


def _write(
    session: Session,
    actor: access.Actor,
    link: AdditionalInterest,
    read: Mapping[str, Any],
    kind: ActivityKind,
    sentence: str,
) -> None:
    differences = row_changes.apply(link, read)
    if differences:
        link.revision += 1
        link.updated_at = clock.now()
        _record(session, actor, link, kind, sentence, {"changed": differences})
        if CONTRACT & differences.keys():
            radar.ask(session, link.insured_id)


def _record(
    session: Session,
    actor: access.Actor,
    link: AdditionalInterest,
    kind: ActivityKind,
    sentence: str,
    details: Mapping[str, Any],
) -> None:
    """The sentence has a place for the holder's name."""
    session.flush()
    holder = tables.holders
    name = session.execute(select(holder.name).where(holder.id == link.holder_id)).scalar_one()
    said = sentence.replace("{}", f"the additional interest {name}")
    activity.record(session, actor, activity.Entry(kind, said, link.insured_id, "interest", link.id, details))

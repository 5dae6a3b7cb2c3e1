"""The search box on top: insureds, holders under any name they had, policy and certificate numbers."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import Session

from coi_app.models import Certificate, Holder, HolderName, Insured, Policy
from coi_app.queries import name_search, sight, tables
from coi_app.rules import access, names
from coi_app.rules.coverage import LINE_LABELS, Line

MOST_A_GROUP = 20
SCANNED = 300  # a word in thousands of names is no search yet: the best of the first some hundred will do


@dataclass(frozen=True, slots=True)
class Found:
    """One thing to go to. `hint` says which one it is: city, former name, whose policy."""

    kind: str
    id: int
    title: str
    hint: str
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    options: tuple[Found, ...]


def everything(session: Session, actor: access.Actor, text: object, limit: int = 5) -> tuple[Group, ...]:
    """Groups that have something, each with at most `limit` options; nothing typed finds nothing."""
    wanted = name_search.typed(text)
    if not wanted:
        return ()
    limit = max(1, min(limit, MOST_A_GROUP))
    groups = (
        Group("Insureds", insureds(session, actor, wanted, limit)),
        Group("Holders", holders(session, actor, wanted, limit)),
        Group("Policies", policies(session, actor, wanted, limit)),
        Group("Certificates", certificates(session, actor, wanted, limit)),
    )
    return tuple(group for group in groups if group.options)


def insureds(session: Session, actor: access.Actor, wanted: str, limit: int) -> tuple[Found, ...]:
    """Names that begin so come first."""
    row = tables.insureds
    some = (
        select(row.id, row.legal_name, row.dba, row.city, row.state, row.name_key)
        .where(name_search.insureds(session, wanted), sight.of(actor, row.id))
        .limit(SCANNED)
        .subquery()
    )
    best = (
        select(some).order_by(_begins_first(some.c.name_key, wanted), some.c.name_key, some.c.id).limit(limit)
    )
    return tuple(
        Found(
            "insured",
            one.id,
            one.legal_name,
            _hint(one.dba and f"DBA {one.dba}", _place(one)),
            _insured(one.id),
        )
        for one in session.execute(best)
    )


def holders(session: Session, actor: access.Actor, wanted: str, limit: int) -> tuple[Found, ...]:
    """Once each, though several of its names fit; for staff. A former name is told in the hint."""
    if not actor.may(access.Right.DESK_VIEW):
        return ()
    row, name = tables.holders, tables.holder_names
    some = (
        select(
            row.id,
            row.name,
            row.city,
            row.state,
            row.name_key,
            name.name.label("found"),
            name.name_key.label("key"),
        )
        .select_from(HolderName)
        .join(Holder, row.id == name.holder_id)
        .where(name_search.holder_names(session, wanted), row.merged_into_id.is_(None))
        .limit(SCANNED)
        .subquery()
    )
    order = (_begins_first(some.c.key, wanted), some.c.key, some.c.id)
    once: dict[int, Found] = {}
    for one in session.execute(select(some).order_by(*order)):
        former = one.found != one.name and f"Formerly {one.found}"
        once.setdefault(
            one.id, Found("holder", one.id, one.name, _hint(former, _place(one)), _holder(one.id))
        )
    return tuple(once.values())[:limit]


def policies(session: Session, actor: access.Actor, wanted: str, limit: int) -> tuple[Found, ...]:
    """Numbers that begin so, dashes or not; the latest term first."""
    number = names.number_key(wanted)
    row, insured = tables.policies, tables.insureds
    found = session.execute(
        select(row.id, row.number, row.line, row.insured_id, insured.legal_name)
        .select_from(Policy)
        .join(Insured, insured.id == row.insured_id)
        .where(name_search.begins(row.number_key, number), sight.of(actor, row.insured_id))
        .order_by(row.number_key, row.expires_on.desc(), row.id)
        .limit(limit)
    )
    return tuple(
        Found(
            "policy", one.id, one.number, _hint(LINE_LABELS[Line(one.line)], one.legal_name),
            f"{_insured(one.insured_id)}?tab=policies&policy={one.id}",
        )
        for one in found
    )  # fmt: skip


def certificates(session: Session, actor: access.Actor, wanted: str, limit: int) -> tuple[Found, ...]:
    """Numbers that begin so: "KV-26-00012", also typed "kv 26 00012"; the newest revision first."""
    row, insured, holder = tables.certificates, tables.insureds, tables.holder_names
    found = session.execute(
        select(row.id, row.number, row.revision, row.insured_id, insured.legal_name, holder.name)
        .select_from(Certificate)
        .join(Insured, insured.id == row.insured_id)
        .join(HolderName, holder.id == row.holder_name_id)
        .where(
            name_search.begins(row.number, wanted.upper().replace(" ", "-")), sight.of(actor, row.insured_id)
        )
        .order_by(row.number, row.revision.desc())
        .limit(limit)
    )
    return tuple(
        Found(
            "certificate", one.id, _number(one.number, one.revision), _hint(one.name, one.legal_name),
            f"{_insured(one.insured_id)}?tab=documents&sub=certificates-sent&certificate={one.id}",
        )
        for one in found
    )  # fmt: skip


def _number(number: str, revision: int) -> str:
    return f"{number} Rev {revision}" if revision else number


def _begins_first(key: ColumnElement[Any], wanted: str) -> ColumnElement[int]:
    return case((func.substr(key, 1, len(wanted)) == wanted, 0), else_=1)


def _place(row: Any) -> str:
    return f"{row.city}, {row.state}".strip(", ")


def _hint(*parts: str | bool | None) -> str:
    return " · ".join(part for part in parts if isinstance(part, str) and part)


def _insured(insured_id: int) -> str:
    return f"/insureds/{insured_id}"


def _holder(holder_id: int) -> str:
    return f"/holders?holder={holder_id}"

"""The verdict on each row of an import, one after the other: what is there, what the rows before it will make."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from sqlalchemy import select
from sqlmodel import Session

from coi_app.documents.spreadsheet import Row
from coi_app.models import Holder
from coi_app.queries import tables
from coi_app.rules import holder_import, holder_keys, names
from coi_app.rules.coverage import Line
from coi_app.rules.facts import InterestType
from coi_app.rules.holder_import import Link
from coi_app.rules.holder_keys import HolderKey
from coi_app.rules.import_columns import HEADINGS, Column
from coi_app.rules.import_kinds import Kind, Verdict
from coi_app.services import import_verdicts
from coi_app.services.holder_index import SEVERAL, HolderIndex
from coi_app.services.import_reading import HolderReader, HolderRow
from coi_app.services.import_verdicts import Judged, Rejected
from coi_app.services.insured_names import InsuredNames

SAME = "same"  # the decision that a holder that looks alike is the same
SAYS_NOTHING: Judged = {
    "column": "", "message": "", "holder": None, "link": None, "holder_id": None, "same_as": None,
    "interest_id": None, "link_of": None, "alike_id": None, "alike_row": None, "decision": "",
}  # fmt: skip
THERE = 0  # no row of the file: the link was there before
ALREADY_LINKED = "This link is there already; an import does not change it."


def _rejected(column: Column, sentence: str) -> Rejected:
    return Rejected(HEADINGS[column], sentence)


class Judge:
    """Knows the agency as it was when it was made; `decisions` are those on holders that look alike."""

    def __init__(
        self,
        session: Session,
        kind: Kind,
        headings: Sequence[str],
        places: Mapping[str, int],
        decisions: Mapping[int, str],
    ) -> None:
        self._kind = kind
        self._reader = HolderReader(kind, headings, places)
        self._decisions = decisions
        self._holders = _known_holders(session)
        self._policies: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._links: dict[
            tuple[int, int, str], tuple[int, int]
        ] = {}  # the row that made it, and what it asks
        if kind is not Kind.HOLDERS:
            self._insureds = InsuredNames(session)
            self._know_links(session)

    def _know_links(self, session: Session) -> None:
        policy, link = tables.policies, tables.additional_interests
        for insured_id, number, line in session.execute(
            select(policy.insured_id, policy.number_key, policy.line)
        ):
            self._policies[number].append((insured_id, line))
        active = select(link.insured_id, link.holder_id, link.loan_number).where(link.ended_on.is_(None))
        for insured_id, holder_id, loan in session.execute(active):
            self._links[insured_id, holder_id, names.number_key(loan)] = THERE, 0

    def judge(self, row: Row | HolderRow) -> Judged:
        read = row if isinstance(row, HolderRow) else self._reader.read(row)
        judged = SAYS_NOTHING | {"position": read.number, "cells": read.cells}
        if read.refused:
            return judged | import_verdicts.rejection(*read.refused)
        self._alike: int | None = None
        try:
            return judged | self._taken(read)
        except Rejected as wrong:
            return judged | self._alike_said(wrong) | import_verdicts.rejection(wrong.heading, str(wrong))

    def _taken(self, row: HolderRow) -> Judged:
        assert row.key is not None
        number = row.number
        insured_id, lines = self._asked(row.link)
        target = self._target(row, row.key)
        judged = self._alike_said(None) | {"decision": self._decisions.get(number, "") if self._alike else ""}
        if target is None:
            self._holders.add(row.key, -number)
            judged |= {"verdict": Verdict.CREATED.value, "holder": row.holder, "same_as": number}
            target = -number
        else:
            judged |= {"verdict": Verdict.MATCHED.value} | _who(target)
        if row.link is not None and insured_id:
            judged |= self._linked(number, judged["verdict"], insured_id, target, row.link, lines)
        return judged

    def _asked(self, link: Link | None) -> tuple[int, tuple[str, ...]]:
        """The insured, and the line of each policy that the link names."""
        if link is None:
            return 0, ()
        insured_id = self._insureds.only(
            link.insured_name, HEADINGS[Column.INSURED_NAME], "Link this holder on the insured's page."
        )
        return insured_id, tuple(self._line(insured_id, number) for number in link.policy_numbers)

    def _line(self, insured_id: int, number: str) -> str:
        known = self._policies.get(names.number_key(number), [])
        if not known:
            raise _rejected(
                Column.POLICY_NUMBER, f"There is no policy {number}. Mend the number, or leave it out."
            )
        for owner, line in known:
            if owner == insured_id:
                return line
        raise _rejected(
            Column.POLICY_NUMBER, f"The policy {number} is another insured's. Mend one of the two."
        )

    def _target(self, row: HolderRow, key: HolderKey) -> int | None:
        """Whose row it is: a holder that is there, an earlier row's, or None for a new one."""
        if row.named_only:
            return self._only_named(key)
        same = self._holders.same(key)
        if same is not None:
            return same
        self._alike = self._holders.alike(key)
        if self._alike is not None and self._decisions.get(row.number) == SAME:
            self._holders.add_former(key, self._alike)  # the rows below in this spelling follow
            return self._alike
        if self._kind is Kind.LINKS:
            raise _rejected(
                Column.HOLDER_NAME,
                "There is no holder of this name and address. Import it first, "
                "or choose Holders and links in one pass.",
            )
        return None

    def _only_named(self, key: HolderKey) -> int:
        found = self._holders.named(key)
        if found == SEVERAL:
            raise _rejected(
                Column.LINE_ONE, "Several holders have this name. Enter the address to tell which."
            )
        if found is not None:
            return found
        if self._kind is Kind.LINKS:
            raise _rejected(Column.HOLDER_NAME, "There is no holder of this name. Import it first.")
        raise _rejected(Column.LINE_ONE, next(iter(holder_import.missing_address().values())))

    def _alike_said(self, wrong: Rejected | None) -> Judged:
        if self._alike is None or (wrong is not None and self._kind is not Kind.LINKS):
            return {}
        return {"alike_id": self._alike} if self._alike > 0 else {"alike_row": -self._alike}

    def _linked(
        self, number: int, verdict: str, insured_id: int, target: int, link: Link, lines: Sequence[str]
    ) -> Judged:
        key = (insured_id, target, names.number_key(link.loan_number) if link.loan_number else "")
        first, known = self._links.get(key, (number, 0))
        if first == THERE:
            return {"message": ALREADY_LINKED}
        wishes = _wishes(link.types, lines)
        said = _bits(link.types + wishes)
        if first != number and not said & ~known:
            return {"message": f"Row {first} of this file links it already."}
        self._links[key] = first, known | said
        asked = {
            "insured_id": insured_id,
            "types": list(link.types),
            "other_type": link.other_type,
            "wants_additional_insured": list(wishes),
            "loan_number": link.loan_number,
            "description": link.description,
        }
        linked = verdict if verdict == Verdict.CREATED else Verdict.LINKED.value
        return {"verdict": linked, "link": asked, "link_of": first}


def _wishes(types: Sequence[str], lines: Sequence[str]) -> tuple[str, ...]:
    """The lines whose box is asked for; workers compensation has none (R8)."""
    if not lines or InterestType.ADDITIONAL_INSURED.value not in types:
        return ()
    return tuple(dict.fromkeys(line for line in lines if line != Line.WORKERS_COMPENSATION.value))


_BITS: dict[str, int] = {
    value: 1 << place
    for place, value in enumerate([one.value for one in InterestType] + [one.value for one in Line])
}


@lru_cache(1024)
def _bits(values: tuple[str, ...]) -> int:
    return sum({_BITS[one] for one in values})


def _who(target: int) -> Judged:
    return {"holder_id": target} if target > 0 else {"same_as": -target}


def _known_holders(session: Session) -> HolderIndex:
    row, name, index = tables.holders, tables.holder_names, HolderIndex()
    address = (row.address_line_one, row.address_line_two, row.city, row.zip_code)
    for holder_id, *said in session.execute(
        select(row.id, row.name, *address).where(row.merged_into_id.is_(None)).order_by(row.id)
    ):
        index.add(holder_keys.of(*said), holder_id)
    former = (
        select(row.id, name.name, *address)
        .join(Holder, row.id == name.holder_id)
        .where(row.merged_into_id.is_(None), name.name != row.name)
    )
    for holder_id, *said in session.execute(former):
        index.add_former(holder_keys.of(*said), holder_id)
    merged = select(row.merged_into_id, name.name, *address).join(Holder, row.id == name.holder_id)
    for survivor_id, *said in session.execute(
        merged.where(row.merged_into_id.is_not(None)).order_by(name.id)
    ):
        index.add(holder_keys.of(*said), survivor_id)  # in whatever spelling: it is the survivor now
    return index

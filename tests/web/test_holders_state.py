"""Holders without a browser: what is ticked, merged and found twice, and the certificates they received."""

from typing import Any

import pytest
from sqlmodel import Session, col, select

from coi_app import db, models
from coi_app.rules import access
from coi_app.rules.access import Role
from coi_app.services import holder_duplicates
from coi_app.web.agency.additional_interests.edits_state import InterestEditsState
from coi_app.web.agency.additional_interests.state import InterestsState
from coi_app.web.agency.certificates_sent import asked
from coi_app.web.agency.certificates_sent.state import SentState
from coi_app.web.agency.holders.duplicates_state import DuplicatesState
from coi_app.web.agency.holders.merge_state import MergeState
from coi_app.web.agency.holders.state import HoldersState
from tests import factories, states
from tests.web.test_sent_state import FRIDAY


@pytest.fixture
def agent(engine: object) -> str:
    return states.somebody(Role.AGENT)[1]


def two(session: Session, name: str) -> tuple[models.Holder, models.Holder, models.Insured]:
    """Two spellings of one holder at one insured; the second has more certificates."""
    insured = factories.insured(session, f"{name} Framing Inc")
    version = factories.master(session, insured, [factories.policy(session, insured)])
    first = factories.holder(session, f"{name} Homes, L.L.C.", email="", attention="Legal")
    second = factories.holder(session, f"{name} Homes LLC", address_line_one="800 West Main Street")
    for holder in (first, second):
        factories.interest(session, insured, holder, types=["loss_payee"] if holder is first else ["lessor"])
    factories.certificate(session, insured, second, version, delivery="failed")
    return first, second, insured


def made(name: str) -> tuple[int, int, int]:
    with db.writing() as session:
        first, second, insured = two(session, name)
        return first.id or 0, second.id or 0, insured.id or 0


def opened(token: str, kind: Any, address: str = "/holders", root: Any = None) -> tuple[Any, Any]:
    root = root or states.tree(token, address)
    state = states.of(root, kind)
    states.call(state, "load")
    return root, state


def test_ticks_stay_over_searches_and_lead_to_the_certificates(agent: str) -> None:
    first, second, _ = made("Alder")
    root, listed = opened(agent, HoldersState)
    states.call(listed, "tick", second, True)
    states.call(listed, "tick", first, True)
    states.call(listed, "tick", "x", True)
    root, again = opened(agent, HoldersState, root=root)
    assert (again.chosen, sorted(again.ticked)) == (2, sorted([first, second]))
    (move,) = states.call(listed, "see_certificates")
    assert f"holders={first}%2C{second}" in str(move)
    listed._ticks = listed._ticks.set(range(1, 40), True)
    listed._show_ticks()
    (told,) = states.call(listed, "see_certificates")
    assert "at most 20" in str(told)
    states.call(listed, "tick_none")
    assert (listed.chosen, listed.ticked) == (0, [])


def test_the_certificates_of_holders_are_listed(agent: str) -> None:
    first, second, _ = made("Birch")
    address = f"/certificates?holders={first},{second},x,{'9' * 30}&line=general_liability"
    _, sent = opened(agent, SentState, address)
    assert [row.holder for row in sent.rows] == ["Birch Homes LLC"]
    assert sent.holder_words == "Birch Homes, L.L.C., Birch Homes LLC"
    found = asked.read({"holders": "1,,b,3", "line": "boats"}, FRIDAY)
    assert (found.filters().holder_ids, found.filters().line) == ((1, 3), "")
    assert (
        len(asked.read({"holders": ",".join(["7"] * 90)}, FRIDAY).filters().holder_ids) == asked.MOST_HOLDERS
    )


def test_two_are_compared_and_merged(agent: str) -> None:
    first, second, _ = made("Cedar")
    root, listed = opened(agent, HoldersState)
    for one in (first, second):
        states.call(listed, "tick", one, True)
    merge = states.of(root, MergeState)
    states.call(merge, "open_ticked")
    assert merge.is_open and merge.stays == second  # it has the certificate
    assert merge.kept == {
        "name": second,
        "attention": first,
        "address": second,
        "email": second,
        "phone": second,
    }
    assert [line.words for line in merge.joining] == [["Type: Lessor and Loss payee become one."]]
    assert [column.waits for column in merge.columns] == ["", "1 failed delivery"]
    states.call(merge, "keep", "name", first)
    states.call(merge, "keep", "boats", first)
    states.call(merge, "keep", "email", 987_654)
    states.call(merge, "choose_survivor", 987_654)
    states.call(merge, "choose_survivor", first)
    assert (merge.stays, merge.kept["name"], merge.kept["address"]) == (first, first, first)
    assert merge.kept["email"] == second  # the other one has none
    states.call(merge, "merge")
    assert not merge.is_open and listed._ticks.only == {first, second}  # the events that follow clear them
    with db.reading() as session:
        stays, gone = session.get_one(models.Holder, first), session.get_one(models.Holder, second)
        assert (stays.name, stays.attention, stays.email) == (
            "Cedar Homes, L.L.C.",
            "Legal",
            "certs@halvorsenpg.example",
        )
        assert gone.merged_into_id == first
    _, shown = opened(agent, HoldersState, f"/holders?holder={second}")
    assert (shown.name, shown._shown) == ("Cedar Homes, L.L.C.", first)
    assert [place.name for place in shown.used.links] == ["Cedar Framing Inc"] * 2
    assert (shown.used.certificates, shown.used.failed, len(shown.used.standings)) == ("1", 1, 1)
    _, one = opened(agent, HoldersState, f"/holders/{second}")
    (move,) = states.call(one, "open_one")
    assert f"/holders?holder={second}" in str(move)


def test_a_refused_merge_keeps_what_was_chosen(agent: str) -> None:
    first, second, _ = made("Dogwood")
    root, _ = opened(agent, HoldersState)
    merge = states.of(root, MergeState)
    states.call(merge, "open_these", [first, second])
    states.call(merge, "keep", "attention", second)
    with db.writing() as session:
        session.get_one(models.Holder, first).revision += 1
    assert states.call(merge, "merge") == []
    assert merge.is_open and merge.refusal.startswith("Somebody else changed this holder Dogwood")
    assert merge.kept["attention"] == second
    (told,) = states.call(merge, "open_these", [first])
    assert "two different holders" in str(told)


def test_duplicates_are_listed_without_those_merged_meanwhile(agent: str) -> None:
    first, second, _ = made("Elder")
    root, _ = opened(agent, HoldersState, "/holders?q=elder")
    found = states.of(root, DuplicatesState)
    states.call(found, "open")
    assert (found.is_looking, found.narrowed) == (True, "elder")
    found._found = looked("elder")
    states.call(found, "again")
    assert [(group.ids, group.sure) for group in found.groups] == [([first, second], True)]
    merge = states.of(root, MergeState)
    states.call(merge, "open_these", found.groups[0].ids)
    assert "again" in str(states.call(merge, "merge"))
    states.call(found, "again")
    assert (found.groups, found.is_open) == ([], False)


def looked(text: str) -> tuple[holder_duplicates.Duplicates, ...]:
    """What the handler in the background finds."""
    with db.reading() as session:
        return holder_duplicates.find(session, access.system_actor(), text)


def types_of(insured_id: int) -> list[list[str]]:
    with db.reading() as session:
        link = models.AdditionalInterest
        query = select(link).where(link.insured_id == insured_id).order_by(col(link.id))
        return [row.types for row in session.exec(query)]


def test_links_are_edited_after_a_preview_of_these_very_values(agent: str) -> None:
    _, _, insured = made("Fir")
    root, listed = opened(agent, InterestsState, f"/insureds/{insured}?tab=additional-interests")
    states.call(listed, "tick_all")
    assert (listed.chosen, listed.is_everyone) == (2, True)
    edits = states.of(root, InterestEditsState)
    states.call(edits, "open")
    form = {"edits_change_types": True, "edits_types__lessor": True, "edits_description": "ignored"}
    states.call(edits, "submit", {"edits_types__lessor": True})
    assert edits.refusal.startswith("Tick at least one field")
    states.call(edits, "submit", form)
    assert (edits.is_seen, edits.changing, edits.chosen, edits.fields) == (True, 1, 2, "type")
    assert types_of(insured) == [["loss_payee"], ["lessor"]]
    other = {**form, "edits_change_ended_on": True, "edits_ended_on": "tomorrow"}
    states.call(edits, "submit", other)
    assert (edits.is_seen, list(edits.problems)) == (False, ["ended_on"])
    states.call(edits, "submit", form)
    states.call(edits, "submit", form)
    assert edits.form == "" and types_of(insured) == [["lessor"], ["lessor"]]


@pytest.mark.parametrize(
    ("kind", "handlers"),
    [
        (MergeState, ("open_ticked", "open_these", "choose_survivor", "keep", "merge")),
        (DuplicatesState, ("open", "look_through", "more", "again")),
        (InterestEditsState, ("open", "submit")),
        (InterestsState, ("tick", "tick_page", "tick_all")),
    ],
)
def test_a_viewer_changes_nothing(engine: object, kind: Any, handlers: tuple[str, ...]) -> None:
    root = states.tree(states.somebody(Role.VIEWER)[1], "/holders")
    assert [states.refused(root, kind, handler) for handler in handlers] == [True] * len(handlers)
    for handler in ("tick", "see_certificates"):
        assert not states.refused(root, HoldersState, handler)

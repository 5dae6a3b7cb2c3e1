import json
from dataclasses import replace
from datetime import timedelta

import pytest

from coi_app.rules import composition, errors
from coi_app.rules.certificate_content import (
    Box,
    Insurer,
    canonical_json,
    own_from_json,
    own_to_json,
    shared_from_json,
    shared_to_json,
)
from coi_app.rules.coverage import Line
from tests.rules import redwood
from tests.rules.redwood import AUTO, GL, HALVORSEN, MASTER, PROFESSIONAL, TODAY, UMBRELLA, WC, judged, master

MANY = [replace(PROFESSIONAL, id=10 + n, number=f"P-{n}", carrier_name=f"Carrier {n % 8}") for n in range(12)]


def test_letters_follow_the_rows_whatever_the_order_of_the_master() -> None:
    shared = composition.shared_content(master(PROFESSIONAL, WC, UMBRELLA, AUTO, GL), TODAY)
    assert [row.line for row in shared.policies] == list(Line)
    assert [row.letter for row in shared.policies] == ["A", "A", "B", "C", "D"]
    assert shared.insurers == (
        Insurer("A", "Cobalt Ridge Casualty Co", "99104"),
        Insurer("B", "Lodestar Indemnity Co", "99217"),
        Insurer("C", "Great Basin Workers Mutual", "99340"),
        Insurer("D", "Summit Specialty Co", "99555"),
    )


def test_the_same_name_with_another_code_is_another_insurer() -> None:
    shared = composition.shared_content(master(GL, replace(AUTO, naic="99105")), TODAY)
    assert [one.letter for one in shared.insurers] == ["A", "B"]


def test_a_policy_to_come_is_pending_on_the_paper() -> None:
    future = replace(GL, effective_on=TODAY + timedelta(days=1))
    shared = composition.shared_content(master(future, AUTO), TODAY)
    assert [row.pending for row in shared.policies] == [True, False]


def test_more_than_six_insurers_share_two_papers_and_none_is_dropped() -> None:
    papers = composition.shared_contents(master(*MANY), TODAY)
    assert [len(paper.insurers) for paper in papers] == [6, 2]
    assert sorted(row.policy_id for paper in papers for row in paper.policies) == [p.id for p in MANY]
    with pytest.raises(ValueError, match="8 insurers"):
        composition.shared_content(master(*MANY), TODAY)


def test_each_paper_takes_the_boxes_of_its_own_rows() -> None:
    facts = master(GL, *MANY)
    verdict = judged(facts)
    drafts = [
        composition.certificate_content(paper, HALVORSEN, verdict, "")
        for paper in composition.shared_contents(facts, TODAY)
    ]
    for draft in drafts:
        assert [box.policy_id for box in draft.boxes] == [row.policy_id for row in draft.shared.policies]
    assert drafts[0].boxes[0].additional_insured is Box.YES


def test_a_draft_has_no_number_until_it_is_issued() -> None:
    verdict = judged()
    draft = composition.certificate_content(
        composition.shared_content(MASTER, TODAY), HALVORSEN, verdict, redwood.PLAIN.text
    )
    assert draft.is_draft and draft.issued_on is None and draft.verification_url == ""
    issued = composition.issued_content(
        draft, verdict, number="KV-26-1", revision=0, issued_on=TODAY, verification_url="x/v/1"
    )
    assert (issued.number, issued.issued_on, issued.holder) == ("KV-26-1", TODAY, draft.holder)
    assert not issued.is_draft


def test_nothing_is_issued_against_a_block_or_without_a_number() -> None:
    shared = composition.shared_content(MASTER, TODAY)
    blocked = judged(holder=replace(HALVORSEN, name=""))
    draft = composition.certificate_content(shared, HALVORSEN, blocked, "")
    with pytest.raises(errors.Blocked, match="The holder has no name"):
        composition.issued_content(
            draft, blocked, number="KV-1", revision=0, issued_on=TODAY, verification_url=""
        )
    with pytest.raises(ValueError, match="number"):
        composition.issued_content(
            draft, judged(), number="", revision=0, issued_on=TODAY, verification_url=""
        )


def test_what_is_stored_comes_back_the_same() -> None:
    facts = master(GL, AUTO, UMBRELLA, WC, PROFESSIONAL)
    shared = composition.shared_content(facts, TODAY)
    assert shared_from_json(json.loads(canonical_json(shared_to_json(shared)))) == shared
    verdict = judged(facts)
    issued = composition.issued_content(
        composition.certificate_content(shared, HALVORSEN, verdict, "Text"),
        verdict,
        number="KV-1",
        revision=2,
        issued_on=TODAY,
        verification_url="x/v/1",
    )
    again = own_from_json(
        own_to_json(issued),
        shared,
        description="Text",
        number="KV-1",
        revision=2,
        issued_on=TODAY,
        verification_url="x/v/1",
    )
    assert again == issued

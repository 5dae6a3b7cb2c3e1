import json
from dataclasses import replace

import pytest

from coi_app.rules import errors, verdict, wording
from coi_app.rules.facts import PLAIN_HOLDER, Issuer
from coi_app.rules.findings import CureKind, Severity, State, Verdict
from tests.rules import redwood
from tests.rules.redwood import HALVORSEN, MASTER, TODAY, WISHES, judged, only, rules

FREE = wording.plain("Typed for this one.", free=True)
NOBODY = replace(HALVORSEN, name="")


def ready() -> Verdict:
    return judged()


def warned() -> Verdict:
    return judged(interest=replace(WISHES, written_contract_on=None))


def blocked() -> Verdict:
    return judged(holder=NOBODY)


def test_staff_may_override_a_warning_and_nobody_a_block() -> None:
    assert (ready().state, warned().state, blocked().state) == (State.READY, State.WARNED, State.BLOCKED)
    assert verdict.can_override(warned(), Issuer.STAFF)
    assert not verdict.can_override(warned(), Issuer.INSURED)
    assert not any(verdict.can_override(blocked(), issuer) for issuer in Issuer)
    assert not any(verdict.can_override(ready(), issuer) for issuer in Issuer)


def test_sam_says_why_and_the_reason_is_kept() -> None:
    assert verdict.release(warned(), Issuer.STAFF, "  Blank boxes agreed with holder, 3/4 ") == (
        "Blank boxes agreed with holder, 3/4"
    )


@pytest.mark.parametrize("reason", ["", "  ", "...", "x" * 501, None, 7, "so\x00so"])
def test_a_warning_is_not_overridden_without_a_reason(reason: object) -> None:
    with pytest.raises(errors.InvalidInput) as refused:
        verdict.release(warned(), Issuer.STAFF, reason)
    assert list(refused.value.problems) == ["reason"]


def test_ivy_cannot_override_but_may_send_what_is_ready() -> None:
    assert verdict.release(ready(), Issuer.INSURED) == ""
    with pytest.raises(errors.NotAllowed):
        verdict.release(warned(), Issuer.INSURED, "I promise")


@pytest.mark.parametrize("issuer", list(Issuer))
def test_a_block_stands_whoever_asks(issuer: Issuer) -> None:
    with pytest.raises(errors.Blocked, match="The holder has no name"):
        verdict.release(blocked(), issuer, "A very good reason")


def test_blocks_come_before_warnings_before_notes() -> None:
    worst = judged(
        interest=replace(WISHES, written_contract_on=None),
        holder=replace(NOBODY, address=replace(redwood.ADDRESS, zip_code="")),
    )
    assert [one.severity for one in worst.findings] == [
        Severity.BLOCK,
        *[Severity.WARN] * len(worst.warnings),
        *[Severity.NOTE] * len(worst.notes),
    ]
    assert len(worst.blocks) == len(worst.notes) == 1 and worst.warnings


def test_a_stored_verdict_comes_back_as_it_was() -> None:
    for each in (ready(), warned(), blocked()):
        assert Verdict.from_json(json.loads(json.dumps(each.to_json()))) == each


def test_one_bench_judges_many_as_each_alone() -> None:
    bench = verdict.Judge(MASTER, TODAY)
    for interest in (WISHES, PLAIN_HOLDER, replace(WISHES, active=False), WISHES):
        text = wording.plain("Halvorsen Property Group LLC is an additional insured.")
        alone = verdict.judge(MASTER, HALVORSEN, interest, text, TODAY)
        assert bench.judge(HALVORSEN, interest, text) == alone


def test_free_wording_is_acknowledged_by_staff_and_refused_to_an_insured() -> None:
    assert only(judged(description=FREE), "R24").severity is Severity.WARN
    assert only(judged(description=FREE, issuer=Issuer.INSURED), "R24").severity is Severity.BLOCK
    allowed = verdict.judge(MASTER, HALVORSEN, WISHES, FREE, TODAY, Issuer.INSURED, may_write_freely=True)
    assert allowed.state is State.READY


@pytest.mark.parametrize("text", ["追加被保険者", "Additional: дополнительный", "Αθήνα", "مؤمن"])
def test_an_insured_writes_what_the_rules_can_read(text: str) -> None:
    """R24: promises are found in English only."""
    by = [Issuer.INSURED, Issuer.STAFF]
    typed = wording.resolve(text, {}, free=True)
    found = [verdict.judge(MASTER, HALVORSEN, WISHES, typed, TODAY, one, may_write_freely=True) for one in by]
    assert [only(one, "R24").severity for one in found] == [Severity.BLOCK, Severity.WARN]
    assert f"“{next(letter for letter in text if ord(letter) > 255)}”" in only(found[0], "R24").why


@pytest.mark.parametrize("text", ["Łódź, Ánh and Çelik: job 7 – 50 % × 2", "Calle 5ª", "Hawaiʻi, 5 µm", "🌮"])
def test_accents_and_signs_are_no_other_script(text: str) -> None:
    typed = wording.resolve(text, {}, free=True)
    allowed = verdict.judge(MASTER, HALVORSEN, WISHES, typed, TODAY, Issuer.INSURED, may_write_freely=True)
    assert allowed.state is State.READY


def test_snake_river_has_no_project() -> None:
    values = wording.values_of(MASTER, HALVORSEN, replace(WISHES, project=""), TODAY)
    block = only(judged(description=wording.resolve("Job: {project}.", values)), "R25")
    assert block.why == "The description asks for {project}, which this holder does not have."
    assert (block.severity, block.cure_kind) == (Severity.BLOCK, CureKind.PROJECT)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{projct}", "{projct} is no placeholder. Did you mean {project}?"),
        ("{xyz}", "{xyz} is no placeholder."),
        (
            "Job {project",
            "A brace near “Job {project” has no partner. Write {{ or }} for a brace that is meant.",
        ),
    ],
)
def test_a_broken_placeholder_blocks(template: str, said: str) -> None:
    values = wording.values_of(MASTER, HALVORSEN, WISHES, TODAY)
    assert only(judged(description=wording.resolve(template, values)), "R25").why == said


def test_a_gap_on_the_master_leads_to_the_master() -> None:
    only_auto = redwood.master(redwood.AUTO)
    values = wording.values_of(only_auto, HALVORSEN, PLAIN_HOLDER, TODAY)
    block = only(judged(only_auto, PLAIN_HOLDER, wording.resolve("{policy.gl.number}", values)), "R25")
    assert block.why == "The description asks for {policy.gl.number}, which this master does not have."
    assert block.cure_kind is CureKind.MASTER


def lacks_kanji(text: str) -> str:
    return "".join(char for char in text if ord(char) > 0x2FFF)


@pytest.mark.parametrize(
    ("name", "description", "field"),
    [("漢字 KK", "", "holder.name"), ("Halvorsen", "漢", "description")],
)
def test_what_cannot_be_printed_is_named(name: str, description: str, field: str) -> None:
    found = verdict.judge(
        MASTER,
        replace(HALVORSEN, name=name),
        PLAIN_HOLDER,
        wording.plain(description),
        TODAY,
        unprintable_in=lacks_kanji,
    )
    (block,) = found.blocks
    assert (block.rule, block.field) == ("R26", field)
    assert "漢 (U+6F22)" in block.why


def test_what_the_master_cannot_print_is_named_too() -> None:
    facts = replace(MASTER, insured=replace(MASTER.insured, dba="漢字"))
    found = verdict.judge(
        facts, HALVORSEN, PLAIN_HOLDER, wording.plain(""), TODAY, unprintable_in=lacks_kanji
    )
    assert [one.field for one in found.blocks] == ["insured"]


def test_a_long_description_is_said_to_go_on() -> None:
    assert only(judged(description="Word " * 240), "R26").severity is Severity.NOTE
    assert rules(judged(description="Word " * 200)) == []

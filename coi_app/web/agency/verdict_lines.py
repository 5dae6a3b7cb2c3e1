"""Verdict, findings and choices as a page with a form and a preview draws them."""

from dataclasses import dataclass

from coi_app.queries.holder_choices import HolderChoice
from coi_app.rules.findings import CURE_LABELS, BoxVerdict, CureKind, Finding, Verdict
from coi_app.web import routes

# Where a finding is repaired that cannot be repaired on this page: cure -> tab of the insured.
TABS = {
    CureKind.POLICY: "policies",
    CureKind.ENDORSEMENT: "policies",
    CureKind.CONTRACT: "additional-interests",
    CureKind.LOAN_NUMBER: "additional-interests",
    CureKind.INTEREST: "additional-interests",
    CureKind.INSURED: "overview",
    CureKind.MASTER: "documents",
}
HOLDER = {CureKind.HOLDER_NAME, CureKind.HOLDER_ADDRESS}
SETTINGS = {CureKind.CARRIER: "carriers", CureKind.AGENCY: "agency"}


@dataclass(frozen=True)
class Repair:
    """A link; `href` "" where there is none."""

    words: str
    href: str


@dataclass(frozen=True)
class BoxLine:
    """One policy with both boxes and the sentence to each; `*_turned` when the last change turned the box."""

    policy_id: int
    title: str
    insured: str
    insured_why: str
    insured_repair: Repair
    insured_turned: bool
    waiver: str
    waiver_why: str
    waiver_repair: Repair
    waiver_turned: bool


@dataclass(frozen=True)
class FindingLine:
    """`severity` is "block", "warn" or "note"."""

    rule: str
    severity: str
    why: str
    cure: str
    repair: Repair


@dataclass(frozen=True)
class Place:
    """What a repair is about."""

    insured_id: str
    holder_id: int


def boxes(verdict: Verdict, place: Place, before: list[BoxLine]) -> list[BoxLine]:
    """`before` are the lines shown until now."""
    known = {line.policy_id: line for line in before}
    return [_box(box, place, known.get(box.policy_id)) for box in verdict.boxes]


def _box(box: BoxVerdict, place: Place, before: BoxLine | None) -> BoxLine:
    insured, waiver = box.additional_insured.value, box.subrogation_waived.value
    return BoxLine(
        policy_id=box.policy_id,
        title=box.title,
        insured=insured,
        insured_why=box.additional_insured_why,
        insured_repair=repair(box.additional_insured_cure, place, box.policy_id),
        insured_turned=before is not None and before.insured != insured,
        waiver=waiver,
        waiver_why=box.subrogation_why,
        waiver_repair=repair(box.subrogation_cure, place, box.policy_id),
        waiver_turned=before is not None and before.waiver != waiver,
    )


def finding(found: Finding, place: Place) -> FindingLine:
    link = repair(found.cure_kind, place, found.policy_id)
    return FindingLine(found.rule, found.severity.value, found.why, found.cure, link)


def repair(kind: CureKind, place: Place, policy_id: int) -> Repair:
    """Where it is repaired, opened beside the page; none for what is typed there or waits for a day."""
    if kind in HOLDER:
        href = routes.holder(place.holder_id)
    elif kind in SETTINGS:
        href = routes.with_query(routes.SETTINGS, {"tab": SETTINGS[kind]})
    elif tab := TABS.get(kind):
        sub = "masters" if kind is CureKind.MASTER else ""
        policy = {"policy": str(policy_id)} if tab == "policies" and policy_id else {}
        href = routes.insured(place.insured_id, tab, sub, **policy)
    else:
        return Repair("", "")
    return Repair(CURE_LABELS[kind], href)


def holder_in_words(holder: HolderChoice) -> str:
    """The lines under its name on the paper."""
    attention = f"Attn: {holder.attention}" if holder.attention else ""
    return ", ".join(part for part in (attention, *holder.address.rows()) if part) or "No address yet."

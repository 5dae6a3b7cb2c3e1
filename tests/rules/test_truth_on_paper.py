"""The page itself states no limit, no day and no box that the policies do not give: drawn, read back, compared.

`test_truth` ends at the content; here whatever may leave is drawn and read by PDFium.
"""

import re
from datetime import date

from hypothesis import HealthCheck, Phase, assume, given, settings

from coi_app.documents.certificate import CertificatePress
from coi_app.rules import composition, verdict, verdict_policies, wording
from coi_app.rules.certificate_content import Box, CertificateContent
from coi_app.rules.facts import HolderFacts, InterestFacts, Issuer, MasterFacts, PolicyFacts
from tests.documents import reading, stated
from tests.rules import drawn, redwood
from tests.rules.test_truth import may_leave

AMOUNT, DAY = re.compile(r"\d{1,3}(?:,\d{3})+"), re.compile(r"\d\d/\d\d/\d{4}")
LEFT: list[str] = []


def test_what_leaves_says_on_paper_what_the_policies_give() -> None:
    LEFT.clear()
    whatever_is_drawn_is_true()
    assert len(LEFT) > 20


@settings(
    max_examples=150,
    derandomize=True,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(drawn.policies(), drawn.holders, drawn.interests, drawn.templates)
def whatever_is_drawn_is_true(
    shown: tuple[PolicyFacts, ...], holder: HolderFacts, interest: InterestFacts, template: str
) -> None:
    facts = redwood.master(*shown)
    text = wording.resolve(template, wording.values_of(facts, holder, interest, redwood.TODAY))
    found = verdict.judge(facts, holder, interest, text, redwood.TODAY, Issuer.STAFF)
    assume(may_leave(found, Issuer.STAFF))
    for number, paper in enumerate(composition.shared_contents(facts, redwood.TODAY)):
        draft = composition.certificate_content(paper, holder, found, text.text)
        content = composition.issued_content(
            draft, found, number=f"KV-26-{number:05d}", revision=0, issued_on=redwood.TODAY,
            verification_url="https://coi.example/v/Q7",
        )  # fmt: skip
        words = reading.words(CertificatePress(paper, {}).draw(content).whole)
        assert stated.missing(content, words) == []
        nothing_else_is_said(facts, content, words)
        LEFT.append(content.number)


def nothing_else_is_said(facts: MasterFacts, content: CertificateContent, words: str) -> None:
    """Against the policies themselves, not against what was composed of them."""
    on_paper = {row.policy_id for row in content.shared.policies}
    policies = [policy for policy in facts.policies if policy.id in on_paper]
    limits = {
        f"{limit:,}" for one in policies for limit in verdict_policies.limits_of(one) if is_amount(limit)
    }
    days = {day for one in policies for day in (one.effective_on, one.expires_on)} | {redwood.TODAY}
    assert set(AMOUNT.findall(words)) <= limits | set(AMOUNT.findall(content.description))
    assert set(DAY.findall(words)) <= set(map(shown, days)) | set(DAY.findall(content.description))
    marked = sum(Box.YES in (box.additional_insured, box.subrogation_waived) for box in content.boxes)
    assert marked or ("ADDL INSD: Y" not in words and "SUBR WVD: Y" not in words)


def is_amount(limit: object) -> bool:
    return isinstance(limit, int)


def shown(day: date) -> str:
    return f"{day:%m/%d/%Y}"


def test_a_limit_that_no_policy_has_would_be_noticed() -> None:
    facts = redwood.master(redwood.GL)
    found = verdict.judge(
        facts, redwood.HALVORSEN, InterestFacts(), wording.resolve("", {}), redwood.TODAY, Issuer.STAFF
    )
    (paper,) = composition.shared_contents(facts, redwood.TODAY)
    content = composition.certificate_content(paper, redwood.HALVORSEN, found, "")
    for words in ("General aggregate 99,000,000", "expires 01/01/2031", "General Liability, ADDL INSD: Y"):
        try:
            nothing_else_is_said(facts, content, words)
        except AssertionError:
            continue
        raise AssertionError(words)

"""What a revision says otherwise than the certificate it takes the place of, and what a correction may keep (R30).

A revision is made on one of two grounds. A *correction* keeps what was printed of the policies, the carriers and the
agency, and changes only the holder's part; so it may leave only while all of that is still true (R3). A revision *from
the records* states the policies as they are today.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum

from coi_app.rules import findings
from coi_app.rules.certificate_content import CertificateContent, Producer, SharedContent
from coi_app.rules.certificate_difference import Difference, Paper, title_of
from coi_app.rules.errors import InvalidInput
from coi_app.rules.facts import shown_day
from coi_app.rules.fields import Reader
from coi_app.rules.findings import Finding, Severity, Verdict

MAX_WHY, LEAST_WHY = 500, 3  # characters; letters and digits
FROM_RECORDS = "Choose “From today's records”."


class Ground(StrEnum):
    CORRECTION = "correction"
    RECORDS = "records"


def why(typed: object) -> str:
    """The cleaned reason of a revision; InvalidInput({"why": ...}) unless it says something."""
    form = Reader({"why": typed})
    said = form.text("why", "why it is revised", max_length=MAX_WHY, required=True, lines=True)
    form.raise_if_wrong()
    if sum(char.isalnum() for char in said) < LEAST_WHY:
        raise InvalidInput({"why": "Say why it is revised."})
    return said


def kept(stated: SharedContent, today: date) -> SharedContent:
    """What a correction prints of the policies: as it was, save that one which has begun is not pending any more."""
    policies = tuple(replace(one, pending=one.effective_on > today) for one in stated.policies)
    return replace(stated, policies=policies)


def judged(verdict: Verdict, paper: Paper, now: Producer, today: date) -> Verdict:
    """The verdict on a correction: what it keeps and is not so any more blocks, warns or is noted."""
    found = [*verdict.findings, *_kept(paper), *_over(paper, today), *_signed(paper.stated.producer, now)]
    return replace(verdict, findings=findings.in_order(found))


def _kept(paper: Paper) -> Iterator[Finding]:
    for one in paper.shared:
        if one.field == "status" or (one.rule == "R16" and not one.before):
            continue  # the policies say that themselves; what the master shows besides is not on this paper
        severity = Severity.BLOCK if one.claims_more or one.rule == "R13" else Severity.NOTE
        if severity is Severity.NOTE and one.field == "carrier":
            severity = Severity.WARN  # the same company, under another name than its legal one
        yield Finding(one.rule, severity, "policies", one.sentence, FROM_RECORDS, policy_id=one.policy_id)


def _over(paper: Paper, today: date) -> Iterator[Finding]:
    """A term that has run out as it is printed, while the record has a longer one now (R2)."""
    for policy in paper.stated.policies:
        now = paper.pairs[policy.policy_id]
        if now is not None and policy.expires_on <= today < now.expires_on:
            said = f"{title_of(policy)} {policy.number} ended on {shown_day(policy.expires_on)} as it is printed."
            yield Finding("R2", Severity.BLOCK, "policies", said, FROM_RECORDS, policy_id=policy.policy_id)


def _signed(stated: Producer, now: Producer) -> Iterator[Finding]:
    """Nobody signs today who is not the authorized representative any more, unless somebody stands in for it."""
    if (stated.name, stated.representative, stated.signature_sha256) != (
        now.name,
        now.representative,
        now.signature_sha256,
    ):
        said = (
            f"It keeps the signature of {_signer(stated)}; new certificates are signed for {_signer(now)}."
            if _signer(stated) != _signer(now)
            else "It keeps a signature that was replaced since."
        )
        yield Finding("R30", Severity.WARN, "producer", said, FROM_RECORDS)
    elif replace(stated, logo_sha256="") != replace(now, logo_sha256=""):
        said = "It keeps the agency's address and telephone as they were printed."
        yield Finding("R30", Severity.NOTE, "producer", said, FROM_RECORDS)


def _signer(one: Producer) -> str:
    return ", ".join(part for part in (one.representative, one.name) if part)


def differences(
    old: CertificateContent, new: CertificateContent, paper: Paper, verdict: Verdict, ground: Ground
) -> tuple[Difference, ...]:
    """Everything that is printed otherwise, in the order of the paper; number, day and code aside."""
    shared = paper.shared if ground is Ground.RECORDS else ()
    on_paper = {one.policy_id for one in new.shared.policies}
    boxes = (one for one in paper.boxes(old.boxes, verdict) if one.policy_id in on_paper)
    return (*_agency(old, new), *_insured(old, new), *shared, *boxes, *_own(old, new))


def is_same(old: CertificateContent, new: CertificateContent) -> bool:
    """Whether everything but number, day and code would be printed as it is: that is the exact copy (R31)."""
    plain = replace(new, number=old.number, revision=old.revision, issued_on=old.issued_on)
    return replace(plain, verification_url=old.verification_url) == old


def _agency(old: CertificateContent, new: CertificateContent) -> Iterator[Difference]:
    before, after = old.shared.producer, new.shared.producer
    names = [_lines(one.name, *one.address.rows()) for one in (before, after)]
    yield from _text("R30", "producer", "The agency", *names)
    yield from _text("R30", "contact", "The agency's contact", _contact(before), _contact(after))
    signers = (before.representative, after.representative)
    yield from _text("R30", "representative", "The authorized representative", *signers)
    if before.signature_sha256 != after.signature_sha256:
        yield Difference("R30", "signature", "", "", "The signature is another one.", False)
    if before.logo_sha256 != after.logo_sha256:
        yield Difference("R30", "logo", "", "", "The agency's logo is another one.", False)


def _contact(one: Producer) -> str:
    return _lines(one.contact, one.phone, one.fax, one.email)


def _insured(old: CertificateContent, new: CertificateContent) -> Iterator[Difference]:
    """Its name is compared with the policies."""
    before, after = old.shared.insured, new.shared.insured
    yield from _text("R13", "dba", "The insured's DBA", before.dba, after.dba)
    rows = [_lines(*one.address.rows()) for one in (before, after)]
    yield from _text("R13", "insured_address", "The insured's address", *rows)


def _own(old: CertificateContent, new: CertificateContent) -> Iterator[Difference]:
    before, after = old.holder, new.holder
    yield from _text("R20", "holder", "The holder's name", before.name, after.name)
    yield from _text("R20", "attention", "Person or department", before.attention, after.attention)
    rows = [_lines(*one.address.rows()) for one in (before, after)]
    yield from _text("R20", "holder_address", "The holder's address", *rows)
    yield from _text("R24", "description", "The description of operations", old.description, new.description)


def _text(rule: str, field: str, what: str, before: str, after: str) -> Iterator[Difference]:
    if before != after:
        how = "is new" if not before else "is left out" if not after else "is changed"
        yield Difference(rule, field, before, after, f"{what} {how}.", False)


def _lines(*rows: str) -> str:
    return ", ".join(row for row in rows if row)

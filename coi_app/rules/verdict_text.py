"""Placeholders, free wording and letters that cannot be printed (R24, R25, R26)."""

import unicodedata
from collections.abc import Callable, Iterator

from coi_app.rules import wording
from coi_app.rules.certificate_content import InsuredShown, Producer
from coi_app.rules.facts import HolderFacts, Issuer, MasterFacts
from coi_app.rules.findings import CureKind, Finding, Severity

Unprintable = Callable[[str], str]

ROOM_ON_PAGE_ONE = 1_100  # characters, about
_SHOWN_MARKS = 8  # as many as a sentence can name

_WHOSE = {
    "insured": "the insured",
    "holder": "this holder",
    "policy": "this master",
    "agency": "the agency",
    "master": "the master",
}
_CURES: dict[str, tuple[str, CureKind]] = {
    "insured": ("Complete the insured.", CureKind.INSURED),
    "holder": ("Complete the holder.", CureKind.HOLDER_ADDRESS),
    "project": ("Fill in the project.", CureKind.PROJECT),
    "loan_number": ("Fill in the loan number.", CureKind.LOAN_NUMBER),
    "contract": ("Record the written contract and its day.", CureKind.CONTRACT),
    "policy": ("Choose a master with that policy, or another template.", CureKind.MASTER),
    "agency": ("Complete the agency's settings.", CureKind.AGENCY),
}
_CHANGE = ("Change the description.", CureKind.DESCRIPTION)


def placeholders(description: wording.Resolved) -> Iterator[Finding]:
    """R25: each gap blocks, and leads to where it is filled."""
    for key in description.unresolved:
        field = wording.BY_KEY[key].field
        whose = _WHOSE.get(field, "this holder")
        cure, kind = _CURES.get(field, _CHANGE)
        why = f"The description asks for {{{key}}}, which {whose} does not have."
        yield Finding("R25", Severity.BLOCK, "description", why, cure, kind)
    for sentence in (
        *map(wording.unknown_sentence, description.unknown),
        *map(wording.stray_sentence, description.stray),
    ):
        yield Finding("R25", Severity.BLOCK, "description", sentence, *_CHANGE)


def length(text: str) -> list[Finding]:
    if len(text) <= ROOM_ON_PAGE_ONE:
        return []
    why = f"The description has {len(text):,} characters and may go on to a second page."
    return [Finding("R26", Severity.NOTE, "description", why)]


def free(issuer: Issuer, may_write_freely: bool, text: str) -> list[Finding]:
    """R24: what a description typed for one certificate brings with it. Its promises are found in English only."""
    if issuer is Issuer.STAFF:
        why = "The description was typed for this certificate; no template stands behind it."
        cure = "Read it once more, and say why it is needed."
        return [Finding("R24", Severity.WARN, "description", why, cure, CureKind.DESCRIPTION)]
    if may_write_freely:
        return _unread(text)
    why = "This account may not write its own description."
    cure = "Choose one of the templates, or ask your agent."
    return [Finding("R24", Severity.BLOCK, "description", why, cure, CureKind.DESCRIPTION)]


def _unread(text: str) -> list[Finding]:
    """Nobody at the agency reads what an insured sends: wording that the rules cannot read either has to wait."""
    foreign = dict.fromkeys(letter for letter in text if letter.isalpha() and not _is_latin(letter))
    if not foreign:
        return []
    words = ", ".join(f"“{letter}”" for letter in [*foreign][:_SHOWN_MARKS])
    why = f"The description has letters of another script ({words}), in which nobody checks what it promises."
    cure = "Write it in Latin letters, or ask your agent to send the certificate."
    return [Finding("R24", Severity.BLOCK, "description", why, cure, CureKind.DESCRIPTION)]


def _is_latin(letter: str) -> bool:
    """With what Latin texts have beside it, such as the ʻokina of Hawaiʻi."""
    known = ("LATIN ", "MODIFIER LETTER ")
    return letter.isascii() or unicodedata.name(letter, "").startswith(known) or letter in "ªºµ"


def unprintable_holder(holder: HolderFacts, description: str, find: Unprintable) -> list[Finding]:
    """Letters of the holder's own part that the certificate's fonts lack."""
    address = "\n".join((holder.attention, *holder.address.rows()))
    parts = (
        ("holder.name", "The holder's name", holder.name, CureKind.HOLDER_NAME),
        ("holder.address", "The holder's address", address, CureKind.HOLDER_ADDRESS),
        ("description", "The description", description, CureKind.DESCRIPTION),
    )
    return [
        _lacking(field, whose, marks, kind) for field, whose, text, kind in parts if (marks := find(text))
    ]


def unprintable_master(master: MasterFacts, find: Unprintable) -> list[Finding]:
    """Letters of what all holders share that the certificate's fonts lack."""
    parts = [
        ("insured", "The insured's name or address", _rows(master.insured), CureKind.INSURED),
        ("producer", "The agency's name or address", _rows(master.producer), CureKind.AGENCY),
    ]
    for policy in master.policies:
        text = f"{policy.number} {policy.carrier_name} {policy.title}"
        parts.append(("policies", f"The row of {policy.title}", text, CureKind.POLICY))
    return [
        _lacking(field, whose, marks, kind) for field, whose, text, kind in parts if (marks := find(text))
    ]


def _rows(who: InsuredShown | Producer) -> str:
    extra = who.dba if isinstance(who, InsuredShown) else f"{who.contact}\n{who.representative}"
    return "\n".join((who.name, extra, *who.address.rows()))


def _lacking(field: str, whose: str, marks: str, kind: CureKind) -> Finding:
    once = list(dict.fromkeys(marks))
    named = ", ".join(_in_words(mark) for mark in once[:_SHOWN_MARKS])
    more = " and others" if len(once) > _SHOWN_MARKS else ""
    why = f"{whose} has characters that cannot be printed: {named}{more}."
    return Finding("R26", Severity.BLOCK, field, why, "Write it with other letters.", kind)


def _in_words(mark: str) -> str:
    code = f"U+{ord(mark):04X}"
    return f"{mark} ({code})" if mark.isprintable() else code

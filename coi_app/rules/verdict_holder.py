"""What the holder box and the additional interest have to say (R20, R21)."""

import re
from collections.abc import Iterator

from coi_app.rules.facts import HolderFacts, InterestFacts, InterestType
from coi_app.rules.findings import CureKind, Finding, Severity

_TO_NOBODY = re.compile(
    r"whom ?(?:so ?ever)? ?it may concern|information(?:al)? (?:purposes? )?only"
    r"|for (?:your )?information\b"
    r"|for informational purposes|(?:proof|evidence|verification) of (?:insurance|coverage)|any and all"
    r"|^(?:the )?(?:certificate ?)?holders?$"
    r"|^(?:sample|specimen|blank|none|tb[ad]|n/?a|unknown|various|test)$"
    r"|^to be (?:determined|advised|announced)$|^insured'?s? copy$"
    r"|^(?:all|any) (?:interested )?part(?:y|ies)$"
)
_NO_LETTERS = re.compile(r"[\W_]+")
_LEGAL_FORM = re.compile(
    r" (?:l ?l ?c|inc(?:orporated)?|corp(?:oration)?|co(?:mpany)?|ltd|limited|l ?p|l ?l ?p|p ?c|p ?l ?l ?c)$"
)


class HolderJudge:
    """Knows the insured's names, folded once."""

    def __init__(self, insured_name: str, dba: str) -> None:
        names = [name for name in (_folded(insured_name), _folded(dba)) if name]
        self._names = frozenset(names)
        self._stems = frozenset(map(_stem, names))

    def findings(self, holder: HolderFacts) -> list[Finding]:
        return [*self._name(holder), *_address(holder)]

    def _name(self, holder: HolderFacts) -> Iterator[Finding]:
        name = _folded(holder.name)
        if not name:
            why = "The holder has no name, and a holder box is never empty."
            yield _holder(Severity.BLOCK, "holder.name", why, "Enter the holder's name.")
        elif _names_nobody(holder):
            why = f"“{holder.name}” names nobody; a certificate is made out to somebody."
            yield _holder(Severity.BLOCK, "holder.name", why, "Enter the holder's legal name.")
        elif name in self._names:
            why = "The holder is the insured itself."
            yield _holder(Severity.BLOCK, "holder.name", why, "Choose who asked for the certificate.")
        elif _stem(name) in self._stems:
            why = "The holder's name is the insured's but for the legal form."
            yield _holder(Severity.WARN, "holder.name", why, "Make sure that they are two companies.")


def _holder(severity: Severity, field: str, why: str, cure: str) -> Finding:
    kind = CureKind.HOLDER_NAME if field == "holder.name" else CureKind.HOLDER_ADDRESS
    return Finding("R20", severity, field, why, cure, kind)


def _names_nobody(holder: HolderFacts) -> bool:
    rows = (holder.name, holder.attention, holder.address.line_one, holder.address.line_two)
    return any(_TO_NOBODY.search(_spaced(row)) for row in rows if row)


def _address(holder: HolderFacts) -> Iterator[Finding]:
    address = holder.address
    if not address.line_one.strip():
        why = "The holder has no street address, and a holder box is never empty."
        yield _holder(Severity.BLOCK, "holder.address", why, "Add the street or box number.")
    elif not address.city.strip():
        why = "The holder's address has no city."
        yield _holder(Severity.BLOCK, "holder.address", why, "Add the city.")
    elif not (address.state and address.zip_code):
        why = "The holder's address has no state or ZIP code."
        yield _holder(Severity.NOTE, "holder.address", why, "Add them unless it is abroad.")


def interest_findings(interest: InterestFacts) -> list[Finding]:
    """R21: being on the list gives no rights; the boxes do."""
    if not interest.active:
        why = "This additional interest has ended."
        cure = "Resume it, or say why it still gets a certificate."
        return [Finding("R21", Severity.WARN, "interest", why, cure, CureKind.INTEREST)]
    if InterestType.ADDITIONAL_INSURED in interest.types and not interest.wants_additional_insured:
        why = "Listed as additional insured, but ADDL INSD is asked for on no line."
        cure = "Tick the lines on the additional interest."
        return [Finding("R21", Severity.NOTE, "interest", why, cure, CureKind.INTEREST)]
    return []


def _spaced(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split()).strip(" .,;:-*()")


def _folded(name: str) -> str:
    """Letters and digits only, words apart: "L.L.C." is "llc"."""
    letters = name.casefold().replace(".", "").replace("'", "").replace("’", "")
    return _NO_LETTERS.sub(" ", letters).strip()


def _stem(name: str) -> str:
    return _LEGAL_FORM.sub("", name)

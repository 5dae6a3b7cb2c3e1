"""The description's wording: placeholders, what they mean, and putting the values in (R25).

A placeholder without a value stays in the text as it is written and is reported: it is never blanked. Double
braces are literal ones. Values go in once and are not read for placeholders again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from coi_app.rules.certificate_content import Address
from coi_app.rules.coverage import Line, WorkersCompensation
from coi_app.rules.facts import HolderFacts, InterestFacts, MasterFacts, PolicyFacts, shown_day

MAX_DESCRIPTION = 20_000  # characters of one certificate's description; a longer one is refused, never cut


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`field` is where the value is kept, so a screen can lead to the gap: holder, interest, policy, …"""

    key: str
    label: str
    help: str
    example: str
    field: str


LINE_KEYS: dict[str, Line] = {
    "gl": Line.GENERAL_LIABILITY,
    "auto": Line.AUTOMOBILE,
    "umbrella": Line.UMBRELLA,
    "wc": Line.WORKERS_COMPENSATION,
}
_LINE_WORDS = {
    "gl": "general liability",
    "auto": "automobile",
    "umbrella": "umbrella",
    "wc": "workers compensation",
}


def _of_policy(key: str) -> tuple[Placeholder, ...]:
    words = _LINE_WORDS[key]
    return (
        Placeholder(
            f"policy.{key}.number",
            f"Number of the {words} policy",
            "Exactly as on the policy.",
            "GLP-4471902-03",
            "policy",
        ),
        Placeholder(
            f"policy.{key}.effective",
            f"First day of the {words} policy",
            "The effective date.",
            "07/01/2025",
            "policy",
        ),
        Placeholder(
            f"policy.{key}.expires",
            f"Last day of the {words} policy",
            "The expiration date.",
            "07/01/2026",
            "policy",
        ),
        Placeholder(
            f"policy.{key}.carrier",
            f"Carrier of the {words} policy",
            "Its legal name.",
            "Cobalt Ridge Casualty Co",
            "policy",
        ),
    )


PLACEHOLDERS: tuple[Placeholder, ...] = (
    Placeholder(
        "insured.name",
        "Insured",
        "Legal name as on the declarations.",
        "Redwood Ridge Builders LLC",
        "insured",
    ),
    Placeholder("insured.dba", "Insured's DBA", "The name it trades under.", "Redwood Ridge", "insured"),
    Placeholder(
        "insured.address",
        "Insured's address",
        "In one row.",
        "3175 E Boise Avenue, Boise, ID 83706",
        "insured",
    ),
    Placeholder("holder.name", "Holder", "The certificate holder.", "Halvorsen Property Group LLC", "holder"),
    Placeholder(
        "holder.attention", "Holder's attention", "Person or department.", "Risk Management", "holder"
    ),
    Placeholder(
        "holder.address", "Holder's address", "In one row.", "800 W Main Street, Boise, ID 83702", "holder"
    ),
    Placeholder(
        "project", "Project", "Job or location of this holder.", "Cedar Street Lofts, Boise", "project"
    ),
    Placeholder("loan_number", "Loan number", "The lender's number.", "2026-00418", "loan_number"),
    Placeholder("contract", "Written contract", "Its name or number.", "Subcontract 24-117", "contract"),
    Placeholder("contract.date", "Day of the written contract", "As recorded.", "01/14/2026", "contract"),
    *_of_policy("gl"),
    *_of_policy("auto"),
    *_of_policy("umbrella"),
    *_of_policy("wc"),
    Placeholder(
        "policy.wc.excluded",
        "Who is excluded from workers compensation",
        "As answered on the policy.",
        "Elena Thornbury, Secretary",
        "policy",
    ),
    Placeholder("agency.name", "Agency", "The producer's name.", "Kestrel & Vane Insurance", "agency"),
    Placeholder("master.name", "Master", "Name of the certificate master.", "All Lines", "master"),
    Placeholder("today", "Today", "The day of issue.", "03/05/2026", ""),
)

BY_KEY: dict[str, Placeholder] = {placeholder.key: placeholder for placeholder in PLACEHOLDERS}
EXAMPLES: dict[str, str] = {placeholder.key: placeholder.example for placeholder in PLACEHOLDERS}


@dataclass(frozen=True, slots=True)
class Resolved:
    """A description with its values in.

    `unresolved`: known placeholders that have no value here; `unknown`: names that are no placeholder;
    `stray`: the text around each brace without a partner. `free`: typed for this certificate instead of taken
    from a template (R24).
    """

    text: str
    unresolved: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    stray: tuple[str, ...] = ()
    free: bool = False

    @property
    def is_complete(self) -> bool:
        return not (self.unresolved or self.unknown or self.stray)


_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}\n]{0,80})\}|[{}]")


@dataclass(frozen=True, slots=True)
class _Parsed:
    """Literal texts and keys in turn: literals[0] keys[0] literals[1] … ; one literal more than keys."""

    literals: tuple[str, ...]
    keys: tuple[str, ...]
    written: tuple[str, ...]
    stray: tuple[str, ...]


@lru_cache(maxsize=256)
def _parse(template: str) -> _Parsed:
    literals, keys, written, stray = [""], [], [], []
    at = 0
    for token in _TOKEN.finditer(template):
        literals[-1] += template[at : token.start()]
        at = token.end()
        if token[0] in ("{{", "}}"):
            literals[-1] += token[0][0]
        elif token[1] is None:
            literals[-1] += token[0]
            stray.append(template[max(0, token.start() - 15) : token.end() + 15].strip())
        else:
            keys.append(token[1].strip().casefold())
            written.append(token[0])
            literals.append("")
    literals[-1] += template[at:]
    return _Parsed(tuple(literals), tuple(keys), tuple(written), tuple(stray))


def resolve(
    template: str, values: Mapping[str, str], *, free: bool = False, known: Mapping[str, Placeholder] = BY_KEY
) -> Resolved:
    """Put the values in; an empty value counts as none. `known` are the placeholders there are."""
    parsed = _parse(template)
    parts = [parsed.literals[0]]
    unresolved: list[str] = []
    unknown: list[str] = []
    for key, written, literal in zip(parsed.keys, parsed.written, parsed.literals[1:], strict=True):
        value = values.get(key, "")
        parts += (value or written, literal)
        if not value:
            (unresolved if key in known else unknown).append(key)
    text = "".join(parts)
    return Resolved(text, _once(unresolved), _once(unknown), parsed.stray, free)


def _once(keys: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))


def plain(text: str, *, free: bool = False) -> Resolved:
    """A text that is final already, such as that of a stored certificate: braces in it are only braces."""
    return Resolved(text, free=free)


def placeholders_in(template: str) -> tuple[str, ...]:
    """The keys a template asks for, known or not, once each."""
    return tuple(dict.fromkeys(_parse(template).keys))


def problems_of(template: str, known: Mapping[str, Placeholder] = BY_KEY) -> tuple[str, ...]:
    """What is wrong with a template whatever the values: one sentence each, for the form that edits it."""
    parsed = _parse(template)
    strange = _once([key for key in parsed.keys if key not in known])
    unknown = [unknown_sentence(key, known) for key in strange]
    return tuple(unknown) + tuple(stray_sentence(where) for where in parsed.stray)


def unknown_sentence(key: str, known: Mapping[str, Placeholder] = BY_KEY) -> str:
    near = get_close_matches(key, known, n=1, cutoff=0.6)
    hint = f" Did you mean {{{near[0]}}}?" if near else ""
    return f"{{{key}}} is no placeholder.{hint}"


def stray_sentence(where: str) -> str:
    return f"A brace near “{where}” has no partner. Write {{{{ or }}}} for a brace that is meant."


def values_of(
    master: MasterFacts, holder: HolderFacts, interest: InterestFacts, today: date
) -> dict[str, str]:
    """All values for one holder; in a batch take `master_values` once and `holder_values` per holder."""
    return master_values(master, today) | holder_values(holder, interest)


def master_values(master: MasterFacts, today: date) -> dict[str, str]:
    """What all holders share.

    Several policies of one line are joined by "and"; one that is not in force counts only when none is.
    """
    values = {
        "insured.name": master.insured.name,
        "insured.dba": master.insured.dba,
        "insured.address": in_one_row(master.insured.address),
        "agency.name": master.producer.name,
        "master.name": master.master_name,
        "today": shown_day(today),
    }
    for key, line in LINE_KEYS.items():
        values |= _policy_values(key, _policies_for(line, master.policies, today))
    return values


def _policies_for(line: Line, policies: tuple[PolicyFacts, ...], today: date) -> list[PolicyFacts]:
    of_line = [policy for policy in policies if policy.line is line]
    in_force = [policy for policy in of_line if policy.is_alive(today) and policy.has_begun(today)]
    return in_force or of_line


def _policy_values(key: str, policies: list[PolicyFacts]) -> dict[str, str]:
    excluded = [p.coverage.who_is_excluded for p in policies if isinstance(p.coverage, WorkersCompensation)]
    values = {"policy.wc.excluded": _joined(excluded)} if key == "wc" else {}
    return values | {
        f"policy.{key}.number": _joined([policy.number for policy in policies]),
        f"policy.{key}.effective": _joined([shown_day(policy.effective_on) for policy in policies]),
        f"policy.{key}.expires": _joined([shown_day(policy.expires_on) for policy in policies]),
        f"policy.{key}.carrier": _joined([policy.carrier_name for policy in policies]),
    }


def _joined(words: list[str]) -> str:
    return " and ".join(dict.fromkeys(word for word in words if word))


def holder_values(holder: HolderFacts, interest: InterestFacts) -> dict[str, str]:
    signed = interest.written_contract_on
    return {
        "holder.name": holder.name,
        "holder.attention": holder.attention,
        "holder.address": in_one_row(holder.address),
        "project": interest.project,
        "loan_number": interest.loan_number,
        "contract": interest.written_contract,
        "contract.date": shown_day(signed) if signed else "",
    }


def in_one_row(address: Address) -> str:
    return ", ".join(address.rows())

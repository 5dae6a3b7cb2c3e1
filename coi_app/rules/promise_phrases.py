"""The phrases by which a description promises something, and those that take a promise back.

All are searched in one sentence in small letters with plain dashes, apostrophes and single spaces.
"""

import re
from enum import StrEnum

from coi_app.rules.coverage import Line


class Promise(StrEnum):
    ADDITIONAL_INSURED = "additional insured"
    WAIVER = "waiver of subrogation"
    PRIMARY = "primary and non-contributory"
    COMPLETED = "completed operations"
    PER_PROJECT = "aggregate per project"
    PER_LOCATION = "aggregate per location"
    NOTICE = "notice of cancellation"
    COMPLIANCE = "compliance with a contract"
    HARMLESS = "hold harmless"
    AMENDS = "change of a policy"


_DAYS = r"(?:\d{1,3}|ten|fifteen|twenty|thirty|forty[- ]?five|sixty|ninety)"
_DOCUMENT = r"(?:contracts?|subcontracts?|agreements?|leases?|requirements?|specifications?)"

_PHRASES: dict[Promise, str] = {
    Promise.ADDITIONAL_INSURED: (
        r"add(?:itional(?:ly)?|'?l)\.? (?:named )?(?:insureds?|insds?|ins'd)\b"
        r"|(?:named|included|added|listed|covered) as (?:an? )?insureds?\b"
    ),
    Promise.WAIVER: (
        r"waivers? of (?:(?:our|its|their|the|all|any) )*(?:(?:transfer of )?rights? of )?"
        r"(?:subrogation|recovery)"
        r"|waives? [^.;]{0,40}?subrogation|subrogation (?:rights? )?(?:\w+ ){0,3}waived|subr(?:ogation)? wvd"
        r"|waiver of subr\b"
    ),
    Promise.PRIMARY: (
        r"non-? ?contribut(?:ory|ing)|not contribut(?:e|ory|ing)|without contribution|p ?(?:&|/|and) ?nc\b"
        r"|(?:is|are|be|as|apply|applies|on an?) primary\b"
        r"|primary (?:basis|coverage to|insurance to|over|to any)"
    ),
    Promise.COMPLETED: r"(?:products?[\s,/&-]*(?:and )?)?completed[ -]+(?:operations?|ops)\b",
    Promise.PER_PROJECT: (
        r"aggregate (?:limits? )?(?:\w+ ){0,4}?(?:per|each|to each|every) (?:construction )?(?:project|job)\b"
        r"|(?:per|each)[ -](?:construction )?(?:project|job)(?: general)? aggregate"
        r"|designated (?:construction )?projects? (?:general )?aggregate"
    ),
    Promise.PER_LOCATION: (
        r"aggregate (?:limits? )?(?:\w+ ){0,4}?(?:per|each|to each|every) (?:designated )?location\b"
        r"|(?:per|each)[ -]location(?: general)? aggregate|designated locations? (?:general )?aggregate"
    ),
    Promise.NOTICE: (
        rf"{_DAYS} ?(?:\({_DAYS}\) ?)?-?days?'?"
        r" ?(?:(?:advance|prior|written|of|in) )*notice(?! to proceed)"
        r"|notices? of (?:\w+ ){0,2}?(?:cancell?ation|non-?renewal|termination|material change)"
        r"|(?:will|shall|may|can)(?:not| not) be (?:cancell?ed|terminated|non-?renewed"
        r"|(?:materially )?changed|reduced)"
        r"|(?:endeavou?r to|will|shall|agrees? to|must) (?:mail|give|provide|send|notify)\b[^.;]{0,80}?cancel"
    ),
    Promise.COMPLIANCE: (
        rf"(?:meets?|satisf(?:y|ies)|fulfill?s?|compl(?:y|ies|iant)|conforms?|in (?:full )?compliance)\b"
        rf"(?: [^ .;]+){{0,6}}? {_DOCUMENT}\b"
    ),
    Promise.HARMLESS: r"h[eo]ld(?:s|ing)? (?:[^ .;]+ ){0,6}?harmless|sav(?:e|es|ing) harmless|hold-?harmless"
    r"|indemnif(?:y|ies|ied|ication)",
    Promise.AMENDS: (
        r"certificates? (?:hereby )?(?:also )?(?:amends?|extends?|alters?|modif(?:y|ies)|changes?|supersedes?"
        r"|guarantees?|confers? rights|grants? (?:rights|coverage))"
        r"|(?:coverage|polic(?:y|ies)) (?:is|are) hereby (?:amended|extended|modified|changed|broadened)"
        r"|notwithstanding (?:anything|any (?:provision|term|condition|exclusion)s?)\b"
    ),
}
PATTERNS = {promise: re.compile(rf"(?<![a-z])(?:{phrase})") for promise, phrase in _PHRASES.items()}

# One of these stems is in every phrase above: sentences without any are not searched.
STEMS = (
    "addit", "addl", "add'l", "as insured", "as an insured", "subr", "waive", "contribut", "primary", "pnc",
    "&nc", "& nc", "/nc", "and nc", "completed", "aggregate", "notice", "cancel", "terminated", "renewed",
    "changed", "reduced", "meet", "satisf", "fulfil", "compl", "conform", "harmless", "indemnif",
    "certificate", "hereby", "notwithstanding",
)  # fmt: skip

LINES = {
    Line.GENERAL_LIABILITY: re.compile(r"general liability|\bc?gl\b"),
    Line.AUTOMOBILE: re.compile(r"\bauto(?:mobile)?s?\b"),
    Line.UMBRELLA: re.compile(r"\bumbrella\b|\bexcess liability\b"),
    Line.WORKERS_COMPENSATION: re.compile(r"\bwork(?:er|men)'?s'? comp|\bwc\b(?! \d)"),
}
CONDITION = re.compile(
    r"(?:if|when|whenever|where|wherever|as|to the extent|only)(?: and (?:if|when|where|to the extent))?"
    r" (?:so )?(?:is |are |it is )?(?:required|agreed|specified|called for)"
    r"|(?:required|agreed) (?:by|in|under|per) (?:an? |the )?(?:executed )?(?:written )?"
    r"(?:contract|agreement)"
    r"|pursuant to (?:an? |the )?written (?:contract|agreement)"
)
# Says only what is always so: "an additional insured only if an endorsement says so".
ALWAYS_SO = re.compile(r"\bonly (?:if|when|where|by)\b[^.;]{0,60}\b(?:endors|polic)|unless [^.;]{0,40}endors")
BY_POLICY = re.compile(
    r"(?:as|only as|to the extent) (?:the |each |that )?polic(?:y|ies)(?: provisions?)? provides?"
    r"|(?:follows?|accordance with|according to|subject to|per) (?:the |each )?(?:terms of the )?"
    r"polic(?:y|ies)\b"
)
NOT_LIMITING = re.compile(r"\bnot (?:be )?limited to\b|\bnot only\b|\bwithout limit(?:ation|ing)\b")
DENIED_BEFORE = re.compile(
    r"\b(?:no|not|never|nor|neither|without|cannot|exclud(?:e|es|ed|ing)|except|exclusion of|lacks?|\w+n't)\b"
)
DENIED_AFTER = re.compile(
    r"(?: [\w'-]+){0,4}? (?:is|are|was|were|does|do|has|have)(?: been)?(?:n't| not| never| excluded| declined"
    r"| pending| requested)\b"
    r"|(?: [\w'-]+){0,3}? ?[:=-] ?(?:none|no|n/a|not|excluded|pending|requested)\b"
    r"| (?:excluded|declined|not included|not granted|not available)"
)
ONLY_A_LIMIT = re.compile(r"(?: hazard)?(?: general)? (?:aggregate|limit)|:? ?\$")
LIMIT_WORDS = re.compile(
    r"\b(?:limits?|sublimits?|aggregate|occurrence|accident|combined single|csl|each claim)\b"
)
DOLLARS = re.compile(
    r"\$ ?(\d{1,3}(?:,\d{3})+|\d{4,12})(?:\.\d\d)?(?! ?(?:million|billion))\b|\b(\d{1,3}(?:,\d{3})+)\b"
)
MILLIONS = re.compile(r"\$ ?(\d{1,4}(?:\.\d{1,3})?) ?(m|mm|million|k)\b")
FORM = re.compile(r"\b(cg|ca|cu|cx|wc|il)[ -]?(\d\d)[ -](\d\d)(?:[ -](\d\d))?(?:[ -](\d\d))?\b")

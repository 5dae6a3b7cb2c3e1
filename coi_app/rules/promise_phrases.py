"""The phrases by which a description promises something, and those that take a promise back.

All are searched in one sentence in small letters with plain dashes, apostrophes and single spaces.
"""

import re
from enum import StrEnum

from coi_app.rules import promise_spellings as words
from coi_app.rules.coverage import Line


class Promise(StrEnum):
    ADDITIONAL_INSURED = "additional insured"
    NAMED_INSURED = "named insured"
    WAIVER = "waiver of subrogation"
    PRIMARY = "primary and non-contributory"
    COMPLETED = "completed operations"
    PER_PROJECT = "aggregate per project"
    PER_LOCATION = "aggregate per location"
    NOTICE = "notice of cancellation"
    COMPLIANCE = "compliance with a contract"
    HARMLESS = "hold harmless"
    AMENDS = "change of a policy"


_DOCUMENT = r"(?:contracts?|subcontracts?|agreements?|leases?|requirements?|specifications?)"

_PHRASES: dict[Promise, str] = {
    Promise.ADDITIONAL_INSURED: "|".join(
        (
            rf"{words.ADDITIONAL}{words.GAP}(?:named{words.GAP})?{words.INSURED}\b",
            r"(?:named|included|added|listed|covered|shown|scheduled) as (?:an? )?(?:co-?)?insureds?\b",
            rf"{words.HOLDER} (?:is|are|shall be|will be) (?:also )?(?:an? )?(?:co-?)?insureds?\b"
            r"(?! (?:by|elsewhere|against))",
            *words.AI_PHRASES,
        )
    ),
    Promise.NAMED_INSURED: (
        # Not "the insured is the named insured".
        r"(?<!insured )(?<!same )(?:is|are|be|being|becomes?|as|also|added|made) (?:also |hereby |an? )*(?:co-?)?"
        r"named[ -]?insureds?\b"
        rf"|{words.HOLDER} (?:\w+ ){{0,2}}?(?:is|are|be|as) (?:also )?the (?:first )?named[ -]?insured"
        r"|named[ -]?insureds?(?:(?: (?:is|are|includes?|shall|will|also|be)|:| -| =)){1,3} (?:the )?"
        r"(?:certificate )?holder"
    ),
    Promise.WAIVER: (
        r"wai?vi?[eo]rs?[ /-](?:(?:of|for|on|our|its|their|the|all|any|to|transfer|rights?|against)[ -])*"
        rf"(?:{words.SUBROGATION}|sub\b|recovery)"
        rf"|waiv(?:es?|ed|ing) [^.;]{{0,40}}?(?:{words.SUBROGATION}|rights? of recovery)"
        rf"|{words.SUBROGATION} (?:rights? )?(?:(?!not |never )\w+ ){{0,3}}(?:waived|waivers?|wvd)\b"
        rf"|(?<!lien )(?<!fee )(?<!tax )waivers? in favou?r|blanket waiver|{words.WOS}"
    ),
    Promise.PRIMARY: (
        r"non[ -]{0,3}contrib(?:s|ut[a-z]*)?\b|not contribut(?:e|ory|ing)|without contribution"
        r"|p(?: ?(?:&|/|and|\+) ?|-)n/?c\b|pnc (?:appl(?:y|ies)|basis|wording|status|included)"
        r"|prim[a-z]{0,4} ?(?:&|/|and|,|\+|-) ?n(?:on)?[ -]?c(?:on(?:t(?:rib?)?)?)?\b"
        r"|(?:is|are|be|as|apply|applies|on an?) primary\b"
        r"|primary (?:basis|wording|coverage to|insurance to|over|to any)"
    ),
    Promise.COMPLETED: (
        # Not "workers comp operations".
        r"(?:prod(?:uct)?s?[\s,/&-]*(?:and )?)?"
        r"(?:completed|compl|(?<!s )(?<!s' )comp)[ /-]+(?:operations?|ops)\b"
    ),
    Promise.PER_PROJECT: (
        rf"{words.AGGREGATE} (?:limits? )?(?:\w+ ){{0,4}}?(?:per|each|to each|every)"
        rf" (?:{words.LOCATION}{words.OR})?{words.PROJECT}"
        rf"|(?:per|each)[ -](?:{words.LOCATION}{words.OR})?{words.PROJECT}(?:{words.OR}{words.LOCATION})?"
        r"(?: general| gen)? agg"
        r"|designated (?:construction )?projects? (?:general )?aggregate"
    ),
    Promise.PER_LOCATION: (
        rf"{words.AGGREGATE} (?:limits? )?(?:\w+ ){{0,4}}?(?:per|each|to each|every)"
        rf" (?:{words.PROJECT}{words.OR})?{words.LOCATION}"
        rf"|(?:per|each)[ -](?:{words.PROJECT}{words.OR})?{words.LOCATION}(?:{words.OR}{words.PROJECT})?"
        r"(?: general| gen)? agg"
        r"|designated locations? (?:general )?aggregate"
    ),
    Promise.NOTICE: "|".join(
        (
            rf"{words.DAYS} ?(?:\({words.DAYS}\) ?)?-?days?'?"
            r" ?(?:(?:advance|prior|written|of|in|cancell?ation) )*notice(?! to proceed)",
            r"notices? of (?:\w+ ){0,2}?"
            r"(?:canc(?:el|ell?ations?)?\b|non-?renewal|termination|material change)",
            r"(?:cancell?ation|termination) notices?:? (?:of )?\d\d",
            r"(?:will|shall|may|can)(?:not| not) be (?:cancell?ed|terminated|non-?renewed"
            r"|(?:materially )?changed|reduced)",
            r"(?:endeavou?r to|will|shall|agrees? to|must) (?:mail|give|provide|send|notify)\b[^.;]{0,80}?cancel",
            *words.NOC_PHRASES,
        )
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

# One of these stems, or of these shortenings, is in every phrase above: sentences without any are not searched.
STEMS = (
    "insured", "insurd", "insurred", "insuerd", "insred", "insd", "ins'd", "assured", "subr", "surb", "waiv", "wave",
    "wavo", "wavi", "wvd", "contrib", "prim", "pnc", "&nc", "& nc", "/nc", "/ nc", "+nc", "+ nc", "and nc", "p-nc",
    "n/c", "comp", "agg", "notice", "cancel", "terminated", "renewed", "changed", "reduced", "meet", "satisf", "fulfil",
    "conform", "harmless", "indemnif", "certificate", "hereby", "notwithstanding",
)  # fmt: skip
SHORTENINGS = re.compile(r"(?<![a-z])(?:a[./-]?i|w\.?o\.?s|n\.?o\.?c)(?![a-rt-z])")


def are_in(text: str) -> bool:
    """Whether a text in small letters may have a phrase in it: a quick look that misses none."""
    return any(map(text.__contains__, STEMS)) or SHORTENINGS.search(text) is not None


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
    # "No. 24-117" is a number, no denial.
    r"\b(?:no(?!\. ?#?\w{0,4}-?\d)|not|never|nor|neither|without|cannot|exclud(?:e|es|ed|ing)|except"
    r"|exclusion of|lacks?|\w+n't)\b"
)
DENIED_AFTER = re.compile(
    r"(?: [\w'-]+){0,4}? (?:is|are|was|were|does|do|has|have)(?: been)?(?:n't| not| never| excluded| declined"
    r"| pending| requested)\b"
    r"|(?: [\w'-]+){0,3}? ?[:=-] ?(?:none|no|n/a|not|excluded|pending|requested)\b"
    r"| (?:excluded|declined|not included|not granted|not available)"
)
ONLY_A_LIMIT = re.compile(r"(?: hazard)?(?: general)? (?:agg|limit)|:? ?\$")
FORM = re.compile(r"\b(cg|ca|cu|cx|wc|il)[ -]?(\d\d)[ -](\d\d)(?:[ -](\d\d))?(?:[ -](\d\d))?\b")

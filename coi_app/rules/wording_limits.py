"""Which amounts of a sentence are stated as limits, and of what coverage (R3).

The sentence comes in small letters, as `wording_promises.sentences` gives it. Amounts that are no limits (a contract's
value, a loan, a permit's number) are told by the words beside them.
"""

import re
from dataclasses import dataclass

from coi_app.rules.coverage import LINE_LABELS, Line

LOOSELY_NAMED = 100_000  # dollars: below it "liability" beside an amount is not enough to make it a limit
_REACH_BEFORE, _REACH_AFTER = 70, 40  # characters in which the words beside an amount are looked for


@dataclass(frozen=True, slots=True)
class StatedLimit:
    """`coverages`: the labels named beside it; `firm`: the words beside the amount itself call it a limit."""

    amount: int
    coverages: frozenset[str] = frozenset()
    firm: bool = True


_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "twenty-five": 25, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "seventy-five": 75, "eighty": 80, "ninety": 90,
}  # fmt: skip
_WORD = "|".join(sorted((word.replace("-", "[ -]") for word in _WORDS), key=len, reverse=True))
_SCALES = {"k": 1_000, "t": 1_000, "m": 1_000_000, "b": 1_000_000_000}
_SCALE = r"(?:k|thousand|thou|m|mm|mil|mill|mio|million|millions|bn|billion)"
AMOUNT = re.compile(
    r"(?<![\w.,/#-])(?P<sign>\$|usd|us\$)? ?(?:"
    rf"(?P<short>\d{{1,4}}(?:\.\d{{1,3}})?)(?P<half> and a half)?[ -]?(?P<scale>{_SCALE})"
    r"|(?P<grouped>\d{1,3}(?:[,.' ]000|,\d{3}){1,40})(?:\.\d\d)?"
    r"|(?P<plain>(?:(?<=\$)|(?<=\$ )|(?<=usd )|(?=\d{3,9}000(?!\d)))\d{4,12})(?:\.\d\d)?"
    rf"|(?P<word>{_WORD}|a|half a)(?: \(\d{{1,4}}\))?(?P<hundred>[ -]hundred)?"
    rf"(?P<wordhalf> and a half)?[ -](?P<wordscale>{_SCALE}))"
    r"(?![\w]|[.,]\d)(?! ?(?:million|billion|thousand)\b)"
)
# The grammar of what stood after a slash: "1m/2m", "$1,000,000/$2,000,000".
_PAIRED = re.compile(r"(?<=[\dmk]) ?/ ?(?=[$\d])")
_ANY = re.compile(r"\d{3}|\d ?(?:k|m)|million|\bmil\b|thousand|hundred|billion")

_NO_LIMIT = (
    r"(?:weight|speed|height|load|time|city|town|village|county|credit|budget|spending|age|size|noise)"
)
_STRONG = re.compile(
    r"\b(?:limits?|sub-?limits?|agg(?:regates?)?(?! (?:suppl|base|pit|quarr|material))|occurrences?|occ|accident"
    r"|combined single|csl|(?:each|per|every) (?:claim|person|employee|loss|event limit))\b"
)
# A sentence with such a word is about limits: each sum in it is compared, though not each is one.
_OF_LIMITS = re.compile(
    r"\b(?:limits?|sublimits?|aggregate|occurrence|accident|combined single|csl|each claim)\b"
)
_BEFORE_LIMIT = re.compile(rf"\b{_NO_LIMIT} limits?\b")
_WEAK = re.compile(
    r"\b(?:liability|umb(?:rella)?|excess(?! of)|coverages?|insurance|insured (?:for|up to|to)"
    r"|cover(?:s|ed)? (?:for|up to)|c?gl|e ?& ?o|errors (?:and|&) omissions|d ?& ?o|cyber|pollution|cargo"
    r"|builders?'? ?risk)\b"
)
_VALUE = (
    r"(?:contracts?|subcontracts?|agreements?|loans?|mortgages?|notes?|permits?|project|job|bid|bonds?|costs?|price|value"
    r"|valued|worth|budget|purchase|sale|payroll|revenues?|receipts|sales|premiums?|deductibles?|retentions?|sir|fees?"
    r"|rent|payments?|invoice|serial|vin|parcel|lot|account|file|ref|suite|room|claim (?:no|number)|building|equipment"
    r"|property|boom|span|height|length|width|depth|reach|grant|financing|improvements?)"
)
_VALUE_WORD = re.compile(rf"\b{_VALUE}\b")
# Says by itself that the amount behind it is none of the insurance.
_VALUE_BEFORE = re.compile(
    r"\b(?:(?:contract|subcontract|project|job|loan|construction|purchase|bid|sale|replacement|appraised|insurable"
    r"|policy|permit|account|file|claim|parcel|serial|invoice|license)"
    r" (?:value|price|sum|amounts?|costs?|total|no|numbers?|#)|valued|worth|loans?|permits?|value|deductibles?"
    r"|retentions?|sir|premiums?|fees?|rent|bonds?|budget|payroll|price|costs?|policy)"
    r"(?: (?:is|are|at|of|for|no|number|in|approximately|approx|about|the|a|totals?|amounts? to|up to))*\.?[ :#=(-]*$"
)
_COUNTED_AFTER = re.compile(
    r" ?-?(?:dollars? )?(?:sq\b|square|acres?|units?|gallons?|gal\b|miles?|feet|foot|ft\b|lbs?\b|pounds|tons?|cubic"
    r"|cy\b|gvwr?\b|km\b|meters?|high|wide|long|deep|tall|people|persons|attendees|visitors|guests|spectators|participants"
    r"|hours?|contracts?\b|project\b(?! agg)|buildings?\b|bonds?\b|loans?\b|mortgages?\b|deductible|retention|sir\b"
    r"|premium|compan(?:y|ies)|co\b|inc\b|llc\b|corp\b)"
)

# How a text names a coverage, and how the policy that has it does.
_LINES: dict[str, tuple[str, str]] = {
    LINE_LABELS[Line.GENERAL_LIABILITY]: (r"general liab\w*|\bc?gl\b", r"general liab"),
    LINE_LABELS[Line.AUTOMOBILE]: (
        r"\bauto(?:mobile)?s? (?:liab|cover|insur|limit|polic|csl|combined|single)|\bauto(?:mobile)?[ :=]*$"
        r"|combined single|\bcsl\b",
        r"\bauto|combined single",
    ),
    LINE_LABELS[Line.UMBRELLA]: (r"\bumb(?:rella)?\b|\bexcess\b(?! of)", r"\bumbrella|\bexcess"),
    LINE_LABELS[Line.WORKERS_COMPENSATION]: (
        r"\bwork(?:er|men)'?s'? comp|\bwc\b(?! \d)|employer'?s'? liab",
        r"\bwork(?:er|men)'?s'? comp|employer'?s'? liab",
    ),
    "Professional": (
        r"professional (?:liab|indemn|cover|insur|limit|polic)\w*|professional[ :=]*$|errors (?:and|&) omissions"
        r"|\be ?& ?o\b",
        r"professional|errors|\be ?& ?o\b",
    ),
    "Cyber": (r"\bcyber\b", r"cyber|network|privacy"),
    "Pollution": (r"pollution|environmental (?:liab|impair)", r"pollution|environmental"),
    "Cargo": (r"\bcargo (?:liab|cover|insur|limit|legal)|\bcargo[ :=]*$", r"cargo|transit"),
    "Directors and Officers": (r"directors (?:and|&) officers|\bd ?& ?o\b", r"directors|\bd ?& ?o\b|management"),
    "Employment Practices": (r"employment practices|\bepli?\b", r"employment|\bepli?\b"),
    "Crime": (r"\bcrime (?:cover|insur|limit|polic)|fidelity (?:bond|cover)", r"crime|fidelity"),
    "Builders Risk": (r"builder'?s'? ?risk", r"builder'?s'? ?risk"),
    "Liquor": (r"liquor (?:liab|cover|insur|limit)", r"liquor"),
    "Garage": (r"garage ?keepers|garage liab", r"garage"),
    "Inland Marine": (r"inland marine|installation floater|equipment floater", r"marine|floater|equipment"),
}  # fmt: skip
_NAMED = {label: re.compile(in_text) for label, (in_text, _) in _LINES.items()}
CARRIED = {label: re.compile(in_policy) for label, (_, in_policy) in _LINES.items()}
# An amount behind such an end belongs to the words after it: "$1m general liability and $5m umbrella".
_APART = re.compile(r"(?:^|[,;&/]|\band|\bwith|\bplus)[ ]*$")
_SAME = frozenset({"/", "and", "&", "-"})  # "umbrella 1m/10m": both are limits of the umbrella
_UNTIL = re.compile(r"[,;&/]|\band\b|\bplus\b|\bwith\b")


def limits_in(sentence: str) -> tuple[StatedLimit, ...]:
    if _ANY.search(sentence) is None:
        return ()
    found = list(AMOUNT.finditer(_PAIRED.sub(" / ", sentence)))
    is_of_limits = _OF_LIMITS.search(sentence) is not None
    stated: list[StatedLimit] = []
    coverages: frozenset[str] = frozenset()
    for place, match in enumerate(found):
        since = found[place - 1].end() if place else 0
        until = found[place + 1].start() if place + 1 < len(found) else len(match.string)
        before, after = match.string[since : match.start()], match.string[match.end() : until]
        coverages = _coverages(before, after, bool(place)) or coverages
        is_same = bool(stated) and stated[-1].firm and before.strip() in _SAME
        amount = _dollars(match)
        if is_same or _is_limit(amount, before, after):
            stated.append(StatedLimit(amount, coverages))
        elif is_of_limits and (match["sign"] or match["grouped"]):
            stated.append(StatedLimit(amount, firm=False))
    return tuple(dict.fromkeys(stated))


def _is_limit(amount: int, before: str, after: str) -> bool:
    before, after = before[-_REACH_BEFORE:], after[:_REACH_AFTER]
    if _COUNTED_AFTER.match(after) or _VALUE_BEFORE.search(before):
        return False
    if _last(_STRONG, _BEFORE_LIMIT.sub("", before)) >= 0 or _STRONG.search(_UNTIL.split(after)[0]):
        return True
    if amount < LOOSELY_NAMED:
        return False
    valued, covered = _last(_VALUE_WORD, before), _last(_WEAK, before)
    if covered >= 0 or valued >= 0:
        return covered > valued
    return _WEAK.search(_UNTIL.split(after)[0]) is not None


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _coverages(before: str, after: str, is_later: bool) -> frozenset[str]:
    named = frozenset() if is_later and _APART.search(before) else _labels(before[-_REACH_BEFORE:])
    return named or _labels(_UNTIL.split(after[:_REACH_AFTER])[0])


def _labels(text: str) -> frozenset[str]:
    return frozenset(label for label, pattern in _NAMED.items() if pattern.search(text))


def _dollars(match: re.Match[str]) -> int:
    if match["short"]:
        number = float(match["short"]) + (0.5 if match["half"] else 0)
        return round(number * _SCALES[match["scale"][0]])
    if match["word"]:
        return _in_words(match)
    return int(re.sub(r"\D", "", match["grouped"] or match["plain"]))


def _in_words(match: re.Match[str]) -> int:
    word = match["word"]
    number = 0.5 if word == "half a" else float(_WORDS.get(word.replace(" ", "-"), 1))
    number = number * (100 if match["hundred"] else 1) + (0.5 if match["wordhalf"] else 0)
    return round(number * _SCALES[match["wordscale"][0]])

"""What a description promises, sentence by sentence, whatever the spelling.

A sentence that denies ("no waiver of subrogation applies") promises nothing; one that says "where required
by written contract" promises conditionally. Sentences are read once and remembered: those of a template recur
for each holder.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from coi_app.rules import promise_phrases as phrases
from coi_app.rules import wording_days, wording_limits
from coi_app.rules.coverage import Line
from coi_app.rules.promise_phrases import Promise
from coi_app.rules.wording_days import StatedDay
from coi_app.rules.wording_limits import StatedLimit

REACH = 60  # characters before a promise in which it can be denied


@dataclass(frozen=True, slots=True)
class Statement:
    """`lines`: the lines named beside the promise; none means it does not say on which."""

    promise: Promise
    words: str
    conditional: bool = False
    lines: frozenset[Line] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """`limits` and `days`: those stated of the coverage; `forms`: form numbers, as "cg2010"."""

    statements: tuple[Statement, ...] = ()
    limits: tuple[StatedLimit, ...] = ()
    days: tuple[StatedDay, ...] = ()
    forms: tuple[str, ...] = ()


_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc`\u00b4", "'"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    }
)
# A line that ends with such a word goes on in the next one; with one of the others, when figures follow.
_OPEN = (
    "additional named waiver is are as an a the of to and or non per through thru until till on by for in day days"
    " expires ending"
)
_OPEN_TO_FIGURES = "limit limits occurrence aggregate liability umbrella expiration"
_SHORTENED_WORDS = (
    r"a\.i agg subro subrog subr contrib prim occ liab umb exp eff incl jan feb mar apr jun jul aug sep sept oct"
    r" nov dec w\.o\.s"
)


def _behind(words: str, mark: str) -> str:
    """A pattern of the place behind one of these words and the mark: what looks behind has to have one length."""
    return "|".join(rf"(?<=(?i:\b{word}{mark}))" for word in words.split())


_WRAPPED = re.compile(
    rf"\n(?:(?=[a-z])|(?<=[,:=&/$-]\n)|{_behind(_OPEN, chr(10))}"
    rf"|(?=[$\d])(?:(?<=:\n)|{_behind(_OPEN_TO_FIGURES, chr(10))}))"
)
_SHORTENED = _behind(_SHORTENED_WORDS, r"\.")
# The mark comes first, so that the search jumps from mark to mark; "Inc." and the like end no sentence.
_SENTENCE_END = re.compile(
    r"[.;!?\n](?:(?<![.])|(?=\s|$)"
    r"(?<!\b[Ii]nc\.)(?<!\b[Cc]o\.)(?<!\b[Cc]orp\.)(?<!\b[Ll]td\.)(?<!\b[Nn]o\.)(?<!\b[Ss]t\.)"
    r"(?<!\b[Aa]ve\.)(?<!\b[Aa]dd'l\.)(?<!\b[Aa]ddl\.)"
    # What is shortened so ends a sentence only before a capital letter: "is A.I. on GL", "exp. 12/31/2030".
    rf"(?!(?:{_SHORTENED})[ \t]+[a-z\d$])"
    # "A.I. Root Company" is one name.
    r"(?!(?<=\b[Aa]\.[Ii]\.)[ \t]+(?:[A-Z][\w&'-]*,?[ \t]+){0,3}(?:Inc|LLC|Co|Corp|Company|Corporation|Ltd|LP|Group"
    r"|Partners|Sons|Associates|Realty|Properties|Holdings)\b))\s*"
)


def sentences(text: str) -> list[str]:
    """The sentences in small letters, with plain dashes, apostrophes and spaces, without invisible marks."""
    text = text.replace("\r", "").replace(" \n", "\n")
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_PLAIN)
    parts = _SENTENCE_END.split(_WRAPPED.sub(" ", plain))
    return [" ".join(part.casefold().split()) for part in parts if part and not part.isspace()]


@lru_cache(maxsize=4096)
def promises_anything(name: str) -> bool:
    """Whether a name has words of a promise or figures in it, as "Primary Coverage LLC" or "Ten Million Inc" has."""
    folded = name.casefold()
    return phrases.are_in(folded) or bool(
        wording_limits.AMOUNT.search(folded) or wording_days.DAY.search(folded)
    )


def may_promise(text: str) -> bool:
    """Whether a text is worth reading: a quick look that misses no promise and no form."""
    if not text.isascii():
        return True
    plain = " ".join(text.casefold().split())
    return phrases.are_in(plain) or phrases.FORM.search(plain) is not None


@lru_cache(maxsize=4096)
def read(sentence: str) -> Reading:
    """One sentence, as `sentences` gives it."""
    clean = phrases.NOT_LIMITING.sub("including", sentence)
    limits, days = wording_limits.limits_in(clean), wording_days.days_in(clean)
    return Reading(_statements(clean), limits, days, _forms(clean))


def _statements(sentence: str) -> tuple[Statement, ...]:
    if not phrases.are_in(sentence) or phrases.ALWAYS_SO.search(sentence):
        return ()
    found = sorted(
        ((match.start(), match.end(), promise) for promise, match in _matches(sentence)),
        key=lambda place: place[:2],
    )
    conditional = phrases.CONDITION.search(sentence) is not None
    statements = []
    for position, (start, end, promise) in enumerate(found):
        nearby = _around(sentence, found, position)
        statements.append(Statement(promise, sentence[start:end], conditional, _lines(nearby)))
    return tuple(dict.fromkeys(statements))


def _matches(sentence: str) -> list[tuple[Promise, re.Match[str]]]:
    return [
        (promise, match)
        for promise, pattern in phrases.PATTERNS.items()
        for match in pattern.finditer(sentence)
        if not _says_nothing(promise, sentence, match)
    ]


def _says_nothing(promise: Promise, sentence: str, match: re.Match[str]) -> bool:
    if promise is Promise.COMPLETED and _is_only_a_limit(sentence, match):
        return True
    if promise is Promise.NOTICE and phrases.BY_POLICY.search(sentence):
        return True
    return _is_denied(sentence, match)


def _is_only_a_limit(sentence: str, match: re.Match[str]) -> bool:
    """Products-completed operations is also the name of a limit every general liability policy has."""
    if phrases.ONLY_A_LIMIT.match(sentence, match.end()):
        return True
    return match[0].startswith("prod") and "insured" not in sentence


def _is_denied(sentence: str, match: re.Match[str]) -> bool:
    """Two denials make a promise: "does not exclude completed operations"."""
    before = re.split(r"[,:()]", sentence[max(0, match.start() - REACH) : match.start()])[-1]
    if len(phrases.DENIED_BEFORE.findall(before)) % 2:
        return True
    return phrases.DENIED_AFTER.match(sentence, match.end()) is not None


def _around(sentence: str, found: list[tuple[int, int, Promise]], position: int) -> str:
    """From the promise to the next one; when no line is named there, from the last one to the promise."""
    start, end, _ = found[position]
    until = found[position + 1][0] if position + 1 < len(found) else len(sentence)
    since = found[position - 1][1] if position else 0
    after = sentence[end:until]
    return after if _lines(after) else sentence[since:start]


def _lines(text: str) -> frozenset[Line]:
    return frozenset(line for line, pattern in phrases.LINES.items() if pattern.search(text))


def _forms(sentence: str) -> tuple[str, ...]:
    return tuple("".join(part or "" for part in match.groups()) for match in phrases.FORM.finditer(sentence))

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
from coi_app.rules.coverage import Line
from coi_app.rules.promise_phrases import Promise

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
    """`amounts`: dollars named as limits; `forms`: form numbers, as "cg2010"."""

    statements: tuple[Statement, ...] = ()
    amounts: tuple[int, ...] = ()
    forms: tuple[str, ...] = ()


_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc`\u00b4", "'"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    }
)
_WRAPPED = re.compile(r"\n(?=[a-z])")
# The mark comes first, so that the search jumps from mark to mark; "Inc." and the like end no sentence.
_SENTENCE_END = re.compile(
    r"[.;!?\n](?:(?<![.])|(?=\s|$)"
    r"(?<!\b[Ii]nc\.)(?<!\b[Cc]o\.)(?<!\b[Cc]orp\.)(?<!\b[Ll]td\.)(?<!\b[Nn]o\.)(?<!\b[Ss]t\.)"
    r"(?<!\b[Aa]ve\.)(?<!\b[Aa]dd'l\.)(?<!\b[Aa]ddl\.))\s*"
)


def sentences(text: str) -> list[str]:
    """The sentences in small letters, with plain dashes, apostrophes and spaces, without invisible marks."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_PLAIN)
    parts = _SENTENCE_END.split(_WRAPPED.sub(" ", plain))
    return [" ".join(part.casefold().split()) for part in parts if part and not part.isspace()]


@lru_cache(maxsize=4096)
def promises_anything(name: str) -> bool:
    """Whether a name has words of a promise in it, as "Primary Coverage LLC" has."""
    folded = name.casefold()
    return any(map(folded.__contains__, phrases.STEMS))


def may_promise(text: str) -> bool:
    """Whether a text is worth reading: a quick look that misses no promise and no form."""
    if not text.isascii():
        return True
    plain = " ".join(text.casefold().split())
    return any(map(plain.__contains__, phrases.STEMS)) or phrases.FORM.search(plain) is not None


@lru_cache(maxsize=4096)
def read(sentence: str) -> Reading:
    """One sentence, as `sentences` gives it."""
    clean = phrases.NOT_LIMITING.sub("including", sentence)
    return Reading(_statements(clean), _amounts(clean), _forms(clean))


def _statements(sentence: str) -> tuple[Statement, ...]:
    if not any(map(sentence.__contains__, phrases.STEMS)) or phrases.ALWAYS_SO.search(sentence):
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
    return match[0].startswith("product") and "insured" not in sentence


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


def _amounts(sentence: str) -> tuple[int, ...]:
    if not phrases.LIMIT_WORDS.search(sentence):
        return ()
    whole = [int((one[1] or one[2]).replace(",", "")) for one in phrases.DOLLARS.finditer(sentence)]
    scale = {"k": 1_000, "m": 1_000_000}
    short = [round(float(one[1]) * scale[one[2][0]]) for one in phrases.MILLIONS.finditer(sentence)]
    return tuple(whole + short)


def _forms(sentence: str) -> tuple[str, ...]:
    return tuple("".join(part or "" for part in match.groups()) for match in phrases.FORM.finditer(sentence))

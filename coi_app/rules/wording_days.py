"""Which days of a sentence are stated as those of the coverage (R3); days of projects, contracts, events are free.

The sentence comes in small letters, as `wording_promises.sentences` gives it.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_REACH = 80  # characters beside a day in which it is said what it is of


class Says(StrEnum):
    THROUGH = "through"
    FROM = "from"
    ON = "on"


@dataclass(frozen=True, slots=True)
class StatedDay:
    """`first` to `last`: one day, or the month or year that was written; `words`: as it was written."""

    first: date
    last: date
    says: Says
    words: str


_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY = re.compile(
    r"(?<![\w/.$,-])(?:"
    r"(?P<m>\d{1,2})(?P<mark>[/.-])(?P<d>\d{1,2})(?P=mark)(?P<y>\d{4}|\d\d)"
    r"|(?P<iso_y>\d{4})[-/.](?P<iso_m>\d{1,2})[-/.](?P<iso_d>\d{1,2})"
    rf"|(?P<name>{_MONTH}) (?P<name_d>\d{{1,2}})(?:st|nd|rd|th)?,? ?(?P<name_y>\d{{4}})"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -](?P<day_name>{_MONTH})[ ,-]{{1,2}}(?P<day_y>\d{{4}})"
    rf"|(?P<month>{_MONTH}),? (?P<month_y>20\d\d)"
    r"|(?P<year>20\d\d))(?![\w/-]|\.\d)"
)
_COVER = (
    r"(?:coverages?|cover|polic(?:y|ies)|insurance|liability|c?gl|umbrella|excess|work(?:er|men)'?s'? comp\w*|wc|auto"
    r"|professional|cyber|pollution|certificates?|limits|endorsements?)"
)
_FREE = (
    r"(?:projects?|(?:sub)?contracts?|agreements?|leases?|rentals?|events?|jobs?|works?|construction|permits?|licen[sc]es?"
    r"|seasons?|shows?|festivals?|weddings?|concerts?|completion|phases?|loans?|mortgages?|proceed|deliver(?:y|ies)"
    r"|shipments?|tours?|exhibits?|exhibitions?|games?|tournaments?|class(?:es)?|school year|warrant(?:y|ies)|bids?"
    r"|proposals?|schedules?|meetings?|inspections?|registrations?|invoices?|occupancy|orders?|tenancy|fair|parade"
    r"|conference|camp)"
)
_SUBJECT = re.compile(rf"\b(?:(?P<cover>{_COVER})|{_FREE})\b")
_STATE = re.compile(
    r"\b(?:in force|in effect|in full force|valid|covered|insured|effective|expir\w+|renewed|good) (?!the\b)|\bexp\b"
)
_FILLED = (
    r"(?:,? (?:on|is|are|of|the|dates?|days?|at|12:01|midnight|the end of|end of|year end|and including"
    r"|inclusive|until|a\.?m)\.?|[:=,(-])*[ :=,(-]*$"
)
_LINKS: dict[Says, re.Pattern[str]] = {
    Says.THROUGH: re.compile(
        rf"(?:\b(?:through|thru|until|till|til|to|up to|ends?|ending|expir\w*|exp\.?|lapses?|terminat\w*|renew\w*"
        rf"|extend\w*|continu\w*|no earlier than)){_FILLED}"
    ),
    Says.ON: re.compile(
        rf"\b(?:in (?:full )?(?:force|effect)|valid|covered)(?: (?:on|as of|for|in|during)){_FILLED}"
    ),
    Says.FROM: re.compile(
        rf"\b(?:effective|eff\.?|incept\w*|begin(?:s|ning)?|start(?:s|ing)?|commenc\w*|from|since|period|term){_FILLED}"
    ),
}
_AFTER = re.compile(r" ?(?:is the )?(?:expir\w*|exp\b)")
_RANGE = re.compile(r"^ ?(?:-|to|through|thru|until|till|and) ?$")
_JOINED = re.compile(r"(?<=\d)-(?=\d{1,2}/\d)|(?<=\d{4})-(?=[a-z]{3})")
_DENIED = re.compile(r"\b(?:not|never|cannot|no (?:coverages?|insurance|polic(?:y|ies)))\b|n't\b")


def days_in(sentence: str) -> tuple[StatedDay, ...]:
    if "20" not in sentence and re.search(r"\d[/.-]\d", sentence) is None:
        return ()
    stated: list[StatedDay] = []
    end, was_cover = 0, False
    sentence = _JOINED.sub(" - ", sentence)
    for match in DAY.finditer(sentence):
        before = sentence[end : match.start()][-_REACH:]
        if end and _RANGE.match(before):
            says = Says.THROUGH if was_cover else None
        else:
            says = _says(before, sentence[match.end() : match.end() + _REACH])
        was_cover, end = says is not None, match.end()
        span = _span(match)
        if says and span and not (match["year"] and says is not Says.THROUGH):
            stated.append(StatedDay(*span, says, match[0]))
    return tuple(dict.fromkeys(stated))


def _says(before: str, after: str) -> Says | None:
    """What the words beside a day say of the coverage; None when it is the day of something else."""
    link = next((says for says, pattern in _LINKS.items() if pattern.search(before)), None)
    link = link or (Says.THROUGH if _AFTER.match(after) else None)
    if link is None or len(_DENIED.findall(before)) % 2:
        return None
    subjects = list(_SUBJECT.finditer(before)) or list(_SUBJECT.finditer(after))[:1]
    if subjects:
        return link if subjects[-1]["cover"] else _state_of_cover(before, subjects, link)
    return link if link is not Says.FROM and _STATE.search(before + " ") else None


def _state_of_cover(before: str, subjects: list[re.Match[str]], link: Says) -> Says | None:
    """ "Coverage for the project is in force through": the state is the coverage's, not the project's."""
    in_force = re.search(r"\b(?:in (?:full )?(?:force|effect)|covered|insured)\b", before)
    return link if in_force and any(one["cover"] for one in subjects) else None


def _span(match: re.Match[str]) -> tuple[date, date] | None:
    """The first and the last day that the words can mean; None for a day that no calendar has."""
    if match["year"]:
        year = int(match["year"])
        return date(year, 1, 1), date(year, 12, 31)
    if match["month"]:
        return _month(int(match["month_y"]), _number(match["month"]))
    day = _day(match)
    return (day, day) if day else None


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _day(match: re.Match[str]) -> date | None:
    if match["iso_y"]:
        return _date(match["iso_y"], int(match["iso_m"]), match["iso_d"])
    if match["name"]:
        return _date(match["name_y"], _number(match["name"]), match["name_d"])
    if match["day_name"]:
        return _date(match["day_y"], _number(match["day_name"]), match["day"])
    year = match["y"] if len(match["y"]) == 4 else f"20{match['y']}"
    return _date(year, int(match["m"]), match["d"]) or _date(year, int(match["d"]), match["m"])


def _date(year: str, month: int, day: str) -> date | None:
    """A day past the end of its month is its last one: "02/30" is no way around the rule."""
    if not (1 <= month <= 12 and 1 <= int(day) <= 31 and int(year) > 0):
        return None
    return date(int(year), month, min(int(day), calendar.monthrange(int(year), month)[1]))


def _number(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1
